/**
 * Puts a change that is recorded, and put down to nobody, down to the call that declared it, when that call becomes
 * known afterwards. What is left to go by is less than a watcher had, so it takes more: see docs/decisions/0014.
 */
import type { PastCall } from './past-calls.ts'

/** A change of one path, as the timeline has it. Times are milliseconds since the epoch. */
export interface PastChange {
  /** Absolute. */
  path: string
  outcome: 'there' | 'gone'
  /** The snapshot before, in which it was not yet. */
  sinceMs: number
  /** The snapshot that holds it. */
  foundMs: number
  /** When it was made, where the file still tells. */
  atMs?: number
  /** Whether a watcher found it as soon as it was made. */
  isWatched: boolean
}

/** The kernel stamps files with a clock that lags behind by a tick. */
const TICK_MS = 10
/** A watcher waits for quiet; what it finds was made so long ago at most. */
export const FOUND_WITHIN_MS = 2_000
/** What a snapshot found others to have done may have been told of so long before. */
const NOTICE_MS = 200

/** Is asked about the changes of a timeline, oldest first. */
export class PuttingDownLater {
  readonly #calls: readonly PastCall[]
  /** The calls whose change of a path was found, by path. */
  readonly #found = new Map<string, Set<PastCall>>()

  constructor(calls: readonly PastCall[]) {
    this.#calls = calls
  }

  /** Returns the calls that have named the path of a change, and within whose time it was made. */
  callsThatDeclared(change: PastChange): PastCall[] {
    const found = this.#found.get(change.path) ?? new Set()
    const declared = this.#calls.filter((call) => {
      const isInTime =
        change.atMs === undefined
          ? isFoundIn(call, change, found.has(call) ? 0 : NOTICE_MS)
          : isAt(call, change.atMs)
      return isInTime && call.names(change.path, change.outcome)
    })
    this.#found.set(change.path, new Set([...found, ...declared]))
    return declared
  }
}

function isAt({ start, latestMs }: PastCall, atMs: number): boolean {
  return start - TICK_MS <= atMs && atMs <= latestMs + TICK_MS
}

/** The change of a call that was over when the snapshot before was taken is in that one. */
function isFoundIn(
  { start, latestMs }: PastCall,
  { isWatched, sinceMs, foundMs }: PastChange,
  noticeMs: number,
): boolean {
  if (!isWatched || latestMs < sinceMs - noticeMs) return false
  return start <= foundMs && foundMs <= latestMs + FOUND_WITHIN_MS
}
