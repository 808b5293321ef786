/** OpenAI Codex CLI: its hooks. Rollout files, its fuller account, are read by codex-rollout.ts. */
import type { Agent } from './agent.ts'
import { codexReport } from './codex-report.ts'
import { codexRollout } from './codex-rollout.ts'
import type { Fields } from './fields.ts'
import { shapedHook } from './hook-shape.ts'
import type { ToolResult } from './tool-call.ts'
import { ownerOfTranscript } from './transcript-place.ts'

/** What others send who have hooks of the same shape. */
const FOREIGN = ['timestamp', 'client_type', 'generation_id', 'tool_call_id']

export const codex: Agent = {
  name: 'codex',
  identify: (payload) =>
    ownerOfTranscript(payload) === 'codex' ||
    (payload.has('hook_event_name', 'turn_id', 'model') &&
      ownerOfTranscript(payload) === undefined) ||
    payload.text('type') === 'agent-turn-complete',
  mayBe: (payload) => payload.has('hook_event_name') && !FOREIGN.some((name) => payload.has(name)),
  fromHook: (payload) => shapedHook(asHook(payload), { agent: 'codex', result: hookResult }),
  transcript: codexRollout,
}

/** The old `notify` program got a payload of another shape at the end of each turn. */
function asHook(payload: Fields): Fields {
  return payload.text('type') === 'agent-turn-complete' ? payload.renamed(NOTIFY_NAMES) : payload
}

const NOTIFY_NAMES = {
  type: 'hook_event_name',
  'thread-id': 'session_id',
  'turn-id': 'turn_id',
  'last-assistant-message': 'last_assistant_message',
}

function hookResult(payload: Fields): ToolResult {
  const response = payload.decoded('tool_response')
  const error = payload.text('error')
  const text =
    response.text('output', 'stdout', 'aggregated_output') ?? payload.text('tool_response')
  const code = response.number('exit_code') ?? response.child('metadata').number('exit_code')
  const told = codexReport(text)
  return {
    ...told,
    isFailed: error !== undefined,
    stderr: response.text('stderr') ?? error,
    exitCode: code ?? told.exitCode,
  }
}
