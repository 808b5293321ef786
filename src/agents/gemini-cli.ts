/** Gemini CLI: its hooks. Chat files are read by gemini-chat.ts. No call has an id. */
import type { Agent } from './agent.ts'
import type { Fields } from './fields.ts'
import { geminiChat } from './gemini-chat.ts'
import { shapedHook } from './hook-shape.ts'
import { shellReport } from './shell-report.ts'
import type { ToolResult } from './tool-call.ts'
import { ownerOfTranscript } from './transcript-place.ts'

const EVENTS =
  /^(?:(?:Before|After)(?:Tool|Agent|Model)|BeforeToolSelection|PreCompress|Session(?:Start|End)|Notification)$/

export const geminiCli: Agent = {
  name: 'gemini-cli',
  identify: (payload) =>
    ownerOfTranscript(payload) === 'gemini-cli' ||
    (ownerOfTranscript(payload) === undefined &&
      /^(?:Before|After|PreCompress)/.test(eventOf(payload)) &&
      EVENTS.test(eventOf(payload))),
  mayBe: (payload) => EVENTS.test(eventOf(payload)) && !payload.has('tool_use_id'),
  fromHook: (payload) => shapedHook(payload, { agent: 'gemini-cli', result: hookResult }),
  transcript: geminiChat,
}

function eventOf(payload: Fields): string {
  return payload.text('hook_event_name') ?? ''
}

function hookResult(payload: Fields): ToolResult {
  const response = payload.child('tool_response')
  const told = shellReport(response.text('llmContent', 'returnDisplay'))
  return { ...told, isFailed: told.isFailed || response.has('error') }
}
