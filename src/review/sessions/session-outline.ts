/** A session at a glance: what was asked, when it was at work, what was reported, what it has used. */
import { type Event, isUsageAlone, type TokenUsage } from '../../model/event.ts'
import { RISKS, type Risk, type RiskLevel } from '../../model/risk.ts'
import type { Session } from '../../model/session.ts'
import {
  eventsOf,
  hasFailed,
  isUnended,
  type JoinedStep,
  joinSteps,
  wasRefused,
} from './joined-steps.ts'
import { UsageSum } from './usage-sum.ts'

/** A life is drawn that many columns wide. */
export const LIFE_COLUMNS = 120

export interface SessionOutline {
  /** What a person asked first. */
  prompt: string | undefined
  /** What kind of agent it is, as it said when it began: `Explore`. */
  role: string | undefined
  /** The call that has begun last and of which no end is known. */
  open: { summary: string; sinceMs: number; asks: boolean } | undefined
  /** Whether the agent has said that its turn is over, and nothing came since. */
  isTurnOver: boolean
  failed: number
  refused: number
  usage: TokenUsage
  models: string[]
  /** The rules that reported something. */
  rules: string[]
  /** When calls ran: columns from its start to its latest event, both included, in order and apart from each other. */
  bars: readonly (readonly [first: number, last: number])[]
  /** The worst that was reported in a column. */
  marks: readonly (readonly [column: number, risk: Risk])[]
}

const SUMMARY_MAX = 300

/** Takes time in proportion to the events, and memory only to those calls that are open. */
export async function readOutline(
  session: Session,
  events: AsyncIterable<Event>,
): Promise<SessionOutline> {
  const outline = new Outline(session)
  for await (const step of joinSteps(outline.noting(events))) outline.add(step)
  return outline.told()
}

class Outline {
  readonly #fromMs: number
  readonly #spanMs: number
  readonly #usage = new UsageSum()
  readonly #models = new Set<string>()
  readonly #rules = new Set<string>()
  readonly #isBusy = new Uint8Array(LIFE_COLUMNS)
  /** The worst risk by column: 0 for none. */
  readonly #worst = new Uint8Array(LIFE_COLUMNS)
  #prompt: string | undefined
  #role: string | undefined
  readonly #agent: string
  #open: SessionOutline['open']
  #isTurnOver = false
  #failed = 0
  #refused = 0

  constructor({ started, last, agent }: Session) {
    this.#agent = agent
    this.#fromMs = Date.parse(started)
    this.#spanMs = Math.max(1, Date.parse(last) - this.#fromMs)
  }

  async *noting(events: AsyncIterable<Event>): AsyncGenerator<Event> {
    for await (const event of events) {
      if (event.usage) this.#usage.add(event.usage)
      if (event.model !== undefined) this.#models.add(event.model)
      this.#noteRisk(event)
      for (const rule of event.findings ?? []) this.#rules.add(rule)
      if (event.source !== 'watch') this.#isTurnOver = event.turn_end === true
      if (!isUsageAlone(event)) yield event
    }
  }

  add(step: JoinedStep): void {
    const { event } = step
    if (event.event_type === 'SESSION_START') this.#role ??= this.#roleIn(event.summary)
    if (event.event_type === 'USER_INPUT') {
      this.#prompt ??= event.summary.slice(0, SUMMARY_MAX)
      // What was asked for before is over.
      this.#open = undefined
    }
    if (!isWork(event)) return
    this.#fill(...spanOf(step))
    if (wasRefused(step)) this.#refused += 1
    else if (hasFailed(step)) this.#failed += 1
    if (!isUnended(step)) return
    const asks = eventsOf(step).at(-1)?.permission === 'asked'
    const summary = (event.command ?? event.summary).slice(0, SUMMARY_MAX)
    this.#open = { summary, sinceMs: Date.parse(event.time), asks }
  }

  told(): SessionOutline {
    return {
      prompt: this.#prompt,
      role: this.#role,
      open: this.#isTurnOver ? undefined : this.#open,
      isTurnOver: this.#isTurnOver,
      failed: this.#failed,
      refused: this.#refused,
      usage: this.#usage.total,
      models: [...this.#models],
      rules: [...this.#rules],
      bars: runsOf(this.#isBusy),
      marks: [...this.#worst].flatMap((worst, column) =>
        worst === 0 ? [] : [[column, RISKS[worst - 1]!] as const],
      ),
    }
  }

  #noteRisk({ time, risk_level: risk }: { time: string; risk_level: RiskLevel }): void {
    if (risk === 'none') return
    const column = this.#columnOf(Date.parse(time))
    this.#worst[column] = Math.max(this.#worst[column]!, RISKS.indexOf(risk) + 1)
  }

  #roleIn(summary: string): string | undefined {
    const words = summary.replace(this.#agent, '').trim()
    return /^[\w-]{1,40}$/.test(words) ? words : undefined
  }

  #fill(fromMs: number, toMs: number): void {
    this.#isBusy.fill(1, this.#columnOf(fromMs), this.#columnOf(toMs) + 1)
  }

  #columnOf(timeMs: number): number {
    const column = Math.floor(((timeMs - this.#fromMs) / this.#spanMs) * LIFE_COLUMNS)
    return Math.min(LIFE_COLUMNS - 1, Math.max(0, column))
  }
}

function isWork({ event_type: type, source }: Event): boolean {
  return source !== 'watch' && !/^(?:SESSION_|GAP$|USER_INPUT$)/.test(type)
}

/** A call that is told of once only is told of at its end. */
function spanOf({ event, end }: JoinedStep): [fromMs: number, toMs: number] {
  const timeMs = Date.parse(event.time)
  if (end) return [timeMs, Date.parse(end.time)]
  return [timeMs - (event.phase === 'after' ? (event.duration_ms ?? 0) : 0), timeMs]
}

function runsOf(isBusy: Uint8Array): [number, number][] {
  const runs: [number, number][] = []
  isBusy.forEach((busy, column) => {
    const last = runs.at(-1)
    if (busy === 0) return
    if (last?.[1] === column - 1) last[1] = column
    else runs.push([column, column])
  })
  return runs
}
