/** What can be told of a root without reading its history: whether it is there and watched, and its latest snapshot. */
import { existsSync } from 'node:fs'
import { MAIN, readRef } from '../../git/history/refs.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { type CutShort, readCutShort } from '../../store/timeline/act.ts'
import { readLatest } from '../../store/timeline/timeline.ts'
import { readWatchState } from '../../store/timeline/watch-state.ts'
import { now } from '../../system/clock.ts'
import { processStart } from '../../system/process-identity.ts'
import { RepoView } from '../repo/repo-view.ts'

/** A watch shows every 30 s that it is alive. */
const SIGN_OF_LIFE_MS = 120_000

export interface RootOverview {
  repo: ShadowRepo
  isRootThere: boolean
  latest: Snapshot | undefined
  /** The process that watches the root now. */
  watcher: WatchingProcess | undefined
  /** A restore or an undo that was killed before its end, and has not been followed by a whole one. */
  cutShort: CutShort | undefined
}

interface WatchingProcess {
  pid: number
  /** Milliseconds since the epoch. */
  since: number
}

/** @throws {FlightrecError} corrupt-store */
export async function readOverview({ repo, reader }: RepoView): Promise<RootOverview> {
  return { ...stateOf(repo), latest: await readLatest(repo.gitDir, reader) }
}

/** A root whose latest snapshot cannot be read is told of as well. */
export type RootRow = RootOverview & { isDamaged: boolean }

/**
 * Reads the overview of each repo, the latest changed first. A snapshot that is among `known` is not read again;
 * git runs for one repo at a time.
 */
export async function readOverviews(
  repos: readonly ShadowRepo[],
  known: readonly RootRow[] = [],
): Promise<RootRow[]> {
  const rows: RootRow[] = []
  for (const repo of repos) {
    const latest = known.find((row) => row.repo.gitDir === repo.gitDir)?.latest
    rows.push(await readRow(repo, latest))
  }
  return rows.sort((a, b) => (b.latest?.time ?? 0) - (a.latest?.time ?? 0))
}

async function readRow(repo: ShadowRepo, known: Snapshot | undefined): Promise<RootRow> {
  const view = new RepoView(repo)
  try {
    const isKnown = known && readRef(repo.gitDir, MAIN) === known.commit
    const overview = isKnown ? { ...stateOf(repo), latest: known } : await readOverview(view)
    return { ...overview, isDamaged: false }
  } catch {
    // One damaged repo must not hide the others; `verify` tells of it.
    return { ...stateOf(repo), latest: undefined, isDamaged: true }
  } finally {
    view.close()
  }
}

function stateOf(repo: ShadowRepo): Omit<RootOverview, 'latest'> {
  return {
    repo,
    isRootThere: existsSync(repo.root),
    watcher: findWatcher(repo.gitDir),
    cutShort: readCutShort(repo.gitDir),
  }
}

/** A watch that was killed leaves no word of its end, but its process is gone and its sign of life grows old. */
export function findWatcher(gitDir: string): WatchingProcess | undefined {
  const state = readWatchState(gitDir)
  if (!state || state.stopped !== undefined) return undefined
  const isFresh = now() - state.seen < SIGN_OF_LIFE_MS
  return isFresh && processStart(state.pid) !== undefined
    ? { pid: state.pid, since: state.started }
    : undefined
}
