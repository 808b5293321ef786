/**
 * Keeps a large file that changes all the time from filling the disk. Each such file has an allowance of
 * bytes that its captures use up and time refills: a few captures in a row are free, and then a 20 MiB log
 * is captured every 10 s instead of every second. Files under 1 MiB are always captured.
 */
import type { RawPath } from '../../model/raw-path.ts'

const PACED_BYTES_MIN = 1 << 20
const ALLOWANCE_BYTES = 128 << 20
const REFILL_BYTES_PER_MS = (2 << 20) / 1000
const WAIT_MS_MAX = 60_000

interface Allowance {
  bytes: number
  atMs: number
}

export class CapturePace {
  readonly #allowances = new Map<RawPath, Allowance>()

  /** How long a file is still to be left alone; 0 when it may be captured now. */
  waitMs(path: RawPath, sizeBytes: number, nowMs: number): number {
    const missing = Math.min(sizeBytes, ALLOWANCE_BYTES) - this.#left(path, nowMs)
    return missing <= 0 ? 0 : Math.min(WAIT_MS_MAX, missing / REFILL_BYTES_PER_MS)
  }

  noteCapture(path: RawPath, sizeBytes: number, nowMs: number): void {
    if (sizeBytes < PACED_BYTES_MIN) return
    const bytes = Math.max(0, this.#left(path, nowMs) - sizeBytes)
    this.#allowances.delete(path)
    this.#allowances.set(path, { bytes, atMs: nowMs })
    this.#forgetRested(nowMs)
  }

  #left(path: RawPath, nowMs: number): number {
    const known = this.#allowances.get(path)
    if (!known) return ALLOWANCE_BYTES
    const refilled = Math.max(0, nowMs - known.atMs) * REFILL_BYTES_PER_MS
    return Math.min(ALLOWANCE_BYTES, known.bytes + refilled)
  }

  /** Oldest first: what has not been captured for long has its whole allowance again. */
  #forgetRested(nowMs: number): void {
    for (const [path, { atMs }] of this.#allowances) {
      if (nowMs - atMs < ALLOWANCE_BYTES / REFILL_BYTES_PER_MS) break
      this.#allowances.delete(path)
    }
  }
}
