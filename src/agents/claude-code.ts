/** Claude Code: its hooks. Transcripts are read by claude-transcript.ts. */
import type { Agent } from './agent.ts'
import { claudeResult, failedResult } from './claude-result.ts'
import { claudeTranscript } from './claude-transcript.ts'
import type { Fields } from './fields.ts'
import { shapedHook } from './hook-shape.ts'
import type { ToolResult } from './tool-call.ts'
import { ownerOfTranscript } from './transcript-place.ts'

const EVENTS = [
  ...['SessionStart', 'SessionEnd', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse'],
  ...['PostToolUseFailure', 'PostToolBatch', 'PermissionRequest', 'PermissionDenied', 'Stop'],
  ...['StopFailure', 'SubagentStart', 'SubagentStop', 'PreCompact', 'PostCompact', 'Notification'],
  ...['CwdChanged', 'FileChanged', 'ConfigChange', 'InstructionsLoaded', 'DirectoryAdded'],
  ...['PostModelSwitch', 'MessageDisplay', 'UserPromptExpansion', 'Setup', 'TeammateIdle'],
  ...['TaskCreated', 'TaskCompleted', 'Elicitation', 'ElicitationResult', 'WorktreeRemove'],
  'PreSkillShellCommand',
]

/** What others send who run its hooks. */
const FOREIGN = ['timestamp', 'turn_id', 'client_type', 'generation_id', 'tool_call_id']
/** Others give their tools names of another kind. */
const TOOL = /^(?:mcp__|[A-Z])/

export const claudeCode: Agent = {
  name: 'claude-code',
  identify: (payload) =>
    ownerOfTranscript(payload) === 'claude-code' ||
    (ownerOfTranscript(payload) === undefined && payload.has('hook_event_name', 'prompt_id')),
  mayBe: (payload) =>
    EVENTS.includes(payload.text('hook_event_name') ?? '') &&
    payload.has('cwd') &&
    !FOREIGN.some((name) => payload.has(name)) &&
    TOOL.test(payload.text('tool_name') ?? 'Any'),
  fromHook: (payload) => shapedHook(payload, { agent: 'claude-code', result: hookResult }),
  transcript: claudeTranscript,
}

function hookResult(payload: Fields): ToolResult {
  const error = payload.text('error')
  if (error !== undefined) return failedResult(error)
  return claudeResult(payload.child('tool_response'), payload.get('tool_response'))
}
