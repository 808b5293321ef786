/** What the rules reported in a session, rule by rule. */
import type { Event } from '../../model/event.ts'
import { RISKS, type Risk } from '../../model/risk.ts'

export interface RuleFinding {
  rule: string
  risk: Risk
  /** Numbers of the events it was reported for; the first ones. */
  events: readonly number[]
  count: number
}

const EVENTS_SHOWN_MAX = 20

export class FindingsByRule {
  readonly #found = new Map<string, { risk: Risk; events: number[]; count: number }>()
  /** `riskOf` knows the risk of a rule; that of one which is gone is the event's. */
  readonly #riskOf: (rule: string) => Risk | undefined

  constructor(riskOf: (rule: string) => Risk | undefined) {
    this.#riskOf = riskOf
  }

  add({ seq, findings = [], risk_level }: Pick<Event, 'seq' | 'findings' | 'risk_level'>): void {
    for (const rule of findings) {
      const risk = this.#riskOf(rule) ?? (risk_level === 'none' ? 'info' : risk_level)
      const found = this.#found.get(rule) ?? { risk, events: [], count: 0 }
      found.count += 1
      if (found.events.length < EVENTS_SHOWN_MAX) found.events.push(seq)
      this.#found.set(rule, found)
    }
  }

  /** Returns the worst first. */
  list(): RuleFinding[] {
    const found = [...this.#found].map(([rule, { risk, events, count }]) => {
      return { rule, risk, events, count }
    })
    return found.sort((a, b) => RISKS.indexOf(b.risk) - RISKS.indexOf(a.risk))
  }
}
