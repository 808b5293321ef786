import { errnoOf } from '../../model/errors.ts'
import type { Gap, GapReason } from '../../model/gap.ts'
import { type OpenGap, readOpenGaps, writeOpenGaps } from '../../store/timeline/open-gaps.ts'
import { now } from '../../system/clock.ts'

/** These end with the next snapshot of any kind; the others, when everything has been looked at. */
const ENDED_BY_ANY: readonly GapReason[] = ['write-failed', 'clock-step', 'downtime']

/** Gaps to be recorded once they have ended: one of each reason, and what an earlier watch has left. */
export class OpenGaps {
  readonly #gitDir: string
  readonly #gaps = new Map<GapReason, OpenGap>()
  #earlier: readonly OpenGap[]

  constructor(gitDir: string) {
    this.#gitDir = gitDir
    this.#earlier = readOpenGaps(gitDir)
  }

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
    this.#save()
    return true
  }

  /** Lets `record` have the gaps that a snapshot has ended; `isScan`: it looked at everything. */
  async recordEnded(isScan: boolean, record: (gap: Gap) => Promise<void>): Promise<void> {
    const isEnded = ({ reason }: OpenGap) => isScan || ENDED_BY_ANY.includes(reason)
    const earlier = this.#earlier.filter(isEnded)
    const ended = [...earlier, ...[...this.#gaps.values()].filter(isEnded)]
    if (ended.length === 0) return
    this.#earlier = this.#earlier.filter((gap) => !isEnded(gap))
    for (const { reason } of ended) this.#gaps.delete(reason)
    for (const gap of ended) await record({ ...gap, to: Math.max(gap.from, now()) })
    this.#save()
  }

  /** What cannot be written is known to this process at least, and told by it. */
  #save(): void {
    try {
      writeOpenGaps(this.#gitDir, [...this.#earlier, ...this.#gaps.values()])
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
    }
  }
}
