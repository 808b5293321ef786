/** Cursor: its hooks. Its transcripts have neither times nor results, so they are not read. */
import { type Agent, type DraftBase, draft, type EventDraft } from './agent.ts'
import { callMarks } from './call-marks.ts'
import type { Fields } from './fields.ts'
import { type ToolResult, toolEvents } from './tool-call.ts'

export const cursor: Agent = {
  name: 'cursor',
  identify: (payload) => payload.has('cursor_version'),
  mayBe: (payload) => payload.has('conversation_id', 'hook_event_name'),
  fromHook,
}

function fromHook(payload: Fields): EventDraft[] {
  // Cursor also runs the hooks of Claude Code, whose names begin with a capital.
  const named = payload.text('hook_event_name') ?? ''
  const name = named.charAt(0).toLowerCase() + named.slice(1)
  const raw = payload.without('user_email').value
  const base = payloadBase(payload)
  const call = callOf(name, payload)
  if (call === undefined) {
    return [{ ...otherEvent(base, name, payload, raw), ...callMarks(name, payload) }]
  }
  const result = /^(?:post|after)/.test(name) ? resultOf(name, payload) : undefined
  return toolEvents(base, { ...call, raw, ...(result && { result }) })
}

function payloadBase(payload: Fields): DraftBase {
  return {
    agent: 'cursor',
    source: 'hook',
    agent_session: payload.text('conversation_id', 'session_id'),
    cwd: payload.text('cwd') ?? payload.texts('workspace_roots')[0],
    call_id: payload.text('tool_use_id'),
    model: payload.text('model'),
  }
}

/** Which tool a hook is about; the hooks of single tools have no tool name. */
function callOf(name: string, payload: Fields): { tool: string; input: Fields } | undefined {
  switch (name) {
    case 'preToolUse':
    case 'postToolUse':
    case 'postToolUseFailure':
      return { tool: payload.text('tool_name') ?? 'unknown', input: payload.decoded('tool_input') }
    case 'beforeShellExecution':
    case 'afterShellExecution':
      return { tool: 'Shell', input: payload }
    case 'beforeMCPExecution':
    case 'afterMCPExecution': {
      const tool = `MCP:${payload.text('tool_name') ?? 'unknown'}`
      return { tool, input: payload.decoded('tool_input') }
    }
    case 'beforeReadFile':
    case 'beforeTabFileRead':
      return { tool: 'Read', input: payload }
    case 'afterFileEdit':
    case 'afterTabFileEdit':
      return { tool: 'Write', input: payload }
    default:
      return undefined
  }
}

function resultOf(name: string, payload: Fields): ToolResult {
  const output = payload.decoded('tool_output')
  return {
    stdout: output.text('stdout', 'output') ?? payload.text('output'),
    stderr: output.text('stderr') ?? payload.text('error_message'),
    exitCode: output.number('exitCode', 'exit_code'),
    isFailed: name === 'postToolUseFailure' || payload.decoded('result_json').isTrue('isError'),
    isRefused: payload.text('failure_type') === 'permission_denied' ? true : undefined,
    durationMs: payload.number('duration', 'duration_ms'),
  }
}

function otherEvent(base: DraftBase, name: string, payload: Fields, raw: unknown): EventDraft {
  const said = payload.text('text', 'prompt', 'status', 'reason', 'error_message')
  const summary = [name === '' ? 'unnamed hook' : name, said].filter(Boolean).join(': ')
  const event = (event_type: EventDraft['event_type'], text: string) =>
    draft(base, { event_type, summary: text, raw, duration_ms: payload.number('duration_ms') })
  switch (name) {
    case 'sessionStart':
      return event('SESSION_START', `cursor ${payload.text('cursor_version') ?? ''}`)
    case 'sessionEnd':
      return event('SESSION_END', said ?? 'ended')
    case 'beforeSubmitPrompt':
    case 'userPromptSubmit':
      return event('USER_INPUT', said ?? '')
    case 'afterAgentThought':
      return event('AGENT_THINK', said ?? '')
    default:
      return event('AGENT_ACT', summary)
  }
}
