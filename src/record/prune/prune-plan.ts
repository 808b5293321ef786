/** Decides which snapshots go: the oldest, by age and by size, and never the latest of a root. */
import type { KeptSnapshot } from './repo-history.ts'

export interface Retention {
  /** Every state of so many days can be given back; 0 or absent: no limit. */
  keepDays?: number | undefined
  /** What all repos together may take on disk; absent: no limit. */
  maxBytes?: number | undefined
}

/** One repo, as far as retention looks at it. */
interface PlannedRepo {
  /** Newest first. */
  snapshots: readonly KeptSnapshot[]
  /** What it takes on disk beside the objects of its snapshots. */
  otherBytes: number
}

export const DAY_MS = 86_400_000

/** Returns, for each repo, how many of its snapshots are kept, counted from the newest. */
export function planRetention(
  repos: readonly PlannedRepo[],
  { keepDays, maxBytes }: Retention,
  nowMs: number,
): number[] {
  const byAge = repos.map(({ snapshots }) => keptByAge(snapshots, keepDays, nowMs))
  if (maxBytes === undefined) return byAge
  const bySize = keptBySize(repos, maxBytes)
  return byAge.map((count, index) => Math.min(count, bySize[index]!))
}

/**
 * The newest snapshot before the limit is kept as well: it is the state at the limit. One that follows on a later one
 * than the limit is no older, whatever the clock said, and stays. A time to come tells nothing.
 */
function keptByAge(
  snapshots: readonly KeptSnapshot[],
  keepDays: number | undefined,
  nowMs: number,
): number {
  if (!keepDays) return snapshots.length
  const limit = nowMs - keepDays * DAY_MS
  let kept = snapshots.length
  for (let at = snapshots.length - 1; at >= 0; at -= 1) {
    const { time } = snapshots[at]!
    if (time <= limit) kept = at + 1
    else if (time <= nowMs) break
  }
  return kept
}

/** Goes back through the snapshots of all repos by time, as far as there is room. */
function keptBySize(repos: readonly PlannedRepo[], maxBytes: number): number[] {
  const kept = repos.map(({ snapshots }) => Math.min(1, snapshots.length))
  let bytes = 0
  for (const { snapshots, otherBytes } of repos) bytes += otherBytes + (snapshots[0]?.ownBytes ?? 0)
  const older = repos
    .flatMap(({ snapshots }, repo) => inOrder(snapshots).map((one) => ({ ...one, repo })))
    .sort((a, b) => b.time - a.time)
  for (const { snapshot, repo } of older) {
    bytes += snapshot.ownBytes
    if (bytes > maxBytes) break
    kept[repo]! += 1
  }
  return kept
}

/** All but the newest, none later than the one after it. */
function inOrder(snapshots: readonly KeptSnapshot[]): { snapshot: KeptSnapshot; time: number }[] {
  let time = snapshots[0]?.time ?? 0
  return snapshots.slice(1).map((snapshot) => {
    time = Math.min(time, snapshot.time)
    return { snapshot, time }
  })
}
