/** A call of a tool, or its result, as events. */

import type { EventType } from '../model/event.ts'
import { shellWord } from '../model/shell-word.ts'
import { type DraftBase, draft, type EventDraft, type PartialDraft } from './agent.ts'
import { tellsRefusal } from './call-marks.ts'
import { clipText } from './clip.ts'
import type { Fields } from './fields.ts'
import { changedFiles, patchedFiles } from './patch-paths.ts'
import { type ToolKind, toolKind } from './tool-kinds.ts'

/** How a tool ended, as far as the agent says. */
export interface ToolResult {
  stdout?: string | undefined
  stderr?: string | undefined
  exitCode?: number | undefined
  isFailed?: boolean | undefined
  /** Set where the agent says apart from the words that it was not allowed to run. */
  isRefused?: boolean | undefined
  durationMs?: number | undefined
}

interface ToolCall {
  tool: string
  input: Fields
  /** Set when the tool has run. */
  result?: ToolResult
  /** What the source said. */
  raw: unknown
}

const PATH_FIELDS = [
  ...['file_path', 'filePath', 'path', 'absolute_path', 'notebook_path', 'dir_path', 'filename'],
  ...['AbsolutePath', 'TargetFile', 'DirectoryPath'],
]

/** Returns the events of a call: the first is the call itself, and more follow for output and further files. */
export function toolEvents(base: DraftBase, call: ToolCall): EventDraft[] {
  const { tool, result, raw } = call
  const kind = toolKind(tool)
  const isRefused = result !== undefined && wasRefused(result)
  const isFailed = isRefused || result?.isFailed || (result?.exitCode ?? 0) !== 0
  const common = {
    tool,
    phase: result ? ('after' as const) : ('before' as const),
    failed: isFailed ? (true as const) : undefined,
    permission: isRefused ? ('refused' as const) : undefined,
    duration_ms: result?.durationMs,
    raw,
  }
  if (kind === 'shell') return shellEvents(base, call, common)
  const changes = call.input.get('changes')
  const patch = call.input.text('command', 'input', 'patch', 'patchText')
  const patched = kind === 'patch' ? [...patchedFiles(patch ?? ''), ...changedFiles(changes)] : []
  if (patched.length > 0) {
    return patched.map(({ action, paths }, index) =>
      draft(base, {
        ...common,
        event_type: FILE_EVENTS[action],
        summary: `${action} ${paths.join(' -> ')}`,
        paths,
        raw: index === 0 ? raw : undefined,
      }),
    )
  }
  const type = eventType(kind, result !== undefined)
  const paths = pathsOf(call.input, kind)
  const subject = paths?.join(' ') ?? call.input.text('url', 'query', 'pattern', 'description')
  const summary = subject === undefined ? tool : `${tool} ${subject}`
  return [draft(base, { ...common, event_type: type, summary, paths })]
}

function wasRefused({ isRefused, isFailed, exitCode, stderr, stdout }: ToolResult): boolean {
  if (isRefused !== undefined) return isRefused
  // What has an exit code has run.
  return isFailed === true && exitCode === undefined && tellsRefusal(stderr ?? stdout)
}

const FILE_EVENTS = { write: 'FILE_WRITE', delete: 'FILE_DELETE', rename: 'FILE_RENAME' } as const

function eventType(kind: ToolKind, isResult: boolean): EventType {
  switch (kind) {
    case 'shell':
      return 'SHELL_EXEC'
    case 'read':
      return 'FILE_READ'
    case 'write':
    case 'patch':
      return 'FILE_WRITE'
    case 'delete':
      return 'FILE_DELETE'
    case 'list':
      return 'FILE_READDIR'
    case 'fetch':
      return isResult ? 'HTTP_RESPONSE' : 'HTTP_REQUEST'
    case 'mcp':
      return isResult ? 'MCP_TOOL_RESULT' : 'MCP_TOOL_CALL'
    case 'act':
      return 'AGENT_ACT'
  }
}

function pathsOf(input: Fields, kind: ToolKind): string[] | undefined {
  if (kind === 'mcp' || kind === 'act' || kind === 'fetch') return undefined
  const one = input.text(...PATH_FIELDS)
  const several = [...input.texts('paths'), ...input.texts('include')]
  const paths = one === undefined ? several : [one]
  return paths.length === 0 ? undefined : paths
}

function shellEvents(
  base: DraftBase,
  { input, result }: ToolCall,
  common: PartialDraft,
): EventDraft[] {
  const told = commandText(input)
  const command = told === undefined ? undefined : clipText(told)
  const folder = input.text('workdir', 'cwd', 'Cwd', 'dir_path', 'directory')
  const at = folder === undefined ? base : { ...base, cwd: folder }
  const exec = draft(at, {
    ...common,
    event_type: 'SHELL_EXEC',
    summary: told ?? '',
    command: command?.value,
    truncated: command?.isTruncated ? true : undefined,
    paths: pathsOfPatch(told),
    exit_code: result?.exitCode,
  })
  const output = (type: EventType, text: string | undefined) => {
    // Of a call that was refused, the text is the agent's.
    if (text === undefined || text.trim() === '' || common.permission) return []
    const { tool, phase } = common
    return [draft(at, { event_type: type, summary: text, tool, phase, raw: text })]
  }
  return [
    exec,
    ...output('SHELL_STDOUT', result?.stdout),
    ...output('SHELL_STDERR', result?.stderr),
  ]
}

/** A patch that is given to a shell is applied by the agent itself, which may never say that the call has ended. */
function pathsOfPatch(command: string | undefined): string[] | undefined {
  if (command === undefined || !/^\s*(?:\S*\/)?apply_?patch\s*<</.test(command)) return undefined
  const paths = patchedFiles(command).flatMap((file) => file.paths)
  return paths.length === 0 ? undefined : paths
}

const SHELL_FLAG = /^-[a-z]*c$/

/** Returns the shell text of a call. A list of words is quoted, unless it is a shell with its text. */
function commandText(input: Fields): string | undefined {
  const text = input.text('command', 'cmd', 'command_line', 'commandLine', 'CommandLine', 'script')
  if (text !== undefined) return text
  const words = input.texts('command')
  if (words.length === 0) return undefined
  if (words.length === 3 && SHELL_FLAG.test(words[1]!)) return words[2]
  return words.map(shellWord).join(' ')
}

const EXIT_CODE =
  /^(?:Process exited with code|Exit [Cc]ode:?|exit code:?|<exited with exit code) (\d{1,3})\b/m

/** Finds the exit code that agents write into the text of a result. */
export function exitCodeIn(text: string | undefined): number | undefined {
  const found = EXIT_CODE.exec(text?.slice(0, 65_536) ?? '')
  return found ? Number(found[1]) : undefined
}
