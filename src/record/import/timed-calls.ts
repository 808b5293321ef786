import type { EventDraft } from '../../agents/agent.ts'
import { callKey } from '../../store/sessions/call-key.ts'
import type { Knowledge } from './known-events.ts'

/**
 * The calls whose times a transcript tells. What hooks have told was weighed when it happened, by better clocks; and a
 * time that we had to make up is no evidence.
 */
export class TimedCalls {
  readonly #told = new Set<string>()
  readonly #unsure = new Set<string>()

  note({ call_id, phase, time }: EventDraft, knowledge: Knowledge | undefined): void {
    if (call_id === undefined || phase === undefined) return
    const key = callKey({ call_id })
    this.#told.add(key)
    if (time === undefined || knowledge?.from === 'live') this.#unsure.add(key)
  }

  /** They are named by their keys. */
  get sure(): ReadonlySet<string> {
    return new Set([...this.#told].filter((key) => !this.#unsure.has(key)))
  }
}
