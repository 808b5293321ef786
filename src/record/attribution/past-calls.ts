/** The calls that a session is recorded to have made, when they are over: who names what, and from when to when. */
import type { Session } from '../../model/session.ts'
import { type Occurrence, occurrenceOf } from '../../rules/occurrence.ts'
import { joinReach, type Reach, reachOf } from '../../rules/reach.ts'
import { callKey } from '../../store/sessions/call-key.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { userHome } from '../../system/environment.ts'
import { realPath } from '../../system/real-path.ts'
import { withoutLinks } from './call-book.ts'

type CallingSession = Pick<Session, 'id' | 'agent'>

/** An agent that tells times in whole seconds has cut off the rest. */
const SECOND_MS = 1000

export class PastCall {
  readonly by: CallingSession
  readonly key: string
  /** Number of its first event. */
  readonly event: number
  /** Milliseconds since the epoch, by the clock of the agent. */
  start: number
  end: number
  /** The latest time that was told before it. */
  readonly #previousMs: number
  #hasBegun = false
  #hasEnded = false
  #hasFailed = false
  readonly #told: Occurrence[] = []
  #reach: Reach | undefined

  constructor(by: CallingSession, first: StoredEvent, previousMs: number | undefined) {
    this.by = by
    this.key = callKey(first)
    this.event = first.seq
    this.start = Date.parse(first.time)
    this.end = this.start
    this.#previousMs = previousMs ?? this.start
  }

  note(event: StoredEvent): void {
    this.#told.push(occurrenceOf(event))
    this.#hasBegun ||= event.phase === 'before'
    if (event.phase !== 'after') return
    const timeMs = Date.parse(event.time)
    const { duration_ms: durationMs = 0, failed, exit_code: exitCode } = event
    this.#hasEnded = true
    // A command that fails may have changed files before; a tool, or what was refused, has not.
    this.#hasFailed ||= failed === true && exitCode === undefined
    this.start = Math.min(this.start, timeMs - durationMs)
    this.end = Math.max(this.end, timeMs)
  }

  /** Whether its beginning and its end are two moments; undefined when only one of them was told. */
  get isSpan(): boolean | undefined {
    return this.#hasBegun ? this.start < this.end : undefined
  }

  /** Where only one moment of it is told, it began after what was told before: agents do one thing after another. */
  beginEarlier(): void {
    if (this.start === this.end) this.start = Math.min(this.#previousMs, this.start)
  }

  /** Whether it is known to have been carried out. */
  get isDone(): boolean {
    return this.#hasEnded && !this.#hasFailed
  }

  /** As late as it may have ended. */
  get latestMs(): number {
    return this.end + (this.end % SECOND_MS === 0 ? SECOND_MS - 1 : 0)
  }

  names(...change: Parameters<Reach['names']>): boolean {
    this.#reach ??= this.#told.map(reachOfPast).reduce(joinReach)
    return this.#reach.names(...change)
  }
}

function reachOfPast(told: Occurrence): Reach {
  const { cwd } = told
  return withoutLinks(reachOf(told, userHome()), cwd, cwd === undefined ? cwd : realPath(cwd))
}

/** Takes the events of one session, in order. */
export class PastCalls {
  readonly #by: CallingSession
  readonly #calls = new Map<string, PastCall>()
  #lastMs: number | undefined

  constructor(by: CallingSession) {
    this.#by = by
  }

  note(event: StoredEvent): void {
    const timeMs = Date.parse(event.time)
    const isCall = event.phase !== undefined && event.source !== 'watch'
    if (isCall) this.#callOf(event).note(event)
    this.#lastMs = Math.max(this.#lastMs ?? timeMs, timeMs)
  }

  list(): PastCall[] {
    const calls = [...this.#calls.values()]
    // Some agents write a call down once, when it is over.
    const tellsBoth = calls.some(({ isSpan }) => isSpan === true)
    for (const call of calls) if (!tellsBoth || call.isSpan === undefined) call.beginEarlier()
    return calls
  }

  #callOf(event: StoredEvent): PastCall {
    const key = callKey(event)
    const call = this.#calls.get(key) ?? new PastCall(this.#by, event, this.#lastMs)
    this.#calls.set(key, call)
    return call
  }
}
