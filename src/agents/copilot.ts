/** GitHub Copilot CLI: both shapes of its hooks. Its event log is read by copilot-log.ts. */
import { type Agent, type DraftBase, draft, type EventDraft, timeOf } from './agent.ts'
import { copilotLog, copilotResult } from './copilot-log.ts'
import { Fields } from './fields.ts'
import { shapedHook } from './hook-shape.ts'
import { type ToolResult, toolEvents } from './tool-call.ts'
import { ownerOfTranscript } from './transcript-place.ts'

/** What others send who have payloads of a like shape, and Copilot does not. */
const FOREIGN = [
  ...['tool_use_id', 'permission_mode', 'turn_id', 'client_type', 'generation_id'],
  ...['hookEventName', 'event', 'type', 'toolInput', 'workspaceRoot', 'conversationId'],
]

export const copilot: Agent = {
  name: 'copilot',
  identify: (payload) =>
    ownerOfTranscript(payload) === 'copilot' || (isUnclaimed(payload) && isCopilots(payload)),
  mayBe: (payload) => isUnclaimed(payload) && payload.has('timestamp'),
  fromHook: (payload) =>
    payload.has('hook_event_name')
      ? shapedHook(payload, { agent: 'copilot', result: hookResult })
      : camelHook(payload),
  transcript: copilotLog,
}

function isUnclaimed(payload: Fields): boolean {
  return ownerOfTranscript(payload) === undefined && !FOREIGN.some((name) => payload.has(name))
}

function isCopilots(payload: Fields): boolean {
  // With PascalCase keys the time is a text, with camelCase ones a number.
  const isCamel = payload.has('sessionId') && payload.number('timestamp') !== undefined
  const isPascal = payload.has('hook_event_name', 'session_id', 'cwd')
  const isTimed = payload.text('timestamp') !== undefined && !payload.has('transcript_path')
  const isResult = payload.child('tool_result').has('result_type')
  return isCamel || (isPascal && (isTimed || isResult))
}

function hookResult(payload: Fields): ToolResult {
  return copilotResult(payload.child('tool_result'))
}

/** A payload for a camelCase key has neither the name of its event nor an id of the call. */
function camelHook(payload: Fields): EventDraft[] {
  const base: DraftBase = {
    agent: 'copilot',
    source: 'hook',
    agent_session: payload.text('sessionId'),
    cwd: payload.text('cwd'),
    time: timeOf(payload.get('timestamp')),
  }
  const raw = payload.value
  const tool = payload.text('toolName')
  if (tool !== undefined) {
    const input = payload.decoded('toolArgs')
    if (!payload.has('toolResult')) return toolEvents(base, { tool, input, raw })
    const result = copilotResult(new Fields(payload.get('toolResult')))
    return toolEvents(base, { tool, input, raw, result })
  }
  const prompt = payload.text('prompt')
  if (payload.has('reason') && prompt === undefined) {
    const summary = payload.text('reason') ?? ''
    return [draft(base, { event_type: 'SESSION_END', summary, raw, transcript: { isLast: true } })]
  }
  if (payload.has('source')) {
    return [draft(base, { event_type: 'SESSION_START', summary: 'copilot', raw })]
  }
  const event_type = prompt === undefined ? 'AGENT_ACT' : 'USER_INPUT'
  return [draft(base, { event_type, summary: prompt ?? 'unnamed hook', raw })]
}
