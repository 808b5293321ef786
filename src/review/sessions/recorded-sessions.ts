/** The sessions of a home, as those who read snapshots ask for them. Opened when first asked. */
import { FlightrecError } from '../../model/errors.ts'
import { isSessionId, type Session, type SessionId } from '../../model/session.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { Home } from '../../store/home/home.ts'
import { callKey } from '../../store/sessions/call-key.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { readEvents } from '../../store/sessions/session-events.ts'
import { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { readSession } from './session-list.ts'
import { requireSessions, resolveSession } from './session-names.ts'
import { callOf, type StepCall } from './session-snapshots.ts'

export class RecordedSessions {
  readonly #home: Home
  #opened: SessionsReader | undefined
  /** The first event of each call, by session and then by the call's key. */
  readonly #steps = new Map<SessionId, Promise<Map<string, number>>>()

  constructor(home: Home) {
    this.#home = home
  }

  get #reader(): SessionsReader {
    this.#opened ??= new SessionsReader(this.#home)
    return this.#opened
  }

  /** @throws {FlightrecError} no-store, unknown-session, ambiguous-session */
  async find(name: string): Promise<SessionId> {
    requireSessions(this.#home)
    return await resolveSession(this.#home, this.#reader, name)
  }

  read(id: SessionId): Promise<Session> {
    return readSession(this.#home, this.#reader, id)
  }

  /** @throws {FlightrecError} usage, when the session has no such event. */
  async event(id: SessionId, seq: number): Promise<StoredEvent> {
    const range = { from: seq, to: seq }
    for await (const event of readEvents(this.#home, this.#reader, id, range)) return event
    throw noSuchStep(id, seq)
  }

  /** @throws {FlightrecError} usage, when the session has no such event. */
  async callOf(id: SessionId, seq: number): Promise<StepCall> {
    const call = await callOf(readEvents(this.#home, this.#reader, id), seq)
    if (!call) throw noSuchStep(id, seq)
    return call
  }

  /** Returns the snapshot with the number of its step, which was not known yet when it was taken. */
  async withStep(snapshot: Snapshot): Promise<Snapshot> {
    const { session, call, event } = snapshot
    if (event !== undefined || call === undefined || !session || !isSessionId(session)) {
      return snapshot
    }
    const steps = this.#steps.get(session) ?? this.#readSteps(session)
    this.#steps.set(session, steps)
    const step = (await steps).get(call)
    return step === undefined ? snapshot : { ...snapshot, event: String(step) }
  }

  async #readSteps(id: SessionId): Promise<Map<string, number>> {
    const steps = new Map<string, number>()
    try {
      for await (const event of readEvents(this.#home, this.#reader, id)) {
        const key = callKey(event)
        if (!steps.has(key)) steps.set(key, event.seq)
      }
    } catch (error) {
      // Of a damaged session some steps are not known; `verify` tells.
      if (!(error instanceof FlightrecError)) throw error
    }
    return steps
  }

  close(): void {
    this.#opened?.close()
  }
}

function noSuchStep(id: SessionId, seq: number): FlightrecError {
  return new FlightrecError('usage', `${id} has no step ${seq}`, {
    hint: `Run \`flightrec inspect ${id}\` to see its steps.`,
  })
}
