/**
 * The hook payloads that Claude Code has and others took over: `hook_event_name`, `session_id`, `tool_name`,
 * `tool_input`, `tool_response`.
 */
import { type DraftBase, draft, type EventDraft, type TranscriptEnd, timeOf } from './agent.ts'
import { callMarks } from './call-marks.ts'
import type { Fields } from './fields.ts'
import { exitCodeIn, type ToolResult, toolEvents } from './tool-call.ts'

/** Where an agent differs from Claude Code. */
interface ShapeSettings {
  agent: string
  /** Reads what a tool answered. */
  result(payload: Fields): ToolResult
  /** What was sent, where that was spelled otherwise. */
  raw?: unknown
}

/** Payloads that only repeat others, or say nothing: Gemini CLI tells of each look at whether to compress. */
const REPEATS = [
  'PreCompress',
  'PostToolBatch',
  'MessageDisplay',
  'AfterModel',
  'BeforeModel',
  'BeforeToolSelection',
]

const BEFORE_TOOL = ['PreToolUse', 'BeforeTool']
const AFTER_TOOL = ['PostToolUse', 'PostToolUseFailure', 'AfterTool']
/** By then the transcript has what was done. */
const TURN_ENDS = [
  ...['Stop', 'StopFailure', 'AfterAgent', 'agent-turn-complete', 'SubagentStop', 'SessionEnd'],
]
const PROMPTS = ['UserPromptSubmit', 'UserPromptSubmitted', 'BeforeAgent']

export function shapedHook(payload: Fields, settings: ShapeSettings): EventDraft[] {
  const name = payload.text('hook_event_name') ?? ''
  // Qwen Code sends an empty prompt with each answer of a tool.
  const isEmptyPrompt = PROMPTS.includes(name) && payload.get('prompt') === ''
  if (REPEATS.includes(name) || isEmptyPrompt) return []
  const raw = settings.raw ?? payload.without('user_email').value
  const base = shapedBase(payload, settings.agent)
  const tool = payload.text('tool_name')
  const input = payload.decoded('tool_input')
  if (tool !== undefined && BEFORE_TOOL.includes(name))
    return toolEvents(base, { tool, input, raw })
  if (tool !== undefined && AFTER_TOOL.includes(name)) {
    const told = settings.result(payload)
    const isFailed = told.isFailed || name === 'PostToolUseFailure'
    const durationMs = told.durationMs ?? payload.number('duration_ms')
    return toolEvents(base, { tool, input, raw, result: { ...told, isFailed, durationMs } })
  }
  const event = { ...otherEvent(base, name, payload, raw), ...callMarks(name, payload) }
  return [TURN_ENDS.includes(name) ? { ...event, transcript: transcriptEnd(name, payload) } : event]
}

/** A subagent has a transcript of its own. */
function transcriptEnd(name: string, payload: Fields): TranscriptEnd {
  const isSubagent = name === 'SubagentStop'
  const path = payload.text(isSubagent ? 'agent_transcript_path' : 'transcript_path')
  return { ...(path !== undefined && { path }), isLast: isSubagent || name === 'SessionEnd' }
}

function shapedBase(payload: Fields, agent: string): DraftBase {
  const session = payload.text('session_id')
  const subagent = payload.text('agent_id')
  return {
    agent,
    source: 'hook',
    agent_session: session,
    ...(session !== undefined &&
      subagent !== undefined && {
        agent_session: subagentSession(session, subagent),
        parent_session: session,
      }),
    time: timeOf(payload.get('timestamp')),
    cwd: payload.text('cwd'),
    call_id: payload.text('tool_use_id'),
    model: payload.text('model'),
  }
}

/** Names the session of a subagent, whose own id is unique only within that of its parent. */
export function subagentSession(session: string, subagent: string): string {
  return `${session}/${subagent}`
}

function otherEvent(base: DraftBase, name: string, payload: Fields, raw: unknown): EventDraft {
  const prompt = payload.text('prompt')
  if (PROMPTS.includes(name)) {
    // Agents also wake themselves, with prompts of their own.
    const isPerson = ['user', 'sdk'].includes(payload.text('source') ?? 'user')
    return draft(base, {
      event_type: isPerson ? 'USER_INPUT' : 'AGENT_ACT',
      summary: prompt ?? name,
      raw,
    })
  }
  // An agent that does not say which subagent it is about tells it in its own session, which goes on.
  const isOwn = /^Session/.test(name) || base.parent_session !== undefined
  if (isOwn && (name === 'SessionStart' || name === 'SubagentStart')) {
    const what = payload.text('agent_type', 'source') ?? 'started'
    return draft(base, { event_type: 'SESSION_START', summary: `${base.agent} ${what}`, raw })
  }
  if (isOwn && (name === 'SessionEnd' || name === 'SubagentStop')) {
    const why = payload.text('reason', 'last_assistant_message') ?? 'ended'
    return draft(base, { event_type: 'SESSION_END', summary: why, raw })
  }
  const said = payload.text(
    'last_assistant_message',
    'prompt_response',
    'message',
    'error',
    'reason',
  )
  const tool = payload.text('tool_name')
  const summary = [name === '' ? 'unnamed hook' : name, tool, said].filter(Boolean).join(': ')
  const failed = ['StopFailure', 'PermissionDenied', 'ErrorOccurred'].includes(name)
  return draft(base, {
    event_type: 'AGENT_ACT',
    summary,
    tool,
    // It is how the call has ended.
    phase: name === 'PermissionDenied' ? 'after' : undefined,
    failed: failed ? true : undefined,
    raw,
  })
}

/** Reads the answer of a tool from text, in which some agents put the exit code. */
export function resultFromText(text: string | undefined, isFailed: boolean): ToolResult {
  return { stdout: text, exitCode: exitCodeIn(text), isFailed }
}
