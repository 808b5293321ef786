/** What every answer about a root starts with: its repo, opened, and what names, times and paths mean there. */
import { type RawPath, rawFromText } from '../../model/raw-path.ts'
import { parseTimeExpression } from '../../model/time-expression.ts'
import type { Home } from '../../store/home/home.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { now } from '../../system/clock.ts'
import { SnapshotNames } from '../names/snapshot-names.ts'
import { RepoView } from '../repo/repo-view.ts'
import { pathInRoot } from '../repo/root-paths.ts'
import { RecordedSessions } from '../sessions/recorded-sessions.ts'

/** Close it when done. */
export class Reading {
  readonly repo: ShadowRepo
  readonly view: RepoView
  readonly sessions: RecordedSessions
  readonly snapshots: SnapshotNames
  readonly nowMs = now()
  /** Where typed paths start from, when it lies in the root. */
  readonly #folder: string | undefined

  constructor(home: Home, repo: ShadowRepo, folder: string | undefined) {
    const { nowMs } = this
    this.repo = repo
    this.view = new RepoView(repo)
    this.sessions = new RecordedSessions(home)
    const { gitDir, reader } = this.view
    this.snapshots = new SnapshotNames(gitDir, reader, { nowMs, sessions: this.sessions })
    this.#folder = folder
  }

  /** Returns paths as typed, relative to the root; undefined when there are none. */
  paths(typed: readonly string[]): RawPath[] | undefined {
    if (typed.length === 0) return undefined
    return typed.map((path) => pathInRoot(this.repo.root, this.#folder, path))
  }

  /** Returns an optional path as typed, or a part of one. */
  partOfPath(typed: string | undefined): RawPath | undefined {
    if (typed === undefined || typed === '') return undefined
    const isPlace = /^(?:\/|\.\.?(?:\/|$))/.test(typed)
    return isPlace ? pathInRoot(this.repo.root, this.#folder, typed) : rawFromText(typed)
  }

  /** Returns an optional time as typed. */
  time(typed: string | undefined): number | undefined {
    return typed === undefined ? undefined : parseTimeExpression(typed, this.nowMs)
  }

  close(): void {
    this.view.close()
    this.sessions.close()
  }
}
