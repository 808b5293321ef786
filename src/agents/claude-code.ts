/** Claude Code: its hooks. Transcripts are read by claude-transcript.ts. */
import type { Agent } from './agent.ts'
import { claudeResult, failedResult } from './claude-result.ts'
import { claudeTranscript } from './claude-transcript.ts'
import type { Fields } from './fields.ts'
import { shapedHook } from './hook-shape.ts'
import type { ToolResult } from './tool-call.ts'

export const claudeCode: Agent = {
  name: 'claude-code',
  identify: (payload) => /[/\\]\.claude[/\\]/.test(payload.text('transcript_path') ?? ''),
  fromHook: (payload) => shapedHook(payload, { agent: 'claude-code', result: hookResult }),
  transcript: claudeTranscript,
}

function hookResult(payload: Fields): ToolResult {
  const error = payload.text('error')
  if (error !== undefined) return failedResult(error)
  return claudeResult(payload.child('tool_response'), payload.get('tool_response'))
}
