/** What is recorded of a session already, so that a transcript adds only what is missing. */
import type { EventDraft } from '../../agents/agent.ts'
import { FILLED_FIELDS, type FilledField } from '../../model/event.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { actOf } from '../sessions/event-act.ts'

/** A recorded event; it accounts for one that is told. */
export interface KnownEvent {
  isAccounted: boolean
  seq: number
  /** What was not told of it. */
  lacks: Set<FilledField>
}

/** How an event that is told is known: from whoever recorded it live, or from a transcript. */
export interface Knowledge {
  from: 'live' | 'transcript'
  /** What accounts for it; absent where only that it was told is known. */
  recorded?: KnownEvent
}

const FROM_TRANSCRIPT: Knowledge = { from: 'transcript' }

type ImportedEvent = Pick<
  EventDraft,
  'event_type' | 'phase' | 'call_id' | 'tool' | 'time' | 'summary'
>

export class KnownEvents {
  readonly #calls = new Map<string, Knowledge>()
  readonly #recorded = new Map<string, KnownEvent[]>()
  #hasStart = false
  /** Whether hooks and transcript call a call by the same id. */
  #shareIds = false
  #count = 0

  /** How many events were recorded. */
  get count(): number {
    return this.#count
  }

  /** Notes a recorded event. What was seen on disk is no account of the agent's, and accounts for nothing. */
  note(event: StoredEvent): void {
    this.#count += 1
    if (event.fills !== undefined) return
    if (event.source === 'watch' || event.event_type === 'GAP') return
    const from = event.source === 'transcript' ? 'transcript' : 'live'
    this.#hasStart ||= event.event_type === 'SESSION_START'
    const lacks = new Set(FILLED_FIELDS.filter((name) => event[name] === undefined))
    const recorded: KnownEvent = { isAccounted: false, seq: event.seq, lacks }
    if (event.call_id !== undefined && event.phase) {
      const key = callKey(event)
      // The first event of a call is the call, and the others are what it wrote.
      if (!this.#calls.has(key)) this.#calls.set(key, { from, recorded })
      if (from === 'transcript') return
    }
    this.#put(`${from} ${actOf(event)}`, recorded)
    if (from === 'transcript') this.#put(byTime(event), recorded)
  }

  /** What is told of a call from now on is known, in so far as it has this phase. */
  noteCall(event: ImportedEvent): void {
    if (event.call_id !== undefined && event.phase) this.#calls.set(callKey(event), FROM_TRANSCRIPT)
  }

  /**
   * Returns how it is known that this happened; undefined when it is not. An event that is not known by the id of its
   * call accounts for one that is told, so that what is told twice is recorded twice. `summary`, as it would be
   * recorded.
   */
  knowledgeOf(told: ImportedEvent, summary: () => string): Knowledge | undefined {
    if (told.event_type === 'SESSION_START' && this.#hasStart) return FROM_TRANSCRIPT
    const call = told.call_id === undefined ? undefined : this.#calls.get(callKey(told))
    if (call) {
      if (call.recorded) call.recorded.isAccounted = true
      this.#shareIds ||= call.from === 'live'
      return call
    }
    const isCall = told.call_id !== undefined && told.phase !== undefined
    if (!isCall && told.time !== undefined && this.#account(byTime(told))) return FROM_TRANSCRIPT
    const act = actOf({ ...told, summary: summary() })
    if (!isCall && told.time === undefined && this.#account(`transcript ${act}`)) {
      return FROM_TRANSCRIPT
    }
    // Where ids are shared, a call that is not known by its id is not known.
    const recorded = isCall && this.#shareIds ? undefined : this.#account(`live ${act}`)
    return recorded && { from: 'live', recorded }
  }

  #put(key: string, recorded: KnownEvent): void {
    const row = this.#recorded.get(key)
    if (row) row.push(recorded)
    else this.#recorded.set(key, [recorded])
  }

  #account(key: string): KnownEvent | undefined {
    const row = this.#recorded.get(key)
    if (!row) return undefined
    while (row[0]?.isAccounted) row.shift()
    const recorded = row[0]
    if (recorded) recorded.isAccounted = true
    return recorded
  }
}

function callKey({ call_id, phase }: ImportedEvent): string {
  return `${phase} ${call_id}`
}

function byTime({ event_type, phase, time }: ImportedEvent): string {
  return `at ${time} ${event_type} ${phase}`
}
