/** Gemini CLI: its hooks. Chat files are read by gemini-chat.ts. No call has an id. */
import type { Agent } from './agent.ts'
import type { Fields } from './fields.ts'
import { geminiChat } from './gemini-chat.ts'
import { resultFromText, shapedHook } from './hook-shape.ts'
import type { ToolResult } from './tool-call.ts'

export const geminiCli: Agent = {
  name: 'gemini-cli',
  identify: (payload) =>
    /^(?:Before|After)[A-Z]|^PreCompress$/.test(payload.text('hook_event_name') ?? '') ||
    /[/\\]\.gemini[/\\]/.test(payload.text('transcript_path') ?? ''),
  fromHook: (payload) => shapedHook(payload, { agent: 'gemini-cli', result: hookResult }),
  transcript: geminiChat,
}

function hookResult(payload: Fields): ToolResult {
  const response = payload.child('tool_response')
  const text = response.text('llmContent', 'returnDisplay')
  return resultFromText(text?.replace(/^Output: /, ''), response.has('error'))
}
