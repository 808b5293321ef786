/** Takes what event sources deliver into the sessions: each delivery once, whatever comes between. */
import type { EventDraft } from '../../agents/agent.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import type { SessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import type { Arrival } from '../../record/attribution/call.ts'
import type { CallBook } from '../../record/attribution/call-book.ts'
import {
  eventFromDraft,
  rootFromDrafts,
  sessionFromDraft,
} from '../../record/sessions/from-draft.ts'
import type { NewSession } from '../../record/sessions/new-session.ts'
import type { EventPreparer, NewEvent } from '../../record/sessions/prepare-event.ts'
import type { Sessions } from '../../record/sessions/sessions.ts'
import { isUnrecorded } from '../../review/status/unrecorded.ts'
import type { Home } from '../../store/home/home.ts'
import { sessionIdOf } from '../../store/sessions/session-id.ts'
import { now } from '../../system/clock.ts'
import type { RecordingService } from '../recording/recording-service.ts'
import type { Delivery, EventSource } from './event-source.ts'
import { HeldSessions } from './held-sessions.ts'

/** A snapshot taken later than this says nothing about the moment of a call. */
const FRESH_MS = 5_000
/** Deliveries that are read before they are recorded, those that have to wait for their sessions not counted. */
const READ_AHEAD_MAX = 256
const WAITING_MAX = 4_096
/** Something of the wrong kind is in the way, or a name cannot be: no waiting mends that. */
const STAYING = new Set(['EISDIR', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EINVAL'])

interface EventIntakeOptions {
  home: Home
  sources: readonly EventSource[]
  sessions: Sessions
  service: Pick<RecordingService, 'flushAround' | 'warn'>
  /** Whether the home is there, and still this process's to write to. */
  isHomeHeld(): boolean
  /** Learns of each call as soon as its delivery is read. */
  book: CallBook
  /** Is told, once it is recorded, what may end a turn. */
  onRecorded?(id: SessionId, draft: EventDraft, timeMs: number): void
}

/** What one delivery says of one session. */
interface SessionDrafts {
  session: NewSession & { id: SessionId }
  drafts: EventDraft[]
  /** The folder the agent works in, without links. */
  root: string | undefined
  events: NewEvent[]
}

interface ReadDelivery {
  delivery: Delivery
  told: SessionDrafts[]
  /** How many things it says of no session that is known. */
  homeless: number
}

export class EventIntake {
  readonly #options: EventIntakeOptions
  readonly #stopped = new AbortController()
  readonly #held = new HeldSessions()
  /** Read, and to be recorded; one may be under way. */
  readonly #waiting: ReadDelivery[] = []
  #underway: Promise<void> | undefined
  #isAskedAgain = false
  #hasFailed = false
  #isPatient = true

  constructor(options: EventIntakeOptions) {
    this.#options = options
  }

  /** Takes in what waits, and from then on what comes. */
  begin(): void {
    for (const source of this.#options.sources) source.begin(() => this.#wake())
    this.#wake()
  }

  /** Takes in what waits, and no more; throws where `begin` would try again later. */
  async takeWaiting(): Promise<void> {
    this.#isPatient = false
    await this.#takeAll()
  }

  /** Finishes the delivery at hand; those that wait are taken in at the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    for (const source of this.#options.sources) source.stop()
    await this.#underway
  }

  #wake(): void {
    this.#isAskedAgain = true
    if (this.#stopped.signal.aborted) return
    this.#underway ??= this.#run().finally(() => {
      this.#underway = undefined
    })
  }

  async #run(): Promise<void> {
    while (this.#isAskedAgain && !this.#stopped.signal.aborted) {
      this.#isAskedAgain = false
      try {
        await this.#takeAll()
      } catch (error) {
        // The next to wake it, be it the clock, has it tried again.
        this.#warn(error)
        return
      }
    }
  }

  /** Learns of the calls that have come: whoever wants to know who made a change must know them before. */
  catchUp(): void {
    try {
      this.#readAhead()
    } catch {
      // What is wrong with a source is told by the intake itself; a snapshot must not suffer for it.
    }
  }

  #readAhead(): void {
    const { sessions, isHomeHeld } = this.#options
    if (this.#stopped.signal.aborted || !isHomeHeld() || sessions.refusal) return
    let room = Math.min(READ_AHEAD_MAX - this.#readyCount(), WAITING_MAX - this.#waiting.length)
    if (room <= 0) return
    for (const delivery of this.#deliveries()) {
      const read = this.#readIfPossible(delivery)
      if (read) this.#waiting.push(read)
      room -= 1
      if (room <= 0) return
    }
  }

  *#deliveries(): Generator<Delivery> {
    for (const source of this.#options.sources) yield* source.take()
  }

  /** What cannot be read costs no other delivery. */
  #readIfPossible(delivery: Delivery): ReadDelivery | undefined {
    try {
      return this.#read(delivery)
    } catch (error) {
      this.#warn(error)
      if (passes(error)) delivery.putBack()
      else delivery.refuse(`it could not be read: ${(error as Error).message}`)
      return undefined
    }
  }

  #readyCount(): number {
    return this.#waiting.filter((read) => !this.#held.isHeld(sessionsOf(read))).length
  }

  async #takeAll(): Promise<void> {
    const touched = new Set<SessionId>()
    for (;;) {
      this.#readAhead()
      const next = this.#waiting.findIndex((read) => !this.#held.isHeld(sessionsOf(read)))
      if (next < 0) break
      const isTaken = await this.#takeIn(this.#waiting[next]!, touched)
      if (this.#stopped.signal.aborted) break
      if (isTaken) this.#waiting.splice(next, 1)
    }
    await this.#options.sessions.closeEnded(touched)
  }

  /** Returns false when it has to wait: a full disk delays what comes, and loses nothing. */
  async #takeIn(read: ReadDelivery, touched: Set<SessionId>): Promise<boolean> {
    const { delivery, told, homeless } = read
    if (told.length === 0 && homeless > 0) {
      delivery.refuse('it names no session, and it is not known of which it tells')
      return true
    }
    const ids = sessionsOf(read)
    try {
      for (const id of await this.#record(read)) touched.add(id)
      delivery.done()
      this.#held.release(ids)
      this.#hasFailed = false
      return true
    } catch (error) {
      this.#warn(error)
      if (passes(error)) {
        if (!this.#isPatient) throw error
        this.#held.hold(ids)
        return false
      }
      // It would come again each time: keep the delivery, and let the others pass.
      delivery.refuse(`it could not be taken in: ${(error as Error).message}`)
      return true
    }
  }

  #read(delivery: Delivery): ReadDelivery {
    const groups = new Map<SessionId, EventDraft[]>()
    let homeless = 0
    for (const draft of delivery.drafts()) {
      const id = this.#sessionOf(draft, delivery)
      if (id === undefined) homeless += 1
      else groups.set(id, [...(groups.get(id) ?? []), draft])
    }
    const told = [...groups].map(([id, drafts]): SessionDrafts => {
      const root = rootFromDrafts(drafts)
      const { preparer } = this.#options.sessions
      const events = drafts.map((draft) => withCallId(eventOf(draft, delivery), preparer, root))
      const session = { id, ...preparer.prepareSession(sessionFromDraft(drafts[0]!), root) }
      const arrival: Arrival = { time: delivery.time, realCwd: root }
      delivery.place(arrival)
      for (const event of events) this.#options.book.note(session, event, arrival)
      return { session, drafts, root, events }
    })
    return { delivery, told, homeless }
  }

  /**
   * What an agent that names its sessions tells of none belongs to the only one that it runs in that folder, and
   * begins none.
   */
  #sessionOf(draft: EventDraft, { namelessSession }: Delivery): SessionId | undefined {
    const { agent, agent_session = namelessSession } = draft
    if (agent_session !== undefined) return sessionIdOf(agent, agent_session)
    const root = rootFromDrafts([draft])
    const waiting = this.#waiting.flatMap(({ told }) =>
      told.map(({ session, root: folder }) => ({ ...session, root: folder })),
    )
    const running = [...this.#options.sessions.list(), ...waiting]
      .filter((session) => session.agent === agent && session.root === root)
      .map(({ id }) => id)
    return new Set(running).size === 1 ? running[0] : undefined
  }

  async #record({ delivery, told }: ReadDelivery): Promise<SessionId[]> {
    const { sessions, service, book } = this.#options
    const isFresh = !delivery.wasGiven && now() - delivery.time < FRESH_MS
    for (const { session, drafts, root, events } of told) {
      const { id } = session
      const isCall = drafts.some(({ phase }) => phase !== undefined)
      const snapshot = isFresh && isCall && root ? await service.flushAround(root) : undefined
      const wanted = { ...session, ...(root && { root }), run: delivery.run }
      const placed = [
        ...events.map((event) => withSnapshot(event, snapshot?.id)),
        ...this.#gapIn(id, root, events.at(-1)),
      ]
      const callerPid = isFresh ? delivery.callerPid : undefined
      for (const event of await sessions.record(wanted, placed, callerPid)) book.place(event)
      for (const draft of drafts) this.#options.onRecorded?.(id, draft, delivery.time)
    }
    return told.map(({ session }) => session.id)
  }

  /** Of a session that begins where nobody records, only what the agent says will be known. */
  #gapIn(id: SessionId, root: string | undefined, last: NewEvent | undefined): NewEvent[] {
    const { home, sessions } = this.#options
    const isNew = !sessions.list().some((session) => session.id === id)
    if (!isNew || root === undefined || !last || !isUnrecorded(home, root)) return []
    const summary = `nobody records ${root}: what changes there is not seen`
    const { time, intake } = last
    return [{ time, event_type: 'GAP', summary, cwd: root, source: 'cli', intake: intake! }]
  }

  /** Once for each row of failures. */
  #warn(error: unknown): void {
    if (this.#hasFailed || this.#stopped.signal.aborted) return
    this.#hasFailed = true
    const message = `cannot take in what a hook said: ${(error as Error).message}`
    this.#options.service.warn({ code: 'failed', message: showText(message) })
  }
}

/** Whether an error may go away by itself, or when somebody makes room: then it is not the delivery's fault. */
function passes(error: unknown): boolean {
  if (!(error instanceof FlightrecError)) {
    const errno = errnoOf(error)
    return errno !== undefined && !STAYING.has(errno)
  }
  return error.code === 'disk-full' || error.code === 'locked' || error.code === 'git-failed'
}

function sessionsOf({ told }: ReadDelivery): SessionId[] {
  return told.map(({ session }) => session.id)
}

function eventOf(draft: EventDraft, delivery: Delivery): NewEvent {
  return {
    ...eventFromDraft(draft, new Date(delivery.time).toISOString()),
    ...(delivery.isTruncated && { truncated: true as const }),
    intake: delivery.id,
  }
}

/** The trailers of the call's changes bear it too. */
function withCallId(event: NewEvent, preparer: EventPreparer, root: string | undefined): NewEvent {
  const { call_id } = event
  return call_id === undefined ? event : { ...event, call_id: preparer.callId(call_id, root) }
}

function withSnapshot(event: NewEvent, snapshot: string | undefined): NewEvent {
  if (snapshot === undefined) return event
  const side = event.phase === 'before' ? 'snapshot_before' : 'snapshot_after'
  return { ...event, [side]: snapshot }
}
