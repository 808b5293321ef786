/** Other names for the fields of a hook's payload, as agents that did not take over Claude Code's have them. */
import { Fields } from './fields.ts'

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  hook_event_name: ['hookEventName', 'event', 'hookName', 'agent_action_name'],
  session_id: ['sessionId', 'conversation_id', 'conversationId', 'trajectory_id', 'taskId'],
  cwd: ['working_dir', 'workspaceRoot'],
  tool_name: ['toolName'],
  tool_input: ['toolInput', 'toolArgs', 'input'],
  tool_use_id: ['tool_call_id', 'toolUseId', 'toolCallId'],
  tool_response: ['toolResponse', 'tool_output', 'tool_result', 'toolResult'],
  transcript_path: ['transcriptPath'],
}

/** Returns a payload with its fields and its event named as Claude Code names them, where they can be known. */
export function respelled(payload: Fields): Fields {
  const told = payload.fields()
  const names = Object.entries(SPELLINGS).flatMap(([name, others]) => {
    const other = payload.has(name) ? undefined : others.find((one) => payload.has(one))
    return other === undefined ? [] : [[name, told[other]] as const]
  })
  const known = { ...told, ...Object.fromEntries(names) }
  const event = new Fields(known).text('hook_event_name')
  return new Fields(event === undefined ? known : { ...known, hook_event_name: pascal(event) })
}

const EVENTS = [
  ...['SessionStart', 'SessionEnd', 'UserPromptSubmit', 'UserPromptSubmitted', 'PreToolUse'],
  ...['PostToolUse', 'PostToolUseFailure', 'SubagentStart', 'SubagentStop', 'Stop', 'PreCompact'],
  ...['PermissionDenied', 'StopFailure', 'ErrorOccurred'],
]

/** `pre_tool_use` and `preToolUse` are PreToolUse; what else there is keeps its name. */
function pascal(name: string): string {
  const known = name.replace(/(?:^|_+)([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return EVENTS.includes(known) ? known : name
}
