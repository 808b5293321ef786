/**
 * Keeps a large file that changes all the time from filling the disk: it is captured at most once for each
 * second per MiB of its size (a 20 MiB log: every 20 s), at least every minute. Small files are always captured.
 */
import type { RawPath } from '../model/raw-path.ts'

const PACED_BYTES_MIN = 1 << 20
const WAIT_MS_MAX = 60_000

export class CapturePace {
  readonly #capturedAtMs = new Map<RawPath, number>()

  /** How long a file is still to be left alone; 0 when it may be captured now. */
  waitMs(path: RawPath, sizeBytes: number, nowMs: number): number {
    if (sizeBytes < PACED_BYTES_MIN) return 0
    const last = this.#capturedAtMs.get(path)
    if (last === undefined) return 0
    const pause = Math.min(WAIT_MS_MAX, (sizeBytes / PACED_BYTES_MIN) * 1000)
    return Math.max(0, last + pause - nowMs)
  }

  noteCapture(path: RawPath, sizeBytes: number, nowMs: number): void {
    if (sizeBytes < PACED_BYTES_MIN) this.#capturedAtMs.delete(path)
    else this.#capturedAtMs.set(path, nowMs)
    for (const [other, at] of this.#capturedAtMs) {
      if (at + WAIT_MS_MAX >= nowMs) break
      this.#capturedAtMs.delete(other)
    }
  }
}
