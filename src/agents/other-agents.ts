/**
 * Agents that run the hooks of others, or send payloads of their own, and are only told apart: their name is
 * right, and what they say is kept, but only what looks like Claude Code's payloads is understood.
 */
import { type Agent, draft } from './agent.ts'
import type { Fields } from './fields.ts'
import { resultFromText, shapedHook } from './hook-shape.ts'

export const windsurf = named('windsurf', (payload) => payload.has('agent_action_name'))

export const cline = named('cline', (payload) => payload.has('clineVersion'))

export const goose = named(
  'goose',
  (payload) => payload.has('event', 'session_id') && !payload.has('hook_event_name'),
)

export const qwenCode = named(
  'qwen-code',
  (payload) =>
    /[/\\]\.qwen[/\\]/.test(payload.text('transcript_path') ?? '') ||
    (payload.has('hook_event_name', 'tool_use_id') &&
      /^(?:run_shell_command|write_file|replace|read_file)$/.test(payload.text('tool_name') ?? '')),
)

function named(name: string, identify: (payload: Fields) => boolean): Agent {
  return {
    name,
    identify,
    fromHook(payload) {
      const shaped = payload.has('hook_event_name') ? payload : payload.renamed(SPELLINGS)
      if (shaped.text('hook_event_name') !== undefined)
        return shapedHook(shaped, { agent: name, result: hookResult })
      const summary = payload.text('agent_action_name', 'hookName') ?? 'unnamed hook'
      const session = payload.text('trajectory_id', 'taskId')
      const base = { agent: name, source: 'hook' as const }
      const known = session === undefined ? base : { ...base, agent_session: session }
      return [draft(known, { event_type: 'AGENT_ACT', summary, raw: payload.value })]
    },
  }
}

/** Goose has other names for the same fields. */
const SPELLINGS = { event: 'hook_event_name', working_dir: 'cwd', tool_call_id: 'tool_use_id' }

function hookResult(payload: Fields) {
  const response = payload.decoded('tool_response')
  const text = response.text('llmContent', 'returnDisplay') ?? payload.text('tool_response')
  return resultFromText(text, response.has('error'))
}
