/** GitHub Copilot CLI: both shapes of its hooks. Its event log is read by copilot-log.ts. */
import { type Agent, type DraftBase, draft, type EventDraft, timeOf } from './agent.ts'
import { copilotLog, copilotResult } from './copilot-log.ts'
import { Fields } from './fields.ts'
import { shapedHook } from './hook-shape.ts'
import { type ToolResult, toolEvents } from './tool-call.ts'

export const copilot: Agent = {
  name: 'copilot',
  identify: (payload) =>
    payload.has('sessionId', 'toolName') ||
    payload.has('tool_result') ||
    (payload.has('sessionId', 'timestamp') && !payload.has('type')) ||
    (payload.has('hook_event_name', 'timestamp') && !payload.has('transcript_path')),
  fromHook: (payload) =>
    payload.has('hook_event_name')
      ? shapedHook(payload, { agent: 'copilot', result: hookResult })
      : camelHook(payload),
  transcript: copilotLog,
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
    return [draft(base, { event_type: 'SESSION_END', summary: payload.text('reason') ?? '', raw })]
  }
  if (payload.has('source')) {
    return [draft(base, { event_type: 'SESSION_START', summary: 'copilot', raw })]
  }
  const event_type = prompt === undefined ? 'AGENT_ACT' : 'USER_INPUT'
  return [draft(base, { event_type, summary: prompt ?? 'unnamed hook', raw })]
}
