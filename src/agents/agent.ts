/** What an adapter is: it tells whether a payload is its agent's, and which events the payload means. */
import type { Event, TokenUsage } from '../model/event.ts'
import { clipValue, summaryOf } from './clip.ts'
import type { Fields } from './fields.ts'

type OfSession =
  | 'seq'
  | 'session'
  | 'time'
  | 'risk_level'
  | 'findings'
  | 'snapshot_before'
  | 'snapshot_after'

/** An event before it has its place in a session. Everything in it is the agent's own word. */
export interface EventDraft extends Omit<Event, OfSession> {
  agent: string
  /** Absent when the source does not say; the time of arrival is then as good as it gets. */
  time?: string
  /** The agent's id of the session. Untrusted: never a path. */
  agent_session?: string
  /** For a subagent: the agent's id of the session that started it. */
  parent_session?: string
  /** Set where a turn or the session ends: the agent's own account of it can be read up to there. */
  transcript?: TranscriptEnd
}

export interface TranscriptEnd {
  /** Where the agent says it is. Untrusted. */
  path?: string
  /** Whether the session is over. */
  isLast: boolean
}

/** What all events of one payload have in common; `draft` leaves out what is undefined. */
export type DraftBase = Pick<EventDraft, 'agent' | 'source'> &
  Pick<PartialDraft, 'agent_session' | 'parent_session' | 'time' | 'cwd' | 'call_id' | 'model'>

export interface Agent {
  name: string
  /** Whether only this agent sends such a payload. */
  identify(payload: Fields): boolean
  /** Whether a payload that shows nothing may be this agent's, when its hook was called; without it, none is. */
  mayBe?(payload: Fields): boolean
  /** Never throws, whatever the payload. */
  fromHook(payload: Fields): EventDraft[]
  /** Reads the lines of a transcript, in order; absent where a transcript tells nothing that hooks do not. */
  transcript?: TranscriptReader
}

export interface TranscriptReader {
  /** Whether only this agent writes such a line. */
  identify(line: Fields): boolean
  /** Never throws, whatever the line. `state` is the file's own; see `newTranscriptState`. */
  fromTranscript(line: Fields, state: TranscriptState): EventDraft[]
}

/** What the lines so far have said. */
export interface TranscriptState {
  session?: string
  parent?: string
  cwd?: string
  model?: string
  /** Calls by their id, until their result comes. */
  calls: Map<string, { tool: string; input: Fields; startMs?: number; durationMs?: number }>
  /** What has been told, where a source tells things twice. */
  told: Set<string>
  /** The first line, until another tells where the session is at work. */
  start?: Fields
  /** Set while the lines are copies of another session's; `since` is the time of the first. */
  copying?: { since: string | undefined }
  /** Usage told so far, by the call of the model it belongs to. */
  usage: Map<string, TokenUsage>
}

export function newTranscriptState(): TranscriptState {
  return { calls: new Map(), told: new Set(), usage: new Map() }
}

/** What is told of an event so far. */
export type PartialDraft = { [Name in keyof EventDraft]?: EventDraft[Name] | undefined }

/** Makes one draft; fields that are undefined are left out, and `raw` is kept within bounds. */
export function draft(
  base: DraftBase,
  event: PartialDraft & Pick<EventDraft, 'event_type'>,
): EventDraft {
  const raw = clipValue(event.raw)
  const isTruncated = event.truncated === true || raw.isTruncated
  const whole = {
    ...base,
    ...event,
    summary: summaryOf(event.summary ?? ''),
    raw: raw.value,
    truncated: isTruncated ? true : undefined,
  }
  const known = Object.entries(whole).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known) as unknown as EventDraft
}

/** Returns an RFC 3339 time in UTC from one, or from milliseconds since the epoch. */
export function timeOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const ms = typeof value === 'number' ? value : Date.parse(value.slice(0, 64))
  // The years 1970 to 9999; RFC 3339 has no others.
  return ms >= 0 && ms < 253_402_300_800_000 ? new Date(ms).toISOString() : undefined
}

/** Returns what `usage` adds to what was told of the same call of a model; undefined when nothing. */
export function usageBeyond(
  state: TranscriptState,
  key: string,
  usage: TokenUsage,
): TokenUsage | undefined {
  const before = state.usage.get(key) ?? {}
  const names = Object.keys(usage) as (keyof TokenUsage)[]
  const most = names.map((name) => [name, Math.max(usage[name] ?? 0, before[name] ?? 0)] as const)
  state.usage.set(key, { ...before, ...Object.fromEntries(most) })
  const more = most
    .map(([name, total]) => [name, total - (before[name] ?? 0)] as const)
    .filter(([, count]) => count > 0)
  return more.length === 0 ? undefined : Object.fromEntries(more)
}

/** Builds usage from counts, leaving out those that are unknown. Tokens are whole, though some agents estimate them. */
export function tokenUsage({
  cost_usd: cost,
  ...tokens
}: {
  [Name in keyof TokenUsage]: TokenUsage[Name] | undefined
}): TokenUsage {
  const whole = Object.entries(tokens)
    .map(([name, count = Number.NaN]) => [name, Math.round(count)] as const)
    .filter(([, count]) => Number.isSafeInteger(count) && count >= 0)
  return {
    ...Object.fromEntries(whole),
    ...(cost !== undefined && cost >= 0 && { cost_usd: cost }),
  }
}
