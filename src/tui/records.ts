/** What the screens read: the roots that are looked at, and the sessions. */
import { NOTES, readRef } from '../git/history/refs.ts'
import { FlightrecError } from '../model/errors.ts'
import type { KeptNarrative } from '../model/narrative.ts'
import type { Oid } from '../model/oid.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { SnapshotNames } from '../review/names/snapshot-names.ts'
import { repoAround } from '../review/repo/repo-choice.ts'
import { RepoView } from '../review/repo/repo-view.ts'
import { RecordedSessions } from '../review/sessions/recorded-sessions.ts'
import type { Home } from '../store/home/home.ts'
import { openedRepo, type ShadowRepo } from '../store/home/shadow-repos.ts'
import { SessionsReader } from '../store/sessions/sessions-repo.ts'
import { NarrativeReader } from '../store/timeline/narratives.ts'
import { now } from '../system/clock.ts'

/** Close it when done. */
export class Records {
  readonly home: Home
  readonly sessions: SessionsReader
  readonly recorded: RecordedSessions
  readonly #views = new Map<string, RepoView>()
  readonly #narrativeReaders = new Map<RepoView, NarrativeReader>()
  readonly #narratives = new Map<Oid, KeptNarrative | undefined>()
  readonly #notesTips = new Map<string, Oid | undefined>()
  readonly #clock: () => number

  constructor(home: Home, clock = now) {
    this.home = home
    this.#clock = clock
    this.sessions = new SessionsReader(home)
    this.recorded = new RecordedSessions(home)
  }

  get nowMs(): number {
    return this.#clock()
  }

  viewOf(repo: ShadowRepo): RepoView {
    const view = this.#views.get(repo.gitDir) ?? new RepoView(repo)
    this.#views.set(repo.gitDir, view)
    return view
  }

  /** Returns what is recorded around a folder; undefined when nothing is. */
  viewAround(folder: string | undefined): RepoView | undefined {
    const repo = folder === undefined ? undefined : repoAround(this.home, folder)
    return repo && this.viewOf(openedRepo(repo))
  }

  snapshots(view: RepoView): SnapshotNames {
    const { nowMs } = this
    return new SnapshotNames(view.gitDir, view.reader, { nowMs, sessions: this.recorded })
  }

  /** Returns what a language model said of a snapshot if it is at hand; else reads it, and calls `onRead`. */
  narrativeOf(view: RepoView, { commit }: Snapshot, onRead: () => void): KeptNarrative | undefined {
    if (this.#narratives.has(commit)) return this.#narratives.get(commit)
    this.#narratives.set(commit, undefined)
    if (!this.#notesTips.has(view.gitDir)) this.hasNewNarratives(view)
    const reader = this.#narrativeReaders.get(view) ?? new NarrativeReader(view.gitDir, view.reader)
    this.#narrativeReaders.set(view, reader)
    reader.find(commit).then((narrative) => {
      if (!narrative) return
      this.#narratives.set(commit, narrative)
      onRead()
    }, notThere)
    return undefined
  }

  /** Looks again for narratives that were not there when some have come since; returns whether some have. */
  hasNewNarratives({ gitDir }: RepoView): boolean {
    const tip = soundTip(gitDir)
    const isNew = this.#notesTips.has(gitDir) && this.#notesTips.get(gitDir) !== tip
    this.#notesTips.set(gitDir, tip)
    if (!isNew) return false
    this.#narrativeReaders.clear()
    for (const [commit, told] of this.#narratives) if (!told) this.#narratives.delete(commit)
    return true
  }

  close(): void {
    for (const view of this.#views.values()) view.close()
    this.sessions.close()
    this.recorded.close()
  }
}

/** A damaged ref must not cost the screens; `verify` names it. */
function soundTip(gitDir: string): Oid | undefined {
  try {
    return readRef(gitDir, NOTES)
  } catch (error) {
    if (error instanceof FlightrecError) return undefined
    throw error
  }
}

/** A snapshot shows without its narrative. */
function notThere(): void {}
