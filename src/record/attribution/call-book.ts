/** The calls of tools as intervals: what was open when, by which session, and what it may have changed. */
import { isInFolder } from '../../model/absolute-path.ts'
import type { CallMark } from '../../model/attribution.ts'
import type { Event } from '../../model/event.ts'
import type { SessionId } from '../../model/session.ts'
import { occurrenceOf } from '../../rules/occurrence.ts'
import { joinReach, type Reach, reachOf } from '../../rules/reach.ts'
import { callKey } from '../../store/call-key.ts'
import { userHome } from '../../system/environment.ts'
import type { NewEvent } from '../sessions/prepare-event.ts'
import type { Sessions } from '../sessions/sessions.ts'

/** One call of a tool. Times are milliseconds since the epoch, by the clock that stamps files. */
export interface Call {
  session: SessionId
  agent: string
  mark: CallMark
  tool: string | undefined
  reach: Reach
  start: number
  /** How its beginning came; absent when only its end did. */
  begun?: Arrival
  /** How its end came. */
  ended?: Arrival
  /** Absent while it is open. */
  end?: number
}

interface Caller {
  id: SessionId
  agent: string
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
/** Changes are recorded within seconds; calls that ended before that tell nothing any more. */
const KEPT_MS = 10 * 60_000
const CALLS_MAX = 5_000

export class CallBook {
  #calls: Call[] = []
  readonly #lastHeard = new Map<SessionId, number>()

  /** Notes what an agent told, before it is recorded. */
  note(session: Caller, event: NewEvent, arrival: Arrival): void {
    const { time, realCwd } = arrival
    const reach = withoutLinks(reachOf(occurrenceOf(event), userHome()), event.cwd, realCwd)
    if (event.phase === 'before') this.#begin(session, event, reach, arrival)
    else if (event.phase === 'after') this.#end(session, event, reach, arrival)
    else if (/^(?:USER_INPUT|SESSION_START|SESSION_END)$/.test(event.event_type)) {
      // A call that was refused ends without a word.
      for (const call of this.#openOf(session.id)) call.end = time
    }
    this.#lastHeard.set(session.id, Math.max(time, this.#lastHeard.get(session.id) ?? 0))
    if (this.#calls.length > CALLS_MAX) this.#forget(time)
  }

  /** Learns of the calls that were recorded before this process began: some may be open still. */
  takeUp(sessions: Sessions): void {
    for (const live of sessions.live) {
      for (const event of live.takeLatestCalls()) {
        this.note(live.session, event, { time: Date.parse(event.time) })
        this.place(event)
      }
    }
  }

  /** Notes that the first event of a call was recorded, and as which. */
  place({ session, seq, phase, ...event }: Event & { intake?: string }): void {
    if (phase !== 'before') return
    const key = callKey(event)
    for (const call of this.#calls) {
      if (call.session === session && call.mark.key === key) call.mark.event ??= seq
    }
  }

  /** Returns the calls that were open at a time; their own are in whole milliseconds. */
  openAt(time: number): Call[] {
    return this.#calls.filter(
      ({ start, end = start + OPEN_MS_MAX }) => start <= time && time < end + 1,
    )
  }

  /** Whether a call that may have changed anything ended in that time. */
  endedWithin(from: number, to: number): boolean {
    return this.#calls.some(({ reach, end }) => reach.isOpen && end && end >= from && end <= to)
  }

  #begin({ id: session, agent }: Caller, event: NewEvent, reach: Reach, begun: Arrival): void {
    const key = callKey(event)
    const known = this.#find(session, key)
    // Some models number their calls anew in each answer.
    const isReused = known?.end !== undefined && known.end < begun.time
    if (known && !isReused) known.reach = joinReach(known.reach, reach)
    else {
      const { tool } = event
      this.#calls.push({ session, agent, mark: { key }, tool, reach, start: begun.time, begun })
    }
  }

  #end({ id: session, agent }: Caller, event: NewEvent, reach: Reach, ended: Arrival): void {
    const { time } = ended
    const { tool, duration_ms } = event
    const key = callKey(event)
    const known =
      this.#find(session, key) ??
      (event.call_id === undefined
        ? this.#openOf(session).find((call) => call.tool === tool)
        : undefined)
    if (known) {
      // Its output is told after its end, as events of the same call.
      known.end = Math.max(time, known.end ?? 0)
      known.ended = ended
      known.reach = { names: joinReach(known.reach, reach).names, isOpen: known.reach.isOpen }
      return
    }
    const start =
      duration_ms === undefined ? (this.#lastHeard.get(session) ?? time) : time - duration_ms
    this.#calls.push({ session, agent, mark: { key }, tool, reach, start, end: time, ended })
  }

  #find(session: SessionId, key: string): Call | undefined {
    return this.#calls.findLast((call) => call.session === session && call.mark.key === key)
  }

  #openOf(session: SessionId): Call[] {
    return this.#calls.filter((call) => call.session === session && call.end === undefined)
  }

  #forget(time: number): void {
    this.#calls = this.#calls
      .filter(({ start, end = start + OPEN_MS_MAX }) => end > time - KEPT_MS)
      .slice(-CALLS_MAX / 2)
  }
}

/** What is named below the folder as the agent calls it, is named below that folder itself. */
function withoutLinks(reach: Reach, cwd: string | undefined, realCwd: string | undefined): Reach {
  if (cwd === undefined || realCwd === undefined || cwd === realCwd) return reach
  const { names, isOpen } = reach
  const asTold = (path: string) => cwd + path.slice(realCwd.length)
  return {
    names: (path, outcome) =>
      names(path, outcome) || (isInFolder(realCwd, path) && names(asTold(path), outcome)),
    isOpen,
  }
}
