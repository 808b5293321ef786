/**
 * Keeps a large file that changes all the time from filling the disk. Each such file has an allowance of
 * bytes that its captures use up and time refills: a few captures in a row are free, and then a 20 MiB log
 * is captured every 10 s instead of every second. All busy files of a root share what comes back, so that ten
 * databases cost no more than two. Files under 1 MiB are always captured.
 */
import type { RawPath } from '../../model/raw-path.ts'

const PACED_BYTES_MIN = 1 << 20
const ALLOWANCE_BYTES = 128 << 20
const REFILL_BYTES_PER_MS = (2 << 20) / 1000
/** What all busy files of a root get back together. */
const SHARED_BYTES_PER_MS = 2 * REFILL_BYTES_PER_MS
const WAIT_MS_MAX = 60_000

interface Allowance {
  bytes: number
  atMs: number
  /** Captured again before its allowance was whole. */
  isBusy: boolean
}

export class CapturePace {
  readonly #allowances = new Map<RawPath, Allowance>()
  #busyFiles = 0

  /** How long a file is still to be left alone; 0 when it may be captured now. */
  waitMs(path: RawPath, sizeBytes: number, nowMs: number): number {
    const missing = Math.min(sizeBytes, ALLOWANCE_BYTES) - this.#left(path, nowMs)
    return missing <= 0 ? 0 : Math.min(WAIT_MS_MAX, missing / this.#refill())
  }

  noteCapture(path: RawPath, sizeBytes: number, nowMs: number): void {
    if (sizeBytes < PACED_BYTES_MIN) return
    const bytes = Math.max(0, this.#left(path, nowMs) - sizeBytes)
    const isBusy = this.#forget(path)
    if (isBusy) this.#busyFiles += 1
    this.#allowances.set(path, { bytes, atMs: nowMs, isBusy })
    this.#forgetRested(nowMs)
  }

  #left(path: RawPath, nowMs: number): number {
    const known = this.#allowances.get(path)
    if (!known) return ALLOWANCE_BYTES
    const refilled = Math.max(0, nowMs - known.atMs) * this.#refill()
    return Math.min(ALLOWANCE_BYTES, known.bytes + refilled)
  }

  /** Bytes that one file gets back in a millisecond: the same for each, so that none is left out. */
  #refill(): number {
    return Math.min(REFILL_BYTES_PER_MS, SHARED_BYTES_PER_MS / Math.max(1, this.#busyFiles))
  }

  /** Oldest first: what has not been captured for long has its whole allowance again. */
  #forgetRested(nowMs: number): void {
    const restMs = ALLOWANCE_BYTES / this.#refill()
    for (const [path, { atMs }] of this.#allowances) {
      if (nowMs - atMs < restMs) break
      this.#forget(path)
    }
  }

  /** Returns whether it was known. */
  #forget(path: RawPath): boolean {
    if (this.#allowances.get(path)?.isBusy) this.#busyFiles -= 1
    return this.#allowances.delete(path)
  }
}
