/** One call of a tool as an interval, and how far it can be believed to have been running. */
import type { CallMark } from '../../model/attribution.ts'
import type { SessionId } from '../../model/session.ts'
import type { Reach } from '../../rules/reach.ts'

/** Times are milliseconds since the epoch, by the clock that stamps files. */
export interface Call {
  session: SessionId
  agent: string
  mark: CallMark
  tool: string | undefined
  /** What it is shown as: without an id, that and the tool tell which call has ended. */
  summary: string
  reach: Reach
  start: number
  /** How its beginning came; absent when only its end did. */
  begun?: Arrival
  /** How its end came; absent when it was not told. */
  ended?: Arrival
  /** Told, or when it was over at the latest; absent while it is open. */
  end?: number
  /** Its end was not told, though the session has begun another call since: both may run, or it was refused. */
  isOvertaken?: true
  /** Its end was not told, though the session has gone on since. */
  isLost?: true
  /** When leave was asked for, and given at the latest. */
  asked?: { from: number; until?: number }
}

/** How a payload came. */
export interface Arrival {
  /** When the hook had all of it. */
  time: number
  /** The place of its notice among those of the file system; may become known later than the payload. */
  order?: number
  /** The folder the agent said it works in, without links. */
  realCwd?: string | undefined
}

/** An agent that does not say that a call has ended is not believed to be in it for longer. */
const OPEN_MS_MAX = 60 * 60_000
/** Nor is one that nobody would see die. */
const UNSEEN_MS_MAX = 10 * 60_000

/**
 * How far a call counts: one that is `lost` may never have run, or be over long since, so it names nobody, but
 * what it could have changed is nobody else's for sure. One that waits for leave, or was overtaken, is believed for
 * what it names.
 */
export type Trust = 'sure' | 'named' | 'lost'

/** Whether the process of a session's agent lives; undefined when it is not known which that is. */
export type Lives = (session: SessionId) => boolean | undefined

export function wasOpenAt({ start, end = start + OPEN_MS_MAX }: Call, time: number): boolean {
  // Times of payloads are whole milliseconds.
  return start <= time && time < end + 1
}

/** Returns how far a call that was open at `time` is believed. */
export function trustIn(call: Call, time: number, lives: Lives): Trust {
  const { asked, isLost, isOvertaken, end, session, start } = call
  if (isLost) return 'lost'
  if (end === undefined) {
    const isAlive = lives(session)
    if (isAlive === false || (isAlive === undefined && time > start + UNSEEN_MS_MAX)) return 'lost'
  }
  if (isOvertaken) return 'named'
  return asked && time < (asked.until ?? Number.POSITIVE_INFINITY) ? 'named' : 'sure'
}

/** Whether a call tells nothing any more of what changes after `time`. */
export function isPast({ start, end = start + OPEN_MS_MAX }: Call, time: number): boolean {
  return end <= time
}
