/** What is done to each event before it is recorded: the rules judge it, and its secrets are replaced. */
import { createHash } from 'node:crypto'
import { summaryOf } from '../../agents/clip.ts'
import type { Event } from '../../model/event.ts'
import { isAtLeast, type RiskLevel, worstRisk } from '../../model/risk.ts'
import type { Session } from '../../model/session.ts'
import { judge } from '../../rules/judge.ts'
import { occurrenceOf } from '../../rules/occurrence.ts'
import type { Rule } from '../../rules/rule.ts'
import type { Home } from '../../store/home/home.ts'
import { userHome } from '../../system/environment.ts'
import { redactCommand } from '../secrets/redact-command.ts'
import { RootSecrets } from '../secrets/root-secrets.ts'

/** An event before it has a place in a session and was judged. */
export type NewEvent = Omit<Event, 'seq' | 'session' | 'agent' | 'risk_level' | 'findings'> & {
  /** Name of the spool entry it came from. */
  intake?: string
  /** Number of the event that it only adds to. */
  fills?: number
}

export type PreparedEvent = NewEvent & Pick<Event, 'risk_level' | 'findings'>

/** How deep in the raw payload the text of a summary stands at most. */
const SOURCE_DEPTH_MAX = 4

export class EventPreparer {
  readonly #rules: readonly Rule[]
  readonly #byId: ReadonlyMap<string, Rule>
  readonly #setting: { userHome: string; flightrecHome: string }
  readonly #secrets = new RootSecrets()

  constructor(home: Home, rules: readonly Rule[]) {
    this.#rules = rules
    this.#byId = new Map(rules.map((rule) => [rule.id, rule]))
    this.#setting = { userHome: userHome(), flightrecHome: home.path }
  }

  prepare(event: NewEvent, root: string | undefined): PreparedEvent {
    if (event.fills !== undefined) return { ...this.#redactEvent(event, root), risk_level: 'none' }
    const roots = root === undefined ? [] : [root]
    const findings = judge(this.#rules, occurrenceOf(event), { ...this.#setting, roots })
    return {
      ...this.#redactEvent(event, root),
      risk_level: worstRisk(findings.map(({ risk }) => risk)),
      ...(findings.length > 0 && { findings: findings.map(({ rule }) => rule) }),
    }
  }

  /** Returns the worst risk of what was found. */
  riskOf(findings: readonly string[]): RiskLevel {
    return worstRisk(findings.flatMap((id) => this.#byId.get(id)?.risk ?? []))
  }

  /** Returns which of `findings` say something of an act that `known` does not say. */
  newFindings(findings: readonly string[], known: ReadonlySet<string>): string[] {
    const isTold = (id: string) => {
      const { act, risk = 'info' } = this.#byId.get(id) ?? {}
      const sameAct = [...known].filter((other) => this.#byId.get(other)?.act === act)
      return known.has(id) || (act !== undefined && isAtLeast(this.riskOf(sameAct), risk))
    }
    return findings.filter((id) => !isTold(id))
  }

  /** What a session says of itself is redacted as well. */
  prepareSession<
    Described extends Pick<Session, 'agent' | 'agent_session' | 'message' | 'command'>,
  >(session: Described, root: string | undefined): Described {
    const { agent, agent_session, message, command } = session
    return {
      ...session,
      ...(this.redact(agent, root) !== agent && { agent: 'unknown' }),
      ...(agent_session !== undefined && { agent_session: this.redact(agent_session, root) }),
      ...(message !== undefined && { message: this.redact(message, root) }),
      ...(command && { command: redactCommand((text) => this.redact(text, root), command) }),
    }
  }

  /** Returns the id of a call as it is recorded: it is also told in trailers, and tells calls apart. */
  callId(id: string, root: string | undefined): string {
    return this.redact(id, root) === id
      ? id
      : `call-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`
  }

  /** Returns a text as it is recorded. */
  redact(text: string, root: string | undefined): string {
    return this.#redactValue(text, root)
  }

  /** Returns a JSON text as it is recorded; undefined when it is none. */
  redactJson(json: string, root: string | undefined): string | undefined {
    return this.#secrets.redactJson(json, root)
  }

  #redactEvent(event: NewEvent, root: string | undefined): NewEvent {
    // What we give it ourselves has no secrets, and must stay as it is.
    const { time, event_type, source, intake, fills, snapshot_before, snapshot_after, ...told } =
      event
    const call_id = told.call_id === undefined ? undefined : this.callId(told.call_id, root)
    const placed = { intake, fills, snapshot_before, snapshot_after, call_id }
    const own = { time, event_type, source, ...placed }
    const known = Object.entries(own).filter(([, value]) => value !== undefined)
    const redacted = this.#redactValue(told, root)
    return {
      ...(Object.fromEntries(known) as typeof own),
      ...redacted,
      summary: resummarised(told, redacted),
    } as NewEvent
  }

  #redactValue<Value>(value: Value, root: string | undefined): Value {
    const json = JSON.stringify(value)
    return JSON.parse(this.redactJson(json, root) ?? json) as Value
  }
}

/**
 * A summary is one line made of several: what shows a secret by the lines around it is no longer there. Where the
 * text it was made of has lost one, it is made anew of what is left.
 */
function resummarised(told: Pick<Event, 'summary'>, redacted: Pick<Event, 'summary'>): string {
  const { summary: shown, ...rest } = told
  const { summary, ...left } = redacted
  const source = sourceOf(rest, left, shown, SOURCE_DEPTH_MAX)
  return source === undefined ? summary : summaryOf(source)
}

/** Returns what has become of the first changed text in `told` that `shown` sums up. */
function sourceOf(told: unknown, left: unknown, shown: string, depth: number): string | undefined {
  if (typeof told === 'string' && typeof left === 'string') {
    return told !== left && summaryOf(told) === shown ? left : undefined
  }
  if (depth === 0 || typeof told !== 'object' || told === null) return undefined
  for (const [key, value] of Object.entries(told)) {
    const found = sourceOf(value, (left as Record<string, unknown>)[key], shown, depth - 1)
    if (found !== undefined) return found
  }
  return undefined
}
