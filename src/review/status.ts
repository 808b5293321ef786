/** What is recorded of a root, and how well. */
import { existsSync } from 'node:fs'
import { GAPS, MAIN, readRef } from '../git/history/refs.ts'
import { gitText } from '../git/process/run.ts'
import type { Gap } from '../model/gap.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { ShadowRepo } from '../store/shadow-repos.ts'
import { readGaps, readLatest } from '../store/timeline.ts'
import { readWatchState } from '../store/watch-state.ts'
import { now } from '../system/clock.ts'
import { diskUsage } from '../system/disk-usage.ts'
import { processStart } from '../system/process-identity.ts'
import { RepoView } from './repo-view.ts'
import { gapJson, snapshotJson } from './snapshot-json.ts'

/** A watch shows every 30 s that it is alive. */
const SIGN_OF_LIFE_MS = 120_000

export interface RepoStatus {
  repo: ShadowRepo
  isRootThere: boolean
  snapshots: number
  latest: Snapshot | undefined
  gaps: number
  lastGap: Gap | undefined
  storeBytes: number
  /** The process that watches the root now. */
  watcher: Watcher | undefined
}

export interface Watcher {
  pid: number
  /** Milliseconds since the epoch. */
  since: number
}

/** @throws {FlightrecError} corrupt-store */
export async function readStatus(repo: ShadowRepo): Promise<RepoStatus> {
  const view = new RepoView(repo)
  try {
    return {
      repo,
      isRootThere: existsSync(repo.root),
      snapshots: await countCommits(repo.gitDir, MAIN),
      latest: await readLatest(repo.gitDir, view.reader),
      gaps: await countCommits(repo.gitDir, GAPS),
      lastGap: (await readGaps(repo.gitDir, view.reader, 1))[0],
      storeBytes: diskUsage(repo.gitDir),
      watcher: findWatcher(repo.gitDir),
    }
  } finally {
    view.close()
  }
}

/** A watch that was killed leaves no word of its end, but its process is gone and its sign of life grows old. */
function findWatcher(gitDir: string): Watcher | undefined {
  const state = readWatchState(gitDir)
  if (!state || state.stopped !== undefined) return undefined
  const isFresh = now() - state.seen < SIGN_OF_LIFE_MS
  return isFresh && processStart(state.pid) !== undefined
    ? { pid: state.pid, since: state.started }
    : undefined
}

async function countCommits(gitDir: string, ref: string): Promise<number> {
  if (readRef(gitDir, ref) === undefined) return 0
  return Number(await gitText(gitDir, ['rev-list', '--count', ref, '--']))
}

export function repoJson({ name, root, gitDir }: ShadowRepo) {
  return {
    type: 'repo' as const,
    name,
    root,
    git_dir: gitDir,
    root_exists: existsSync(root),
  }
}

export function statusJson(status: RepoStatus) {
  return {
    ...repoJson(status.repo),
    snapshots: status.snapshots,
    latest: status.latest ? snapshotJson(status.latest) : null,
    gaps: status.gaps,
    last_gap: status.lastGap ? gapJson(status.lastGap) : null,
    store_bytes: status.storeBytes,
    watching: status.watcher
      ? { pid: status.watcher.pid, since: new Date(status.watcher.since).toISOString() }
      : null,
  }
}
