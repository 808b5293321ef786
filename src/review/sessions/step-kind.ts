/** One calm word for what a step is, the same on screens and pages. */
import type { Event, EventType } from '../../model/event.ts'

const KINDS = {
  SESSION_START: 'start',
  SESSION_END: 'end',
  FILE_READ: 'read',
  FILE_WRITE: 'write',
  FILE_DELETE: 'delete',
  FILE_CHMOD: 'mode',
  FILE_CHOWN: 'owner',
  FILE_RENAME: 'rename',
  FILE_READDIR: 'list',
  SHELL_EXEC: 'shell',
  SHELL_STDOUT: 'out',
  SHELL_STDERR: 'err',
  HTTP_REQUEST: 'http',
  HTTP_RESPONSE: 'answer',
  MCP_TOOL_CALL: 'mcp',
  MCP_TOOL_RESULT: 'answer',
  AGENT_THINK: 'think',
  AGENT_ACT: 'says',
  USER_INPUT: 'prompt',
  GAP: 'gap',
} as const satisfies Record<EventType, string>

export type StepKind = (typeof KINDS)[EventType] | 'edit' | 'agent' | 'call' | 'note' | 'seen'

const EDITS = /edit|patch|replace/i
const AGENTS = /^(?:task|agent|subagent|spawn_agent|dispatch_agent)$/i
/** Hooks tell their own name before the words. */
const HOOK_NAME = /^[A-Z]\w*(?:: |$)/

/** `seen` was found on disk and told by nobody; `call` is of a tool that no other word fits. */
export function stepKind({ event_type: type, tool = '', phase, source, summary }: Event): StepKind {
  if (source === 'watch' && type !== 'GAP') return 'seen'
  if (type === 'FILE_WRITE' && EDITS.test(tool)) return 'edit'
  if (type !== 'AGENT_ACT') return KINDS[type]
  if (tool !== '' && phase === undefined) return 'note'
  if (tool !== '') return AGENTS.test(tool) ? 'agent' : 'call'
  return source === 'hook' && summary.replace(HOOK_NAME, '') === '' ? 'note' : 'says'
}

/** Returns what a step is about, without what its kind says already; paths in `root` as they are in there. */
export function stepSubject(event: Event, root: string | undefined): string {
  const { summary, tool, command, paths } = event
  if (command !== undefined) return command
  const kind = stepKind(event)
  if (kind === 'says') return summary.replace(/^[A-Z]\w*: /, '')
  const isNamed =
    kind !== 'call' && kind !== 'note' && tool !== undefined && summary.startsWith(`${tool} `)
  const subject = isNamed ? summary.slice(tool.length + 1) : summary
  if (kind === 'mcp') return `${mcpName(tool ?? '')} ${isNamed ? subject : ''}`.trim()
  if (root === undefined || root === '/' || !paths) return subject
  return subject.replaceAll(`${root}/`, '')
}

/** Agents write the tool `search` of the server `github` as `mcp__github__search`. */
function mcpName(tool: string): string {
  return tool.replace(/^mcp__/, '').replace('__', '.')
}
