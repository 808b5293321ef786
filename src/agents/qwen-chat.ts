/** Qwen Code's chat files: lines as Claude Code's, with the parts of a message as Gemini CLI has them. */
import {
  type DraftBase,
  draft,
  type EventDraft,
  type TranscriptReader,
  type TranscriptState,
  timeOf,
  tokenUsage,
} from './agent.ts'
import { Fields } from './fields.ts'
import { shellReport } from './shell-report.ts'
import { toolEvents } from './tool-call.ts'

/** Lines of bookkeeping; what they tell of a call stands in the next line but for how long it took. */
const BOOKKEEPING = ['attribution_snapshot', 'ui_telemetry']

export const qwenChat: TranscriptReader = {
  identify: (line) =>
    line.has('sessionId', 'uuid', 'type') &&
    (line.child('message').has('parts') || line.has('systemPayload')),
  fromTranscript,
}

function fromTranscript(line: Fields, state: TranscriptState): EventDraft[] {
  state.session = line.text('sessionId') ?? state.session ?? ''
  state.cwd = line.text('cwd') ?? state.cwd ?? ''
  const base: DraftBase = {
    agent: 'qwen-code',
    source: 'transcript',
    agent_session: state.session || undefined,
    cwd: state.cwd || undefined,
    time: timeOf(line.get('timestamp')),
    model: line.text('model'),
  }
  const events = lineEvents(line, state, base)
  if (state.told.has('start') || state.session === '') return events
  state.told.add('start')
  const summary = ['qwen-code', line.text('version')].filter(Boolean).join(' ')
  return [draft(base, { event_type: 'SESSION_START', summary }), ...events]
}

function lineEvents(line: Fields, state: TranscriptState, base: DraftBase): EventDraft[] {
  const subtype = line.text('subtype') ?? ''
  if (BOOKKEEPING.includes(subtype)) {
    noteDuration(line.child('systemPayload').child('uiEvent'), state)
    return []
  }
  const type = line.text('type') ?? 'line'
  const events = line
    .child('message')
    .list('parts')
    .flatMap((part) => partEvents(new Fields(part), type, line, state, base))
  if (type === 'system') {
    const summary = ['system', subtype].filter(Boolean).join(' ')
    return [draft(base, { event_type: 'AGENT_ACT', summary, raw: line.value })]
  }
  const usage = usageOf(line.child('usageMetadata'))
  if (Object.keys(usage).length === 0) return events
  const [first, ...rest] = events
  return first
    ? [{ ...first, usage }, ...rest]
    : [draft(base, { event_type: 'AGENT_ACT', summary: 'model call', usage })]
}

function partEvents(
  part: Fields,
  type: string,
  line: Fields,
  state: TranscriptState,
  base: DraftBase,
): EventDraft[] {
  const call = part.child('functionCall')
  if (call.has('name')) {
    const [id, tool, input] = [call.text('id'), call.text('name')!, call.child('args')]
    if (id !== undefined) state.calls.set(id, { tool, input })
    return toolEvents(withCall(base, id), { tool, input, raw: call.value })
  }
  const response = part.child('functionResponse')
  if (response.has('name')) return resultEvents(response, line, state, base)
  const text = part.text('text')
  if (text === undefined) return []
  const isThought = part.isTrue('thought')
  const said = type === 'user' ? ('USER_INPUT' as const) : ('AGENT_ACT' as const)
  const event_type = isThought ? ('AGENT_THINK' as const) : said
  return [draft(base, { event_type, summary: text, raw: part.value })]
}

function resultEvents(
  response: Fields,
  line: Fields,
  state: TranscriptState,
  base: DraftBase,
): EventDraft[] {
  const id = response.text('id')
  const call = id === undefined ? undefined : state.calls.get(id)
  if (id !== undefined) state.calls.delete(id)
  const answer = response.child('response')
  const status = line.child('toolCallResult').text('status') ?? 'success'
  const told = shellReport(answer.text('output', 'error'))
  const isFailed = told.isFailed === true || answer.has('error') || status !== 'success'
  return toolEvents(withCall(base, id), {
    tool: call?.tool ?? response.text('name')!,
    input: call?.input ?? new Fields(undefined),
    result: { ...told, isFailed, durationMs: call?.durationMs },
    raw: response.value,
  })
}

/** Notes how long a call took, which is told without its id. */
function noteDuration(event: Fields, state: TranscriptState): void {
  const durationMs = event.number('duration_ms')
  if (event.text('event.name') !== 'qwen-code.tool_call' || durationMs === undefined) return
  const args = JSON.stringify(event.get('function_args'))
  for (const call of state.calls.values()) {
    const isIt = call.tool === event.text('function_name') && call.durationMs === undefined
    if (!isIt || JSON.stringify(call.input.value) !== args) continue
    call.durationMs = durationMs
    return
  }
}

function withCall(base: DraftBase, id: string | undefined): DraftBase {
  return id === undefined ? base : { ...base, call_id: id }
}

function usageOf(usage: Fields) {
  const cached = usage.number('cachedContentTokenCount')
  const input = usage.number('promptTokenCount')
  return tokenUsage({
    input_tokens: input === undefined ? undefined : Math.max(0, input - (cached ?? 0)),
    output_tokens: usage.number('candidatesTokenCount'),
    cache_read_tokens: cached,
    reasoning_tokens: usage.number('thoughtsTokenCount'),
  })
}
