/**
 * Agents that run the hooks of others, or send payloads of their own, and are told apart by what those show. Their
 * fields are read by the names they are likely to have, and what was sent is kept.
 */
import type { Agent, EventDraft } from './agent.ts'
import { Fields } from './fields.ts'
import { resultFromText, shapedHook } from './hook-shape.ts'
import { respelled } from './spellings.ts'
import type { ToolResult } from './tool-call.ts'
import { ownerOfTranscript } from './transcript-place.ts'

export const windsurf = named('windsurf', (payload) => payload.has('agent_action_name'))

export const cline = named('cline', (payload) => payload.has('clineVersion'))

export const goose = named(
  'goose',
  (payload) => isEventPayload(payload) && payload.has('working_dir'),
)

const CRUSH_FIELDS = [
  ...['event', 'session_id', 'cwd', 'tool_name', 'tool_input', 'tool_response', 'tool_output'],
  ...['prompt', 'error', 'reason', 'timestamp'],
]

/** It sends little, and nothing else. */
export const crush = named(
  'crush',
  (payload) =>
    isEventPayload(payload) &&
    payload.has('cwd') &&
    Object.keys(payload.fields()).every((name) => CRUSH_FIELDS.includes(name)),
)

export const zed = named(
  'zed',
  (payload) => isEventPayload(payload) && payload.has('tool_use_id', 'input'),
)

export const droid = named(
  'droid',
  (payload) =>
    ownerOfTranscript(payload) === 'droid' ||
    (isShaped(payload) && payload.text('tool_name') === 'Execute'),
)

/** It shows nothing but that it does not say where it works; its hook knows it by the environment. */
export const devin = named(
  'devin',
  (payload) => ownerOfTranscript(payload) === 'devin',
  (payload) => isShaped(payload) && !payload.has('cwd'),
)

export const kimi = named('kimi', (payload) => isShaped(payload) && payload.has('client_type'))

export const grok = named(
  'grok',
  (payload) =>
    ownerOfTranscript(payload) === 'grok' ||
    (/^[a-z]+(?:_[a-z]+)*$/.test(payload.text('hookEventName') ?? '') &&
      payload.has('sessionId') &&
      (payload.has('workspaceRoot') || payload.has('toolInput'))),
)

export const antigravity: Agent = {
  ...named(
    'antigravity',
    (payload) =>
      payload.has('conversationId') &&
      ['toolCall', 'transcriptPath', 'stepIdx', 'workspacePaths'].some((name) => payload.has(name)),
  ),
  fromHook: (payload) => understood('antigravity', withToolCall(payload), payload.value),
}

/** Whoever sent what no agent is known for. */
export const unknown: Agent = named('unknown', () => false)

function named(
  name: string,
  identify: (payload: Fields) => boolean,
  mayBe?: (payload: Fields) => boolean,
): Agent {
  return {
    name,
    identify,
    ...(mayBe && { mayBe }),
    fromHook: (payload) => understood(name, payload, payload.value),
  }
}

/** Whether an agent names its event as Claude Code does. */
function isShaped(payload: Fields): boolean {
  return payload.has('hook_event_name', 'session_id')
}

/** Whether an agent names its event `event`. */
function isEventPayload(payload: Fields): boolean {
  return payload.has('event', 'session_id') && !payload.has('hook_event_name')
}

function understood(agent: string, payload: Fields, raw: unknown): EventDraft[] {
  return shapedHook(respelled(payload), { agent, result: hookResult, raw })
}

/** Antigravity tells of a call in one field, and numbers it. */
function withToolCall(payload: Fields): Fields {
  const call = payload.child('toolCall')
  const step = payload.number('stepIdx')
  const isOver = ['toolResult', 'toolResponse', 'error'].some((name) => payload.has(name))
  const event = isOver ? 'PostToolUse' : 'PreToolUse'
  return new Fields({
    ...(call.has('name') && { hookEventName: event }),
    ...payload.fields(),
    cwd: payload.text('cwd') ?? payload.texts('workspacePaths')[0],
    model: payload.text('modelName'),
    tool_name: call.text('name'),
    tool_input: call.get('args'),
    tool_use_id: step === undefined ? undefined : `step ${step}`,
  })
}

function hookResult(payload: Fields): ToolResult {
  const response = payload.decoded('tool_response')
  const text =
    response.text('llmContent', 'returnDisplay', 'output', 'stdout') ??
    payload.text('tool_response')
  const told = resultFromText(text, response.has('error') || payload.has('error'))
  const isFailed = told.isFailed || payload.text('status') === 'error'
  const exitCode = response.number('exit_code', 'exitCode') ?? told.exitCode
  return { ...told, isFailed, exitCode, stderr: payload.text('error') ?? response.text('stderr') }
}
