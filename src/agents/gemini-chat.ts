/**
 * Gemini CLI's chat files: a line with an id replaces the earlier one with that id, so that each part is told
 * the first time it is whole. Older files are one JSON object that holds all messages.
 */
import {
  type DraftBase,
  draft,
  type EventDraft,
  type TranscriptReader,
  type TranscriptState,
  timeOf,
  tokenUsage,
  usageBeyond,
} from './agent.ts'
import { Fields } from './fields.ts'
import { shellReport } from './shell-report.ts'
import { toolEvents } from './tool-call.ts'

const ENDED = ['success', 'error', 'cancelled']

export const geminiChat: TranscriptReader = {
  identify: (line) => line.has('sessionId', 'projectHash'),
  fromTranscript,
}

function fromTranscript(line: Fields, state: TranscriptState): EventDraft[] {
  if (line.has('sessionId', 'projectHash')) return chatEvents(line, state)
  return [...startEvents(line, state), ...lineEvents(line, state)]
}

function chatEvents(line: Fields, state: TranscriptState): EventDraft[] {
  if (state.session === undefined) {
    state.session = line.text('sessionId') ?? ''
    state.start = line
  }
  if (!line.has('messages')) return []
  return [
    ...startEvents(line, state),
    ...line.list('messages').flatMap((message) => lineEvents(new Fields(message), state)),
  ]
}

/** The first line says of the folder only a hash; the next one, in words for the model, where it is. */
function startEvents(line: Fields, state: TranscriptState): EventDraft[] {
  const { start } = state
  if (!start) return []
  delete state.start
  state.cwd = folderIn(line) ?? ''
  const told = lineBase(start, state)
  const base = { ...told, time: timeOf(start.get('startTime')) ?? told.time }
  const raw = start.without('messages').value
  return [draft(base, { event_type: 'SESSION_START', summary: 'gemini-cli', raw })]
}

/** The folder it was started in stands first. */
const FOLDER = /^<session_context>[\s\S]*?\n- \*\*Workspace Directories:\*\*\n\s+- (\/[^\n]*)\n/

function folderIn(line: Fields): string | undefined {
  const messages = [...line.child('$set').list('messages'), ...line.list('messages'), line.value]
  return messages
    .flatMap((message) => new Fields(message).list('content'))
    .map((part) => FOLDER.exec(new Fields(part).text('text') ?? '')?.[1])
    .find((folder) => folder !== undefined)
}

function lineEvents(line: Fields, state: TranscriptState): EventDraft[] {
  if (line.has('$set')) return []
  const base = lineBase(line, state)
  if (line.has('$rewindTo')) {
    const event = { event_type: 'AGENT_ACT', summary: 'the chat was rewound' } as const
    return [draft(base, { ...event, raw: line.value })]
  }
  const id = line.text('id') ?? ''
  const events = [
    ...wordEvents(line, id, state, base),
    ...line.list('thoughts').flatMap((value) => thoughtEvents(value, id, state, base)),
    ...line.list('toolCalls').flatMap((value) => callEvents(new Fields(value), state, base)),
  ]
  const usage = usageBeyond(state, id, usageOf(line.child('tokens')))
  if (usage === undefined) return events
  const [first, ...rest] = events
  if (first) return [{ ...first, usage }, ...rest]
  return [draft(base, { event_type: 'AGENT_ACT', summary: 'model call', usage })]
}

function lineBase(line: Fields, state: TranscriptState): DraftBase {
  return {
    agent: 'gemini-cli',
    source: 'transcript',
    agent_session: state.session || undefined,
    cwd: state.cwd || undefined,
    time: timeOf(line.get('timestamp')),
    model: line.text('model'),
  }
}

/** Whether this is told for the first time. */
function isNew(state: TranscriptState, key: string): boolean {
  if (state.told.has(key)) return false
  state.told.add(key)
  return true
}

function wordEvents(line: Fields, id: string, state: TranscriptState, base: DraftBase) {
  const parts = line.list('content').map((part) => new Fields(part).text('text') ?? '')
  const text = line.text('content') ?? parts.join('')
  const type = line.text('type')
  if (type !== undefined && !['user', 'gemini'].includes(type)) {
    if (!isNew(state, `other ${id} ${text}`)) return []
    return [draft(base, { event_type: 'AGENT_ACT', summary: `${type} ${text}`, raw: line.value })]
  }
  // What Gemini CLI itself puts before the words of the user.
  const isContext = type === 'user' && /^\s*<session_context>/.test(text)
  if (text.trim() === '' || isContext || !isNew(state, `said ${id} ${text}`)) return []
  const event_type = type === 'user' ? ('USER_INPUT' as const) : ('AGENT_ACT' as const)
  const raw = line.without('thoughts', 'toolCalls').value
  return [draft(base, { event_type, summary: text, raw })]
}

function thoughtEvents(value: unknown, id: string, state: TranscriptState, base: DraftBase) {
  const thought = new Fields(value)
  const words = [thought.text('subject'), thought.text('description')].filter(Boolean).join(': ')
  if (!isNew(state, `thought ${id} ${words}`)) return []
  const at = { ...base, time: timeOf(thought.get('timestamp')) ?? base.time }
  return [draft(at, { event_type: 'AGENT_THINK', summary: words, raw: value })]
}

function callEvents(call: Fields, state: TranscriptState, base: DraftBase): EventDraft[] {
  const tool = call.text('name') ?? 'unknown'
  const id = call.text('id')
  const input = call.child('args')
  const at = { ...base, call_id: id }
  const raw = call.value
  const before = isNew(state, `call ${id}`) ? toolEvents(at, { tool, input, raw }) : []
  const status = call.text('status') ?? ''
  if (!ENDED.includes(status) || !isNew(state, `end ${id}`)) return before
  const told = shellReport(responseText(call) ?? call.text('resultDisplay'))
  const result = { ...told, isFailed: told.isFailed || status !== 'success' }
  const end = { ...at, time: timeOf(call.get('timestamp')) ?? base.time }
  return [...before, ...toolEvents(end, { tool, input, raw, result })]
}

function responseText(call: Fields): string | undefined {
  return call
    .list('result')
    .map((part) => new Fields(part).child('functionResponse').child('response'))
    .map((response) => response.text('output', 'error'))
    .find((text) => text !== undefined)
}

function usageOf(tokens: Fields) {
  const cached = tokens.number('cached') ?? 0
  const input = tokens.number('input')
  const thoughts = tokens.number('thoughts')
  const output = tokens.number('output')
  return tokenUsage({
    input_tokens: input === undefined ? undefined : Math.max(0, input - cached),
    output_tokens: output === undefined ? undefined : output + (thoughts ?? 0),
    cache_read_tokens: tokens.number('cached'),
    reasoning_tokens: thoughts,
  })
}
