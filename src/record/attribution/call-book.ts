/** The calls of tools as intervals: what was open when, by which session, and what it may have changed. */
import { isInFolder } from '../../model/absolute-path.ts'
import { type Event, endsCalls } from '../../model/event.ts'
import type { SessionId } from '../../model/session.ts'
import { occurrenceOf } from '../../rules/occurrence.ts'
import { joinReach, type Reach, reachOf } from '../../rules/reach.ts'
import { callKey } from '../../store/sessions/call-key.ts'
import { userHome } from '../../system/environment.ts'
import type { NewEvent } from '../sessions/prepare-event.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { type Arrival, type Call, isPast, wasOpenAt } from './call.ts'

interface Caller {
  id: SessionId
  agent: string
  /** The session that started it. */
  parent?: string | undefined
}

/** Changes are recorded within seconds; calls that ended before that tell nothing any more. */
const KEPT_MS = 10 * 60_000
const CALLS_MAX = 5_000
/** What several hooks tell of one event, or of two that an agent does not wait for, comes so far apart at most. */
const APART_MS_MAX = 2_000

export class CallBook {
  #calls: Call[] = []
  readonly #lastHeard = new Map<SessionId, number>()
  readonly #parents = new Map<SessionId, string>()

  /** Notes what an agent told, before it is recorded. */
  note(caller: Caller, event: NewEvent, arrival: Arrival): void {
    const { time, realCwd } = arrival
    const { id, parent } = caller
    if (parent !== undefined) this.#parents.set(id, parent)
    const reach = withoutLinks(reachOf(occurrenceOf(event), userHome()), event.cwd, realCwd)
    if (event.phase === 'before') this.#begin(caller, event, reach, arrival)
    else if (event.phase === 'after') this.#end(caller, event, reach, arrival)
    else if (event.permission) this.#notePermission(id, event, time)
    if (endsCalls(event)) this.#goOn(id, event, time)
    this.#lastHeard.set(id, Math.max(time, this.#lastHeard.get(id) ?? 0))
    if (this.#calls.length > CALLS_MAX) this.#forget(time)
  }

  /** Notes that a session is over, be it that its agent is gone or has been silent for long. */
  close(session: SessionId, time: number): void {
    this.#endOpen(session, time)
    for (const [child, parent] of this.#parents) {
      if (parent !== session) continue
      this.#parents.delete(child)
      this.close(child, time)
    }
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

  /** Returns the calls that were open at a time. */
  openAt(time: number): Call[] {
    return this.#calls.filter((call) => wasOpenAt(call, time))
  }

  /** Returns the calls that are under way, as far as is known. */
  underWay(): Call[] {
    return this.#calls.filter(({ end, isLost }) => end === undefined && !isLost)
  }

  /** Whether a call that may have changed anything was told to have ended in that time. */
  endedWithin(from: number, to: number): boolean {
    return this.#calls.some(
      ({ reach, end, ended }) => reach.isOpen && ended && end && end >= from && end <= to,
    )
  }

  #begin({ id: session, agent }: Caller, event: NewEvent, reach: Reach, begun: Arrival): void {
    const key = callKey(event)
    const known = this.#find(session, key)
    if (known && !isAnother(known, begun)) {
      known.reach = joinReach(known.reach, reach)
      known.begun ??= begun
      known.start = Math.min(known.start, begun.time)
      return
    }
    if (known && known.end === undefined) Object.assign(known, { end: begun.time, isLost: true })
    for (const call of this.#openOf(session)) if (call.start < begun.time) call.isOvertaken = true
    const { tool, summary } = event
    this.#calls.push({
      session,
      agent,
      mark: { key },
      tool,
      summary,
      reach,
      start: begun.time,
      begun,
    })
  }

  #end({ id: session, agent }: Caller, event: NewEvent, reach: Reach, ended: Arrival): void {
    const { time } = ended
    const { tool, summary, duration_ms } = event
    const key = callKey(event)
    const known =
      this.#find(session, key) ??
      (event.call_id === undefined ? this.#openLike(session, event) : undefined)
    if (known) this.#endKnown(known, event, reach, ended)
    else if (event.permission !== 'refused') {
      const start =
        duration_ms === undefined ? (this.#lastHeard.get(session) ?? time) : time - duration_ms
      const call = { session, agent, mark: { key }, tool, summary, reach, start, end: time, ended }
      this.#calls.push(call)
    }
    if (known?.begun) this.#lose(session, known)
  }

  #endKnown(known: Call, event: NewEvent, reach: Reach, ended: Arrival): void {
    const { time } = ended
    // Its output is told after its end, as events of the same call.
    known.end = Math.max(time, known.end ?? 0)
    known.ended = ended
    delete known.isLost
    delete known.isOvertaken
    if (event.permission === 'refused') known.reach = NOTHING
    else known.reach = { ...joinReach(known.reach, reach), isOpen: known.reach.isOpen }
    // How long it ran does not count the time in which somebody was asked.
    if (known.asked) known.asked.until ??= time - (event.duration_ms ?? 0)
  }

  /** Whose session has begun and ended another call since may be long over: it was refused, or died. */
  #lose(session: SessionId, { start, mark }: Call): void {
    for (const call of this.#openOf(session)) {
      if (call.start < start && call.mark.key !== mark.key) call.isLost = true
    }
  }

  #notePermission(session: SessionId, { permission, tool, call_id }: NewEvent, time: number): void {
    const isMeant = (call: Call) =>
      call_id === undefined
        ? tool === undefined || call.tool === tool
        : call.mark.key === callKey({ call_id })
    for (const call of this.#openOf(session).filter(isMeant)) {
      if (permission === 'asked') call.asked ??= { from: time }
      else if (!call.asked) continue
      else if (permission === 'granted') call.asked.until ??= time
      else if (call.asked.until === undefined) Object.assign(call, { end: time, reach: NOTHING })
    }
  }

  /** What its subagents had begun may go on beside it, until it ends. */
  #goOn(session: SessionId, { event_type: type }: NewEvent, time: number): void {
    if (type === 'SESSION_END') this.close(session, time)
    else this.#endOpen(session, time)
    for (const [child, parent] of this.#parents) {
      if (parent === session) for (const call of this.#openOf(child)) call.isLost = true
    }
  }

  /** Nobody said how they ended. */
  #endOpen(session: SessionId, time: number): void {
    for (const call of this.#openOf(session)) Object.assign(call, { end: time, isLost: true })
  }

  #find(session: SessionId, key: string): Call | undefined {
    return this.#calls.findLast((call) => call.session === session && call.mark.key === key)
  }

  /** Returns the call without an id that an end without one is of: the last that looks the same. */
  #openLike(session: SessionId, { tool, summary }: NewEvent): Call | undefined {
    const open = this.#openOf(session).filter((call) => call.tool === tool)
    return open.findLast((call) => call.summary === summary) ?? open.at(-1)
  }

  #openOf(session: SessionId): Call[] {
    return this.#calls.filter((call) => call.session === session && call.end === undefined)
  }

  #forget(time: number): void {
    this.#calls = this.#calls.filter((call) => !isPast(call, time - KEPT_MS)).slice(-CALLS_MAX / 2)
  }
}

const NOTHING: Reach = { names: () => false, isBeside: () => false, isOpen: false }

/** Whether what begins is a call of its own: some models number theirs anew in each answer. */
function isAnother({ begun, end }: Call, { time }: Arrival): boolean {
  if (end === undefined) return begun !== undefined && begun.time + APART_MS_MAX < time
  return begun ? end < time : end + APART_MS_MAX < time
}

/** What is named below the folder as the agent calls it, is named below that folder itself. */
export function withoutLinks(
  reach: Reach,
  cwd: string | undefined,
  realCwd: string | undefined,
): Reach {
  if (cwd === undefined || realCwd === undefined || cwd === realCwd) return reach
  const { names, isBeside, isOpen } = reach
  const asTold = (path: string) => cwd + path.slice(realCwd.length)
  return {
    names: (path, outcome) =>
      names(path, outcome) || (isInFolder(realCwd, path) && names(asTold(path), outcome)),
    isBeside: (path) => isBeside(path) || (isInFolder(realCwd, path) && isBeside(asTold(path))),
    isOpen,
  }
}
