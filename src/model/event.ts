/** An event: one recorded fact of a session, as one JSON line. */
import type { RiskLevel } from './risk.ts'

/** Every type of event, with what it says. The first 19 are TraceLog's. */
export const EVENT_TYPES = {
  SESSION_START: 'an agent began to work',
  SESSION_END: 'an agent stopped working',
  FILE_READ: 'a file was read',
  FILE_WRITE: 'a file was made or written',
  FILE_DELETE: 'a file was deleted',
  FILE_CHMOD: 'the mode of a file was changed',
  FILE_CHOWN: 'the owner of a file was changed',
  FILE_RENAME: 'a file was renamed; `paths` holds the old and the new path',
  FILE_READDIR: 'a folder was listed or searched',
  SHELL_EXEC: 'a command was run',
  SHELL_STDOUT: 'a command wrote to standard output',
  SHELL_STDERR: 'a command wrote to standard error',
  HTTP_REQUEST: 'something was asked for over HTTP',
  HTTP_RESPONSE: 'an answer came over HTTP',
  MCP_TOOL_CALL: 'a tool of an MCP server was called',
  MCP_TOOL_RESULT: 'a tool of an MCP server answered',
  AGENT_THINK: 'the agent reasoned',
  AGENT_ACT: 'the agent said or did something no other type names',
  USER_INPUT: 'a person said something to the agent',
  GAP: 'a stretch of time that was not recorded',
} as const

export type EventType = keyof typeof EVENT_TYPES

/** Who told us, from the agent's own account to what we saw ourselves. */
export const EVENT_SOURCES = [
  'hook',
  'transcript',
  'trace',
  'mcp',
  'http',
  'pty',
  'watch',
  'cli',
] as const

type EventOrigin = (typeof EVENT_SOURCES)[number]

/** Tokens and money of one call of a model. Input excludes what came from a cache; output includes reasoning. */
export interface TokenUsage {
  input_tokens?: number
  output_tokens?: number
  cache_read_tokens?: number
  cache_write_tokens?: number
  reasoning_tokens?: number
  cost_usd?: number
}

export type Permission = 'asked' | 'granted' | 'refused'

/** What is filled in of an event when its transcript is read later. */
export const FILLED_FIELDS = ['exit_code', 'duration_ms', 'failed', 'model', 'usage'] as const

export type FilledField = (typeof FILLED_FIELDS)[number]

/** One recorded fact. Field names are those of the JSON; a field that is not known is absent. */
export interface Event {
  /** Counts from 1 within its session, without holes. */
  seq: number
  /** RFC 3339, UTC. */
  time: string
  event_type: EventType
  /** One line for people; redacted, untrusted. */
  summary: string
  /** The worst of `findings`. */
  risk_level: RiskLevel
  duration_ms?: number
  /** Id of the session it belongs to. */
  session: string
  /** Name of the agent, e.g. `claude-code`. */
  agent?: string
  /** Name of the tool, as the agent calls it. */
  tool?: string
  /** What ties a call to its result. */
  call_id?: string
  /** Absolute path of the folder it happened in. */
  cwd?: string
  /** Shell text of a SHELL_EXEC; redacted. */
  command?: string
  /** Exit code of the command. */
  exit_code?: number
  /** Whether a tool is about to run or has run; both events have the same `call_id` where the agent has one. */
  phase?: 'before' | 'after'
  /** Set when a tool failed or was refused. */
  failed?: true
  /** What was said of whether a call may run; one that was refused has not. */
  permission?: Permission
  /** Set when the agent's turn is over with it: no call of the session goes on after that. */
  turn_end?: true
  /** Name of the language model. */
  model?: string
  usage?: TokenUsage
  /** Paths it names: absolute, or relative to `cwd`. */
  paths?: readonly string[]
  /** Octal mode after a FILE_CHMOD, e.g. `0755`. */
  mode?: string
  /** Ids of the rules that reported something. */
  findings?: readonly string[]
  /** Id of the last snapshot before it. */
  snapshot_before?: string
  /** Id of the first snapshot after it. */
  snapshot_after?: string
  source: EventOrigin
  /** Names of the fields that its source did not tell and the transcript did. */
  filled?: readonly FilledField[]
  /** Set where something was cut off for its length. */
  truncated?: true
  /** What the source said and no field holds; redacted. */
  raw?: unknown
}

/** Whether an event says nothing but what a call of a model has used. */
export function isUsageAlone({
  event_type: type,
  usage,
  summary,
}: Pick<Event, 'event_type' | 'usage' | 'summary'>): boolean {
  return type === 'AGENT_ACT' && usage !== undefined && summary === 'model call'
}

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENT_TYPES, text)
}

/** Whether with this event all calls of its session are over that were not said to have ended. */
export function endsCalls({
  event_type: type,
  turn_end,
}: Pick<Event, 'event_type' | 'turn_end'>): boolean {
  return turn_end === true || /^(?:USER_INPUT|SESSION_START|SESSION_END)$/.test(type)
}
