/** The whole of what an event tells, where its source had it: words, arguments of a call, and what came of it. */
import type { Event } from '../../model/event.ts'
import type { JoinedStep } from './joined-steps.ts'

const DEPTH_MAX = 8
const ARGUMENT_NAMES = ['input', 'tool_input', 'arguments', 'args', 'toolArgs', 'action']
const RESULT_NAMES = [
  ...['tool_response', 'tool_output', 'toolResult', 'tool_result', 'result_json', 'result'],
  ...['output', 'aggregated_output', 'resultDisplay', 'content', 'error_message', 'error'],
]

type ArgumentFields = Record<string, unknown>

/** Returns the words of an event: its summary is their beginning, on one line. */
export function wordsOf({ summary, raw }: Pick<Event, 'summary' | 'raw'>): string {
  const start = summary.replace(/…$/, '')
  return start === '' ? summary : (findText(raw, start, 0) ?? summary)
}

function findText(value: unknown, start: string, depth: number): string | undefined {
  if (typeof value === 'string') {
    const line = value
      .slice(0, 8 * start.length)
      .trim()
      .replace(/\s+/g, ' ')
    return line.startsWith(start) ? value : undefined
  }
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return undefined
  for (const item of Object.values(value)) {
    const found = findText(item, start, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** Returns what a tool was called with. */
export function argumentsOf({ raw, command, paths }: Event): ArgumentFields {
  for (const name of ARGUMENT_NAMES) {
    const told = decoded(fieldOf(raw, name))
    if (isFields(told)) return told
  }
  return { command, paths }
}

/** Returns what came of a call, as text; undefined when nothing was told. */
export function resultOf({ end, more }: JoinedStep): string | undefined {
  const output = more.flatMap(({ event_type: type, raw, summary }) =>
    type === 'SHELL_STDOUT' || type === 'SHELL_STDERR'
      ? [typeof raw === 'string' ? raw : summary]
      : [],
  )
  if (output.length > 0) return output.join('\n')
  if (end === undefined) return undefined
  const told = RESULT_NAMES.map((name) => fieldOf(end.raw, name)).find(
    (value) => value !== undefined,
  )
  // The payload of a hook says much besides; a line of a transcript is there for the result.
  const result = told ?? (end.source === 'transcript' ? end.raw : undefined)
  if (typeof result === 'string') return result
  return result === undefined ? undefined : JSON.stringify(result)
}

function fieldOf(value: unknown, name: string): unknown {
  return isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

function isFields(value: unknown): value is ArgumentFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function decoded(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    // Free text, such as a patch: it has no names.
    return { input: value }
  }
}
