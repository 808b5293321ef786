/** Puts the changes of each root down to sessions: the calls they were in, and who else was at work. */
import { MAIN, readRef } from '../../git/history/refs.ts'
import { type Attribution, NOBODY } from '../../model/attribution.ts'
import type { Trigger } from '../../model/snapshot.ts'
import { logPastDamage } from '../../store/log-past-damage.ts'
import type { ShadowRepo } from '../../store/shadow-repos.ts'
import { snapshotFromCommit } from '../../store/timeline.ts'
import { now } from '../../system/clock.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { attribute, type ChangeMoment, type ManualSession } from './attribute.ts'
import type { CallBook } from './call-book.ts'
import { type FoundChange, momentOf } from './change-moment.ts'

/** Where one change was seen that nobody is known to have made, others may be by the same hand. */
const STRANGER_MS = 10 * 60_000
/** What a call has started may write a little longer than the call lasts. */
const TAIL_MS = 2_000

/** The look at a root that found changes. */
export interface Look {
  trigger: Trigger
  /** When the root was last looked at. */
  sinceMs: number
}

/** A restore that has not said after this time that it is done has died. */
const OWN_WRITING_MS_MAX = 60_000

export interface AttributorOptions {
  book: CallBook
  /** Reads what agents have told and nobody has read yet. */
  catchUp(): void
  /** The sessions begun by hand that run in a root. */
  manualIn(root: string): ManualSession[]
}

export class Attributor {
  readonly #options: AttributorOptions
  /** When a change was last seen that nobody is known to have made, by root. */
  readonly #strangers = new Map<string, number>()
  /** Until when a restore may be writing into a root. */
  readonly #ownWriting = new Map<string, number>()

  constructor(options: AttributorOptions) {
    this.#options = options
  }

  /** Takes up what the timeline of a root says of people at work before this process began. */
  async takeUp({ root, gitDir }: ShadowRepo): Promise<void> {
    if (readRef(gitDir, MAIN) === undefined) return
    const sinceSeconds = Math.floor((now() - STRANGER_MS) / 1000)
    for await (const commit of logPastDamage(gitDir, { from: MAIN, sinceSeconds })) {
      const { session, parent, time } = snapshotFromCommit(commit.oid, commit)
      if (session !== undefined || parent === undefined) continue
      this.#strangers.set(root, time)
      return
    }
  }

  /** A safety snapshot comes before flightrec itself writes into a root, one of the result after. */
  noteSnapshot(root: string, trigger: Trigger): void {
    if (trigger === 'safety') this.#ownWriting.set(root, now() + OWN_WRITING_MS_MAX)
    else if (trigger === 'restore') this.#ownWriting.delete(root)
  }

  /** Returns one attribution for each change. */
  attribute(
    root: string,
    changes: readonly FoundChange[],
    { trigger, sinceMs }: Look,
  ): Attribution[] {
    if (now() < (this.#ownWriting.get(root) ?? 0)) return changes.map(() => NOBODY)
    const { catchUp, manualIn } = this.#options
    catchUp()
    const manual = manualIn(root)
    if (trigger === 'start' && manual.length === 0) {
      // Made while nothing was watching: neither the calls nor the others of that time are all known.
      this.#strangers.set(root, now())
      return changes.map(() => NOBODY)
    }
    const moments = changes.map((change) => momentOf(root, change, sinceMs))
    if (manual.length === 0) for (const moment of moments) this.#noteStranger(root, moment)
    return moments.map((moment) => {
      const isStrangerNear = this.#isStrangerNear(root, moment)
      return attribute(moment, { calls: this.#callsAround(moment), manual, isStrangerNear })
    })
  }

  #callsAround({ time }: ChangeMoment) {
    return time ? this.#options.book.openAt(time.at) : []
  }

  #noteStranger(root: string, moment: ChangeMoment): void {
    const { time } = moment
    if (!time || this.#options.book.endedWithin(time.at - TAIL_MS, time.at)) return
    const calls = this.#callsAround(moment)
    if (attribute(moment, { calls, manual: [], isStrangerNear: false }).evidence !== 'none') return
    this.#strangers.set(root, Math.max(time.at, this.#strangers.get(root) ?? 0))
  }

  #isStrangerNear(root: string, { time }: ChangeMoment): boolean {
    const last = this.#strangers.get(root)
    return last !== undefined && time !== undefined && time.at - last < STRANGER_MS
  }
}

/** The sessions begun by hand whose agent works in `root`. */
export function manualSessionsIn(sessions: Sessions, root: string): ManualSession[] {
  return sessions.activeIn(root).flatMap(({ session: { id, agent, manual } }) => {
    return manual ? [{ session: id, agent }] : []
  })
}
