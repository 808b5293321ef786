import type { Gap } from '../../model/gap.ts'
import { monotonicNow, now } from '../../system/clock.ts'

/** Smaller steps are what time servers do all day. */
const STEP_MIN_MS = 1_000

/** Notices that the wall clock was set back: then times of snapshots do not tell their order. */
export class ClockWatch {
  readonly #wall: () => number
  readonly #monotonic: () => number
  #offset: number

  constructor(wall = now, monotonic = monotonicNow) {
    this.#wall = wall
    this.#monotonic = monotonic
    this.#offset = wall() - monotonic()
  }

  /** Returns the stretch that the wall clock passes twice, when it was set back since the last call. */
  check(): Gap | undefined {
    const wall = this.#wall()
    const monotonic = this.#monotonic()
    const expected = monotonic + this.#offset
    this.#offset = wall - monotonic
    if (expected - wall <= STEP_MIN_MS) return undefined
    const seconds = Math.round((expected - wall) / 1000)
    return { reason: 'clock-step', from: wall, to: expected, detail: `${seconds} s back` }
  }
}
