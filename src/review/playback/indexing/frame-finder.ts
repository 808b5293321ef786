/**
 * Where one picture ends and the next begins: at the end of a synchronised update (DEC mode 2026), else where nothing
 * was written for a moment. What stands between was never meant to be seen.
 */
import type { CastEvent } from '../../../model/cast.ts'

const STILL_MS = 16
/** A stream that never rests is cut into pictures all the same. */
const LONGEST_MS = 100
/** An update without an end is one no more after so long; terminals give up sooner. */
const UPDATE_MS_MAX = 2_000
const [BEGIN, END] = ['\x1b[?2026h', '\x1b[?2026l']

export class FrameFinder {
  #firstMs: number | undefined
  #lastMs = 0
  /** Since when an update is under way. */
  #updateMs: number | undefined

  /** Whether a picture has ended before this event. */
  endsBefore({ timeMs }: CastEvent): boolean {
    if (this.#firstMs === undefined) return false
    const isUpdate = this.#updateMs !== undefined && timeMs - this.#updateMs < UPDATE_MS_MAX
    if (isUpdate) return false
    return timeMs - this.#lastMs >= STILL_MS || timeMs - this.#firstMs >= LONGEST_MS
  }

  /** Notes what was written; whether a picture ends with it. */
  note({ timeMs, code, data }: CastEvent): boolean {
    this.#firstMs ??= timeMs
    this.#lastMs = timeMs
    if (code !== 'o') return false
    const [begun, ended] = [data.lastIndexOf(BEGIN), data.lastIndexOf(END)]
    if (begun > ended) this.#updateMs = timeMs
    else if (ended >= 0) this.#updateMs = undefined
    return ended > begun
  }

  /** Whether something was written that belongs to no picture yet. */
  get isOpen(): boolean {
    return this.#firstMs !== undefined
  }

  /** When what is open began. */
  get firstMs(): number {
    return this.#firstMs ?? this.#lastMs
  }

  get lastMs(): number {
    return this.#lastMs
  }

  /** A picture has ended. */
  end(): void {
    this.#firstMs = undefined
  }
}
