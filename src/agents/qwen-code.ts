/** Qwen Code, which has Claude Code's hooks and Gemini CLI's tools. Chat files are read by qwen-chat.ts. */
import type { Agent } from './agent.ts'
import type { Fields } from './fields.ts'
import { shapedHook } from './hook-shape.ts'
import { qwenChat } from './qwen-chat.ts'
import { shellReport } from './shell-report.ts'
import type { ToolResult } from './tool-call.ts'
import { ownerOfTranscript } from './transcript-place.ts'

export const qwenCode: Agent = {
  name: 'qwen-code',
  identify: (payload) =>
    ownerOfTranscript(payload) === 'qwen-code' ||
    (ownerOfTranscript(payload) === undefined &&
      payload.has('hook_event_name', 'timestamp', 'permission_mode')),
  mayBe: (payload) => payload.has('hook_event_name', 'timestamp', 'transcript_path'),
  fromHook: (payload) => shapedHook(payload, { agent: 'qwen-code', result: hookResult }),
  transcript: qwenChat,
}

function hookResult(payload: Fields): ToolResult {
  const response = payload.child('tool_response')
  const error = payload.text('error')
  if (error !== undefined) return { ...shellReport(error), isFailed: true }
  return { ...shellReport(response.text('llmContent')), isFailed: response.has('error') }
}
