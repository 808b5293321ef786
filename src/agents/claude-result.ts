/** How a tool of Claude Code ended: its structured answer, or the text of a failure. */
import type { Fields } from './fields.ts'
import type { ToolResult } from './tool-call.ts'

/** Reads the structured answer of a tool, which has no exit code: a command that ended with another than 0 failed. */
export function claudeResult(response: Fields, whole: unknown): ToolResult {
  if (typeof whole === 'string') return { stdout: whole }
  const hasCode = !response.has('returnCodeInterpretation') && !response.has('backgroundTaskId')
  const isDone = response.has('stdout') && hasCode && !response.isTrue('interrupted')
  return {
    stdout: response.text('stdout'),
    stderr: response.text('stderr'),
    exitCode: isDone && !response.has('timedOutAfterMs') ? 0 : undefined,
    isFailed: response.isTrue('interrupted') || response.has('timedOutAfterMs'),
    durationMs: response.number('durationMs', 'totalDurationMs'),
  }
}

/** Reads the text of a failure: `Exit code N` on the first line, then both outputs in one. */
export function failedResult(text: string): ToolResult {
  const found = /^(?:Error: )?Exit code (\d+)(?:\n|$)/.exec(text)
  return {
    stderr: found ? text.slice(found[0].length) : text,
    exitCode: found ? Number(found[1]) : undefined,
    isFailed: true,
  }
}
