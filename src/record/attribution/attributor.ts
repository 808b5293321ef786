/** Puts the changes of each root down to sessions: the calls they were in, and who else was at work. */
import { MAIN, readRef } from '../../git/history/refs.ts'
import { absolutePath } from '../../model/absolute-path.ts'
import { type Attribution, NOBODY } from '../../model/attribution.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Trigger } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { logPastDamage } from '../../store/timeline/log-past-damage.ts'
import { snapshotFromCommit } from '../../store/timeline/timeline.ts'
import { now } from '../../system/clock.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { attribute, type ChangeMoment, type ManualSession, type TrustedCall } from './attribute.ts'
import { type Lives, trustIn } from './call.ts'
import type { CallBook } from './call-book.ts'
import { type FoundChange, folderTimes, momentOf } from './change-moment.ts'

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

interface AttributorOptions {
  book: CallBook
  /** Reads what agents have told and nobody has read yet. */
  catchUp(): void
  /** The sessions begun by hand that run in a root. */
  manualIn(root: string): ManualSession[]
  lives?: Lives
}

/** Of more changes that nobody is known to have made only the time of the last is kept. */
const UNEXPLAINED_MAX = 200

export class Attributor {
  readonly #options: AttributorOptions
  /** When a change was last seen that nobody is known to have made, by root. */
  readonly #strangers = new Map<string, number>()
  /** Such changes that a call may yet account for, once its end is told. */
  readonly #unexplained = new Map<string, ChangeMoment[]>()
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

  /**
   * Returns what tells whether a new file is likely to be put in the place of another in a moment: one that no call
   * names, beside one that a call under way is about to write.
   */
  passingIn(root: string): (path: RawPath) => boolean {
    this.#options.catchUp()
    // What else an open call makes is its own in any case.
    const calls = this.#options.book.underWay().filter(({ reach }) => !reach.isOpen)
    return (path) => {
      const absolute = absolutePath(root, path)
      const isBeside = calls.some(({ reach }) => reach.isBeside(absolute))
      return isBeside && !calls.some(({ reach }) => reach.names(absolute, 'there'))
    }
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
    const folderTime = folderTimes(root)
    const moments = changes.map((change) => momentOf(root, change, sinceMs, folderTime))
    const callsAround = this.#callsNow()
    if (manual.length === 0) this.#noteStrangers(root, moments, callsAround)
    const lastStranger = this.#lastStranger(root)
    return moments.map((moment) => {
      const isStrangerNear = (moment.time?.at ?? 0) - lastStranger < STRANGER_MS
      return attribute(moment, { calls: callsAround(moment), manual, isStrangerNear })
    })
  }

  /** Returns what tells the calls around a change; whose process lives is looked at once. */
  #callsNow(): (moment: ChangeMoment) => TrustedCall[] {
    const { book, lives = () => undefined } = this.#options
    const known = new Map<string, boolean | undefined>()
    const livesNow: Lives = (session) => {
      if (!known.has(session)) known.set(session, lives(session))
      return known.get(session)
    }
    const around = new Map<number, TrustedCall[]>()
    return ({ time }) => {
      if (!time) return []
      const { at } = time
      const calls =
        around.get(at) ??
        book.openAt(at).map((call) => ({ call, trust: trustIn(call, at, livesNow) }))
      around.set(at, calls)
      return calls
    }
  }

  /** Of those before, some may be accounted for by now. */
  #noteStrangers(
    root: string,
    moments: readonly ChangeMoment[],
    callsAround: (moment: ChangeMoment) => TrustedCall[],
  ): void {
    const isStrange = (moment: ChangeMoment) => {
      const { time } = moment
      if (!time || this.#options.book.endedWithin(time.at - TAIL_MS, time.at)) return false
      const calls = callsAround(moment)
      return attribute(moment, { calls, manual: [], isStrangerNear: false }).evidence === 'none'
    }
    const before = this.#unexplained.get(root) ?? []
    const strange = withoutPassing([...before, ...moments].filter(isStrange), callsAround)
    for (const { time } of strange.splice(0, strange.length - UNEXPLAINED_MAX)) {
      this.#strangers.set(root, Math.max(time!.at, this.#strangers.get(root) ?? 0))
    }
    this.#unexplained.set(root, strange)
  }

  /** When somebody who is not recorded was last at work here. */
  #lastStranger(root: string): number {
    const times = (this.#unexplained.get(root) ?? []).map(({ time }) => time!.at)
    return Math.max(this.#strangers.get(root) ?? Number.NEGATIVE_INFINITY, ...times)
  }
}

/** Leaves out what came and went within a call that wrote something beside it: a program puts files in place so. */
function withoutPassing(
  moments: readonly ChangeMoment[],
  callsAround: (moment: ChangeMoment) => TrustedCall[],
): ChangeMoment[] {
  const isOneCall = (came: ChangeMoment, went: ChangeMoment) => {
    const around = new Set(callsAround(came).map(({ call }) => call))
    return callsAround(went).some(({ call }) => around.has(call) && call.reach.isBeside(went.path))
  }
  const lastCame = new Map<string, ChangeMoment>()
  for (const came of moments) if (came.outcome === 'there') lastCame.set(came.path, came)
  const passing = new Set<ChangeMoment>()
  for (const went of moments.filter(({ outcome }) => outcome === 'gone')) {
    const came = lastCame.get(went.path)
    if (came && isOneCall(came, went)) passing.add(came).add(went)
  }
  return moments.filter((moment) => !passing.has(moment))
}

/**
 * The sessions begun by hand whose agent works in `root`. Where sessions speak below a run, they tell what they do, and
 * what else changes is nobody's that is known.
 */
export function manualSessionsIn(sessions: Sessions, root: string): ManualSession[] {
  return sessions.activeIn(root).flatMap(({ session: { id, agent, manual, members = [] } }) => {
    return manual && members.length === 0 ? [{ session: id, agent }] : []
  })
}
