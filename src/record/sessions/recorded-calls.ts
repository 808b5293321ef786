import { dropOldest } from '../../model/drop-oldest.ts'
import type { Event } from '../../model/event.ts'
import { callKey } from '../../store/sessions/call-key.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'

type CallEvent = Pick<
  StoredEvent,
  'call_id' | 'intake' | 'phase' | 'source' | 'tool' | 'summary' | 'time' | 'findings'
> &
  Pick<Event, 'snapshot_before' | 'snapshot_after'>

/** One call of a tool, or, where no call is known, what one snapshot has found. */
interface RecordedCall {
  begin?: CallEvent
  hasEnded: boolean
  findings: Set<string>
}

const ACTS_MAX = 1_000

/**
 * The calls of a session and what the rules have reported of them. Several tell of one call: its hooks before and
 * after, a transcript, and the changes that were seen on disk. The latest thousand are known.
 */
export class RecordedCalls {
  readonly #acts = new Map<string, RecordedCall>()
  /** Calls without an id that have begun, by their tool and words; several where these are the same. */
  readonly #unnamed = new Map<string, string[]>()
  /** The calls that ends without an id belong to, by the name of their payload. */
  readonly #ends = new Map<string, string>()

  note(event: CallEvent): void {
    const key = this.#keyOf(event)
    if (key === undefined) return
    const act = this.#isNewCall(event, key) ? newAct() : this.#acts.get(key)!
    this.#acts.set(key, act)
    if (event.source !== 'watch') this.#noteCall(act, event, key)
    for (const rule of event.findings ?? []) act.findings.add(rule)
    dropOldest(this.#acts, ACTS_MAX)
  }

  /** Returns the event that began the call whose end this one tells. */
  beginOf(event: CallEvent): CallEvent | undefined {
    const key = event.phase === 'after' ? this.#keyOf(event) : undefined
    return key === undefined ? undefined : this.#acts.get(key)?.begin
  }

  /** Whether the agent has told of a call, by its `callKey`. */
  knows(key: string): boolean {
    const act = this.#acts.get(key)
    return act !== undefined && (act.begin !== undefined || act.hasEnded)
  }

  /** Returns what the rules have reported already of what `event` tells. */
  knownFindings(event: CallEvent): ReadonlySet<string> {
    const key = this.#keyOf(event)
    const act = key === undefined || this.#isNewCall(event, key) ? undefined : this.#acts.get(key)
    return act?.findings ?? new Set()
  }

  #noteCall(act: RecordedCall, event: CallEvent, key: string): void {
    if (event.phase === 'before') {
      act.begin ??= event
      if (event.call_id === undefined) this.#begun(event, key)
      return
    }
    act.hasEnded = true
    const own = callKey(event)
    if (key === own) return
    if (!this.#ends.has(own)) this.#unnamed.get(wordsOf(event))?.shift()
    this.#ends.set(own, key)
    dropOldest(this.#ends, ACTS_MAX)
  }

  #begun(event: CallEvent, key: string): void {
    const waiting = this.#unnamed.get(wordsOf(event)) ?? []
    if (!waiting.includes(key)) waiting.push(key)
    this.#unnamed.set(wordsOf(event), waiting)
    dropOldest(this.#unnamed, ACTS_MAX)
  }

  /** Some models number their calls anew in each answer. What is told at once is of one call. */
  #isNewCall({ source, phase, summary, time }: CallEvent, key: string): boolean {
    const act = this.#acts.get(key)
    if (!act) return true
    const { begin, hasEnded } = act
    if (source === 'watch' || phase !== 'before' || !begin || begin.time === time) return false
    return hasEnded || begin.summary !== summary
  }

  /** Returns what ties events together; undefined for those that stand alone. */
  #keyOf(event: CallEvent): string | undefined {
    const { source, phase, call_id, intake, snapshot_after } = event
    if (source === 'watch') return call_id ?? snapshot_after
    if (phase === undefined || (call_id === undefined && intake === undefined)) return undefined
    const own = callKey(event)
    if (phase === 'before' || call_id !== undefined) return own
    return this.#ends.get(own) ?? this.#unnamed.get(wordsOf(event))?.[0] ?? own
  }
}

function newAct(): RecordedCall {
  return { hasEnded: false, findings: new Set() }
}

function wordsOf({ tool, summary }: CallEvent): string {
  return `${tool}\0${summary}`
}
