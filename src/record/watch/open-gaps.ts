import type { Gap, GapReason } from '../../model/gap.ts'
import { now } from '../../system/clock.ts'

/** A gap that has not ended yet. */
export type OpenGap = Omit<Gap, 'to'>

/** These end with the next snapshot of any kind; the others, when everything has been looked at. */
const ENDED_BY_ANY: readonly GapReason[] = ['write-failed', 'clock-step', 'downtime']

/** Gaps to be recorded once they have ended: one of each reason. */
export class OpenGaps {
  readonly #gaps = new Map<GapReason, OpenGap>()

  get isEmpty(): boolean {
    return this.#gaps.size === 0
  }

  has(reason: GapReason): boolean {
    return this.#gaps.has(reason)
  }

  /** Opens a gap; returns false when one of that reason is open already. */
  open({ reason, from, detail }: OpenGap): boolean {
    if (this.#gaps.has(reason)) return false
    this.#gaps.set(reason, { reason, from, ...(detail && { detail }) })
    return true
  }

  /** Takes the gaps that a snapshot has ended; `isScan`: it looked at everything. */
  takeEnded(isScan: boolean): Gap[] {
    const ended: Gap[] = []
    for (const [reason, gap] of this.#gaps) {
      if (!isScan && !ENDED_BY_ANY.includes(reason)) continue
      this.#gaps.delete(reason)
      ended.push({ ...gap, to: Math.max(gap.from, now()) })
    }
    return ended
  }
}
