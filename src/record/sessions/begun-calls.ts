import { dropOldest } from '../../model/drop-oldest.ts'
import { type Event, endsCalls } from '../../model/event.ts'

/** What is kept of the event that began a call. */
type Call = Pick<
  Event,
  'event_type' | 'turn_end' | 'call_id' | 'phase' | 'source' | 'findings' | 'snapshot_before'
>

/** What a change that was seen says of where it comes from. */
type Seen = Pick<Event, 'call_id' | 'snapshot_after'>

const CALLS_MAX = 1_000

/** The calls of tools that a session has begun, by their ids; the latest thousand. */
export class BegunCalls {
  readonly #calls = new Map<string, Call>()
  readonly #open = new Map<string, Call>()
  /** What was reported of the changes that were seen last, and of which call or snapshot they are. */
  #seen: { origin: string | undefined; findings: string[] } = { origin: undefined, findings: [] }

  note(event: Call & Seen): void {
    const { call_id: id, phase } = event
    if (event.source === 'watch') this.#noteSeen(event)
    if (endsCalls(event)) this.#open.clear()
    if (id !== undefined && phase === 'after') this.#open.delete(id)
    if (id === undefined || phase !== 'before' || this.#calls.has(id)) return
    this.#calls.set(id, event)
    // What a transcript tells is over by then.
    if (event.source !== 'transcript') this.#open.set(id, event)
    const oldest = dropOldest(this.#calls, CALLS_MAX)
    if (oldest !== undefined) this.#open.delete(oldest)
  }

  /** Returns the event that began the call whose end this one tells. */
  beginOf({ call_id: id, phase }: Pick<Event, 'call_id' | 'phase'>): Call | undefined {
    return id === undefined || phase !== 'after' ? undefined : this.#calls.get(id)
  }

  /**
   * Returns what the rules have reported already of what `event` tells: of its call when that began, and, for a
   * change that was seen, of the calls under way and of what else one call did: a folder that is deleted is one
   * finding, and not one a file.
   */
  knownFindings(event: Pick<Event, 'call_id' | 'phase' | 'source'> & Seen): readonly string[] {
    if (event.source !== 'watch') return this.beginOf(event)?.findings ?? []
    const ofCalls = [...this.#open.values()].flatMap(({ findings = [] }) => findings)
    return originOf(event) === this.#seen.origin ? [...ofCalls, ...this.#seen.findings] : ofCalls
  }

  #noteSeen(event: Call & Seen): void {
    const origin = originOf(event)
    if (origin !== this.#seen.origin) this.#seen = { origin, findings: [] }
    this.#seen.findings.push(...(event.findings ?? []))
  }
}

function originOf({ call_id, snapshot_after }: Seen): string | undefined {
  return call_id ?? snapshot_after
}
