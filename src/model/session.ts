/** A session: one run of one agent. What is said of it here is its `session.json`. */
import { type Risk, type RiskLevel, worstRisk } from './risk.ts'

/** `sess_` and sixteen hex digits. */
export type SessionId = string & { readonly brand: 'SessionId' }

const ID = /^sess_[0-9a-f]{16}$/
const AGENT = /^[a-z0-9][a-z0-9._-]{0,63}$/i

/** What made a session end. */
export const END_REASONS = {
  said: 'the agent said so',
  stop: 'stopped by the user',
  'process-gone': 'its process ended',
  exited: 'its command has ended',
  idle: 'nothing happened for long',
  imported: 'its transcript ends there',
} as const

export type EndReason = keyof typeof END_REASONS

/** One session. Field names are those of the JSON; what is not known is absent. */
export interface Session {
  id: SessionId
  agent: string
  /** Absolute path of the folder the agent works in. */
  root?: string
  /** The session whose subagent this is. */
  parent?: SessionId
  /** What the agent itself calls this session; untrusted. */
  agent_session?: string
  /** What the user said with `start -m`; untrusted. */
  message?: string
  /** Begun with `flightrec start` or `run`: only `stop`, the death of `process` or a long silence ends it. */
  manual?: true
  /** What `flightrec run` runs, word by word, redacted: this session is a run. */
  command?: string[]
  /** The runs below which it has spoken. */
  runs?: SessionId[]
  /** The sessions that have spoken below this run. */
  members?: SessionId[]
  /** The session ends with this process. */
  process?: { pid: number; birth: string }
  /** RFC 3339, UTC, as are the other times. */
  started: string
  /** Time of its latest event. */
  last: string
  ended?: string
  end_reason?: EndReason
  totals: SessionTotals
}

/** What a session holds, counted. */
export interface SessionTotals {
  /** All events; the sequence number of the last one. */
  events: number
  /** Events but for SESSION_START, SESSION_END, GAP, and what belongs to a counted call: its end, its changes. */
  steps: number
  /** Distinct files that changed on disk. */
  files: number
  /** Events with a finding, and those by the worst of their findings. */
  anomalies: number
  risks: Record<Risk, number>
  /** Events that only add to others, among `events`; absent for none. */
  additions?: number
}

export const NO_EVENTS: SessionTotals = {
  events: 0,
  steps: 0,
  files: 0,
  anomalies: 0,
  risks: { info: 0, warning: 0, danger: 0 },
}

export function isSessionId(text: string): text is SessionId {
  return ID.test(text)
}

/** Whether `text` can stand as the name of an agent, also as the author of a commit. */
export function isAgentName(text: string): boolean {
  return AGENT.test(text)
}

/** Returns when a session went on, in milliseconds since the epoch; one that has not ended goes on until `nowMs`. */
export function sessionSpan(
  { started, ended, last }: Pick<Session, 'started' | 'ended' | 'last'>,
  nowMs: number,
): { fromMs: number; toMs: number } {
  const toMs = ended === undefined ? nowMs : Math.max(Date.parse(ended), Date.parse(last))
  return { fromMs: Date.parse(started), toMs }
}

/** Returns the worst risk that rules reported in a session. */
export function worstOfSession({ totals: { risks } }: Session): RiskLevel {
  return worstRisk((Object.keys(risks) as Risk[]).filter((risk) => risks[risk] > 0))
}
