/**
 * What has been told of a session already: a transcript that was read tells what hooks have yet to tell, and where
 * an agent runs the hooks of another as well, both tell the same.
 */
import type { Event } from '../../model/event.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { SPOOL_ENTRY } from '../../store/spool/spool.ts'
import { actOf } from './event-act.ts'

type ComparedEvent = Pick<
  Event,
  'event_type' | 'phase' | 'call_id' | 'tool' | 'summary' | 'time' | 'source'
> &
  Pick<StoredEvent, 'intake'>

/** Up to here two hooks of one event are apart. */
const APART_MS_MAX = 2_000
const RECENT_MAX = 100
/** A hook may be heard a little after what it tells has been written down. */
const LATE_MS = 2_000

interface Recent {
  key: string
  hook: string
  timeMs: number
}

export class DuplicateEvents {
  /** Calls that a transcript has told of, by phase and id. */
  readonly #calls = new Set<string>()
  /** How often a transcript has told what, by what it is shown as. */
  readonly #shown = new Map<string, number>()
  /** Up to when a transcript has told. */
  #untilMs = 0
  /** What was told last by hooks. */
  readonly #recent: Recent[] = []

  note(event: ComparedEvent): void {
    const timeMs = Date.parse(event.time)
    if (event.source === 'transcript') {
      this.#untilMs = Math.max(this.#untilMs, timeMs)
      if (event.call_id !== undefined && event.phase) this.#calls.add(callOf(event))
      const key = shownAs(event)
      this.#shown.set(key, (this.#shown.get(key) ?? 0) + 1)
      return
    }
    const hook = hookOf(event)
    if (hook === undefined) return
    this.#recent.push({ key: wholeOf(event), hook, timeMs })
    if (this.#recent.length > RECENT_MAX) this.#recent.shift()
  }

  /**
   * Whether this has been told before; what accounts for it accounts for nothing else then. `summary`, as it would
   * be recorded.
   */
  accountsFor(told: ComparedEvent, summary: () => string): boolean {
    const shown = () => ({ ...told, summary: summary() })
    return this.#isInTranscript(told, shown) || this.#cameByAnotherHook(told, shown)
  }

  #isInTranscript(event: ComparedEvent, shown: () => ComparedEvent): boolean {
    // What ends a session is heeded, however often it is told.
    if (event.event_type === 'SESSION_END') return false
    const hasId = event.call_id !== undefined && event.phase !== undefined
    if (hasId && this.#calls.has(callOf(event))) return true
    // Of what came later, a transcript cannot have told.
    if (Date.parse(event.time) > this.#untilMs + LATE_MS) return false
    const key = shownAs(shown())
    const count = this.#shown.get(key) ?? 0
    if (count === 0) return false
    this.#shown.set(key, count - 1)
    return true
  }

  #cameByAnotherHook(event: ComparedEvent, shown: () => ComparedEvent): boolean {
    const [hook, timeMs] = [hookOf(event), Date.parse(event.time)]
    const others = this.#recent.filter(
      (recent) => recent.hook !== hook && Math.abs(recent.timeMs - timeMs) <= APART_MS_MAX,
    )
    if (hook === undefined || others.length === 0) return false
    const key = wholeOf(shown())
    const found = others.find((recent) => recent.key === key)
    if (found) this.#recent.splice(this.#recent.indexOf(found), 1)
    return found !== undefined
  }
}

function callOf({ phase, call_id }: ComparedEvent): string {
  return `${phase} ${call_id}`
}

/** A start is told in words of each source's own. */
function shownAs(event: ComparedEvent): string {
  return event.event_type === 'SESSION_START' ? event.event_type : actOf(event)
}

function wholeOf(event: ComparedEvent): string {
  return `${event.call_id}\0${shownAs(event)}`
}

/** Returns the agent whose hook it came by. */
function hookOf({ intake }: ComparedEvent): string | undefined {
  return intake === undefined ? undefined : SPOOL_ENTRY.exec(intake)?.[2]
}
