/**
 * Says how long to wait for quiet before what a watcher has named is recorded. A burst is one act: while files go on
 * being deleted, it is waited for longer, so that `rm -rf` is one snapshot.
 */
import type { RawPath } from '../../model/raw-path.ts'
import { monotonicNow } from '../../system/clock.ts'
import { lstatBelow } from '../../system/place.ts'

const WAIT_MS_MAX = 1_000
const DELETION_WAIT_MS_MAX = 5_000
/** So many in a row are a deletion; its next file may take longer to go. */
const DELETIONS_MIN = 50
const DELETION_QUIET = 3

export class FlushPace {
  readonly #root: string
  readonly #quietMs: number
  #firstMs: number | undefined
  #deletions = 0

  constructor(root: string, quietMs: number) {
    this.#root = root
    this.#quietMs = quietMs
  }

  /** Takes note of paths that were named together: the last of them tells whether they are being deleted. */
  note(paths: readonly RawPath[]): void {
    const last = paths.at(-1)
    if (last === undefined) return
    const isThere = lstatBelow(this.#root, last) !== undefined
    this.#deletions = isThere ? 0 : this.#deletions + paths.length
  }

  /** Returns after how much more quiet to record, never beyond the longest wait. */
  delayMs(): number {
    this.#firstMs ??= monotonicNow()
    const isDeletion = this.#deletions >= DELETIONS_MIN
    const longest = this.#firstMs + (isDeletion ? DELETION_WAIT_MS_MAX : WAIT_MS_MAX)
    const quietMs = this.#quietMs * (isDeletion ? DELETION_QUIET : 1)
    return Math.max(0, Math.min(quietMs, longest - monotonicNow()))
  }

  /** What was named so far is being recorded; a deletion may go on. */
  restart(): void {
    this.#firstMs = undefined
  }
}
