/** Takes what hooks have dropped in the spool into the sessions: each payload once, whatever comes between. */
import type { EventDraft } from '../../agents/agent.ts'
import { eventsOfHook } from '../../agents/catalogue.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import type { SessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import type { Arrival } from '../../record/attribution/call.ts'
import type { CallBook } from '../../record/attribution/call-book.ts'
import { redactPayload } from '../../record/secrets/redact-payload.ts'
import type { EventPreparer, NewEvent } from '../../record/sessions/prepare-event.ts'
import type { NewSession, Sessions } from '../../record/sessions/sessions.ts'
import { toldEvent, toldRoot, toldSession } from '../../record/sessions/told-session.ts'
import { isUnrecorded } from '../../review/status/unrecorded.ts'
import type { Home } from '../../store/home/home.ts'
import { sessionIdOf } from '../../store/sessions/session-id.ts'
import { countSpool, prepareSpool } from '../../store/spool/spool.ts'
import { type SpoolEntry, SpoolTaker } from '../../store/spool/take-spool.ts'
import { now } from '../../system/clock.ts'
import { onFolderChange } from '../../system/folder-changes.ts'
import type { RecordingService } from '../recording/recording-service.ts'
import { HeldSessions } from './held-sessions.ts'
import { SpoolOrder } from './spool-order.ts'

/** A snapshot taken later than this says nothing about the moment of a call. */
const FRESH_MS = 5_000
/** Payloads that are read before they are recorded, those that have to wait for their sessions not counted. */
const READ_AHEAD_MAX = 256
const WAITING_MAX = 4_096
const KILLED_LOOK_MS = 5_000
/** Something of the wrong kind is in the way, or a name cannot be: no waiting mends that. */
const STAYING = new Set(['EISDIR', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EINVAL'])

export interface IntakeOptions {
  home: Home
  sessions: Sessions
  service: Pick<RecordingService, 'flushAround' | 'warn'>
  /** Whether the home is there, and still this process's to write to. */
  isHomeHeld(): boolean
  /** Learns of each call as soon as its payload is read. */
  book: CallBook
  /** Is told, once it is recorded, what may end a turn. */
  onRecorded?(id: SessionId, draft: EventDraft, timeMs: number): void
}

/** What one payload says of one session. */
interface Told {
  session: NewSession & { id: SessionId }
  drafts: EventDraft[]
  /** The folder the agent works in, without links. */
  root: string | undefined
  events: NewEvent[]
}

interface ReadEntry {
  entry: SpoolEntry
  told: Told[]
  /** How many things it says of no session that is known. */
  homeless: number
}

export class Intake {
  readonly #options: IntakeOptions
  readonly #stopped = new AbortController()
  readonly #order = new SpoolOrder()
  #end = () => {}
  #taker: SpoolTaker | undefined
  readonly #held = new HeldSessions()
  /** Read, and to be recorded; one may be under way. */
  readonly #waiting: ReadEntry[] = []
  #underway: Promise<void> | undefined
  #isAskedAgain = false
  #hasFailed = false
  #timer: NodeJS.Timeout | undefined
  /** The agents whose hooks were killed, so that it is said once of each. */
  readonly #killers = new Set<string>()
  #isPatient = true

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /** Takes in what waits, and from then on what comes. */
  begin(): void {
    const { home } = this.#options
    this.#end = onFolderChange(prepareSpool(home).new, (name) => {
      if (name !== undefined) this.#order.hear(name, now())
      this.#wake()
    })
    // A hook that is killed says nothing.
    this.#timer = setInterval(() => {
      if (countSpool(home).unfinished) this.#wake()
    }, KILLED_LOOK_MS).unref()
    this.#wake()
  }

  /** Takes in what waits, and no more; throws where `begin` would try again later. */
  async takeWaiting(): Promise<void> {
    this.#isPatient = false
    await this.#takeAll()
  }

  /** Finishes the payload at hand; those that wait are taken in at the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    clearInterval(this.#timer)
    this.#end()
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
      // What is wrong with the spool is told by the intake itself; a snapshot must not suffer for it.
    }
  }

  #readAhead(): void {
    if (this.#stopped.signal.aborted || !this.#options.isHomeHeld()) return
    this.#taker ??= new SpoolTaker(this.#options.home, redactPayload)
    let room = Math.min(READ_AHEAD_MAX - this.#readyCount(), WAITING_MAX - this.#waiting.length)
    if (room <= 0) return
    for (const entry of this.#taker.take()) {
      const read = this.#readIfPossible(entry)
      if (read) this.#waiting.push(read)
      room -= 1
      if (room <= 0) return
    }
  }

  /** What cannot be read costs no other payload. */
  #readIfPossible(entry: SpoolEntry): ReadEntry | undefined {
    try {
      return this.#read(entry)
    } catch (error) {
      this.#warn(error)
      if (passes(error)) entry.putBack()
      else entry.refuse(`it could not be read: ${(error as Error).message}`)
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
    await this.#options.sessions.settle(touched)
  }

  /** Returns false when it has to wait: a full disk delays what comes, and loses nothing. */
  async #takeIn(read: ReadEntry, touched: Set<SessionId>): Promise<boolean> {
    const { entry, told, homeless } = read
    if (told.length === 0 && homeless > 0) {
      entry.refuse('it names no session, and it is not known of which it tells')
      return true
    }
    const ids = sessionsOf(read)
    if (entry.wasKilled) this.#tellKilled(entry.agent)
    try {
      for (const id of await this.#record(read)) touched.add(id)
      entry.done()
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
      // It would come again each time: keep the payload, and let the others pass.
      entry.refuse(`it could not be taken in: ${(error as Error).message}`)
      return true
    }
  }

  #read(entry: SpoolEntry): ReadEntry {
    const groups = new Map<SessionId, EventDraft[]>()
    let homeless = 0
    for (const draft of entry.payloads.flatMap((payload) => eventsOfHook(payload, entry.agent))) {
      const id = this.#sessionOf(draft, entry)
      if (id === undefined) homeless += 1
      else groups.set(id, [...(groups.get(id) ?? []), draft])
    }
    const told = [...groups].map(([id, drafts]): Told => {
      const root = toldRoot(drafts)
      const { preparer } = this.#options.sessions
      const events = drafts.map((draft) => withCallId(eventOf(draft, entry), preparer, root))
      const session = { id, ...preparer.prepareSession(toldSession(drafts[0]!), root) }
      const arrival: Arrival = { time: entry.time, realCwd: root }
      this.#order.place(entry.name, arrival)
      for (const event of events) this.#options.book.note(session, event, arrival)
      return { session, drafts, root, events }
    })
    return { entry, told, homeless }
  }

  /**
   * What an agent that names its sessions tells of none belongs to the only one that it runs in that folder, and
   * begins none. A program of the user's own may have no names: it has a session for each process and day.
   */
  #sessionOf(
    draft: EventDraft,
    { agent: hook, callerPid, time }: SpoolEntry,
  ): SessionId | undefined {
    const { agent, agent_session: name } = draft
    if (name !== undefined) return sessionIdOf(agent, name)
    if (hook === 'generic') {
      const day = new Date(time).toISOString().slice(0, 10)
      return sessionIdOf(agent, `process ${callerPid} on ${day}`)
    }
    const root = toldRoot([draft])
    const waiting = this.#waiting.flatMap(({ told }) =>
      told.map(({ session, root: folder }) => ({ ...session, root: folder })),
    )
    const running = [...this.#options.sessions.list(), ...waiting]
      .filter((session) => session.agent === agent && session.root === root)
      .map(({ id }) => id)
    return new Set(running).size === 1 ? running[0] : undefined
  }

  async #record({ entry, told }: ReadEntry): Promise<SessionId[]> {
    const { sessions, service, book } = this.#options
    const isFresh = !entry.wasTaken && now() - entry.time < FRESH_MS
    for (const { session, drafts, root, events } of told) {
      const { id } = session
      const isCall = drafts.some(({ phase }) => phase !== undefined)
      const snapshot = isFresh && isCall && root ? await service.flushAround(root) : undefined
      const wanted = { ...session, ...(root && { root }) }
      const placed = [
        ...events.map((event) => withSnapshot(event, snapshot?.id)),
        ...this.#gapIn(id, root, events.at(-1)),
      ]
      const callerPid = isFresh ? entry.callerPid : undefined
      for (const event of await sessions.record(wanted, placed, callerPid)) book.place(event)
      for (const draft of drafts) this.#options.onRecorded?.(id, draft, entry.time)
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

  #tellKilled(agent: string): void {
    if (this.#killers.has(agent)) return
    this.#killers.add(agent)
    const next = 'run `flightrec hooks status` to see whether its timeout is too short'
    const message = `a hook of ${agent} was killed before it had finished; ${next}`
    this.#options.service.warn({ code: 'incomplete', message })
  }

  /** Once for each row of failures. */
  #warn(error: unknown): void {
    if (this.#hasFailed || this.#stopped.signal.aborted) return
    this.#hasFailed = true
    const message = `cannot take in what a hook said: ${(error as Error).message}`
    this.#options.service.warn({ code: 'failed', message: showText(message) })
  }
}

/** Whether an error may go away by itself, or when somebody makes room: then it is not the payload's fault. */
function passes(error: unknown): boolean {
  if (!(error instanceof FlightrecError)) {
    const errno = errnoOf(error)
    return errno !== undefined && !STAYING.has(errno)
  }
  return error.code === 'disk-full' || error.code === 'locked' || error.code === 'git-failed'
}

function sessionsOf({ told }: ReadEntry): SessionId[] {
  return told.map(({ session }) => session.id)
}

function eventOf(draft: EventDraft, entry: SpoolEntry): NewEvent {
  return {
    ...toldEvent(draft, new Date(entry.time).toISOString()),
    ...(entry.isTruncated && { truncated: true as const }),
    intake: entry.id,
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
