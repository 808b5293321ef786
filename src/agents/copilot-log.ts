/** Copilot CLI's event log, ~/.copilot/session-state/<id>/events.jsonl. */
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
import { type ToolResult, toolEvents } from './tool-call.ts'

const OWN_TYPES =
  /^(?:user\.message|assistant\.(?:message|turn_start)|tool\.execution_(?:start|complete))$/

export const copilotLog: TranscriptReader = {
  identify: (line) =>
    line.has('data', 'id', 'timestamp') &&
    (line.child('data').text('producer') === 'copilot-agent' ||
      line.child('data').has('copilotVersion') ||
      OWN_TYPES.test(line.text('type') ?? '')),
  fromTranscript,
}

function fromTranscript(line: Fields, state: TranscriptState): EventDraft[] {
  const type = line.text('type') ?? 'line'
  const data = line.child('data')
  if (type === 'session.start') {
    state.session = data.text('sessionId') ?? ''
    state.cwd = data.child('context').text('cwd') ?? ''
  }
  const base = lineBase(line, state)
  switch (type) {
    case 'session.start': {
      const summary = `copilot ${data.text('copilotVersion') ?? ''}`
      return [draft(base, { event_type: 'SESSION_START', summary, raw: line.value })]
    }
    case 'session.shutdown':
    case 'session.end':
      return [draft(base, { event_type: 'SESSION_END', summary: type, raw: line.value })]
    case 'user.message':
      return [draft(base, { event_type: 'USER_INPUT', summary: words(data), raw: line.value })]
    case 'assistant.message':
      return messageEvents(line, data, state, base)
    case 'assistant.reasoning':
      return [draft(base, { event_type: 'AGENT_THINK', summary: words(data), raw: line.value })]
    case 'assistant.usage':
    case 'session.usage_record': {
      const told = data.has('usage') ? data.child('usage') : data
      const call = { event_type: 'AGENT_ACT', summary: 'model call', usage: usageOf(told) } as const
      return [draft({ ...base, model: told.text('model') ?? base.model }, call)]
    }
    case 'tool.execution_start': {
      const tool = data.text('toolName', 'name')
      const events = tool === undefined ? [] : callEvents(data, tool, state, base)
      const call = state.calls.get(data.text('toolCallId') ?? '')
      if (call && base.time !== undefined) call.startMs = Date.parse(base.time)
      return events
    }
    case 'tool.execution_complete':
      return resultEvents(data, state, base, line.value)
    default:
      return otherEvents(type, line, data, base)
  }
}

/** Most of what is left is bookkeeping. */
const TELLING = /^(?:abort|session\.(?:error|warning|compaction_complete|snapshot_rewind|handoff))$/

function otherEvents(type: string, line: Fields, data: Fields, base: DraftBase): EventDraft[] {
  if (!TELLING.test(type)) return []
  const summary = [type, data.text('message', 'reason')].filter(Boolean).join(': ')
  return [draft(base, { event_type: 'AGENT_ACT', summary, raw: line.value })]
}

function lineBase(line: Fields, state: TranscriptState): DraftBase {
  return {
    agent: 'copilot',
    source: 'transcript',
    agent_session: state.session || undefined,
    cwd: state.cwd || undefined,
    time: timeOf(line.get('timestamp')),
    model: line.child('data').text('model'),
  }
}

function words(data: Fields): string {
  return data.text('content', 'text', 'transformedContent') ?? ''
}

function messageEvents(line: Fields, data: Fields, state: TranscriptState, base: DraftBase) {
  const said = words(data)
  const raw = line.value
  const speech = said === '' ? [] : [draft(base, { event_type: 'AGENT_ACT', summary: said, raw })]
  const calls = data.list('toolRequests').flatMap((value) => {
    const request = new Fields(value)
    const tool = request.text('name', 'toolName')
    return tool === undefined ? [] : callEvents(request, tool, state, base)
  })
  return [...speech, ...calls]
}

/** A call is asked for in a message and started in a line of its own; the first counts. */
function callEvents(call: Fields, tool: string, state: TranscriptState, base: DraftBase) {
  const id = call.text('toolCallId')
  if (id !== undefined) {
    if (state.calls.has(id)) return []
    state.calls.set(id, { tool, input: call.decoded('arguments') })
  }
  const at = id === undefined ? base : { ...base, call_id: id }
  return toolEvents(at, { tool, input: call.decoded('arguments'), raw: call.value })
}

function resultEvents(data: Fields, state: TranscriptState, base: DraftBase, raw: unknown) {
  const id = data.text('toolCallId')
  const call = id === undefined ? undefined : state.calls.get(id)
  const told = copilotResult(data.child('result'))
  const exitCode = data.child('shellExecution').number('exitCode') ?? told.exitCode
  const isFailed = told.isFailed === true || data.get('success') === false
  const tookMs = Date.parse(base.time ?? '') - (call?.startMs ?? Number.NaN)
  const durationMs = tookMs >= 0 ? tookMs : undefined
  return toolEvents(id === undefined ? base : { ...base, call_id: id }, {
    tool: call?.tool ?? data.text('toolName') ?? 'unknown',
    input: call?.input ?? new Fields(undefined),
    result: { ...told, exitCode, isFailed, durationMs },
    raw,
  })
}

function usageOf(data: Fields) {
  const cached = data.number('cacheReadTokens')
  const input = data.number('inputTokens')
  return tokenUsage({
    input_tokens: input === undefined ? undefined : Math.max(0, input - (cached ?? 0)),
    output_tokens: data.number('outputTokens'),
    cache_read_tokens: cached,
    cache_write_tokens: data.number('cacheWriteTokens') || undefined,
    reasoning_tokens: data.number('reasoningTokens'),
  })
}

/** Stands after what a command wrote. */
const COMMAND_END = /\n?<(?:shellId: \S+ completed|exited) with exit code (\d{1,3})>\s*$/

/** Reads `result_type` and `text_result_for_llm`, in either spelling. */
export function copilotResult(result: Fields): ToolResult {
  const type = result.text('result_type', 'resultType') ?? 'success'
  const text = result.text('text_result_for_llm', 'textResultForLlm', 'content', 'detailedContent')
  const end = COMMAND_END.exec(text ?? '')
  const exitCode = end ? Number(end[1]) : undefined
  const isRefused = /^(?:denied|rejected)/.test(type) ? true : undefined
  return { stdout: text?.slice(0, end?.index), exitCode, isFailed: type !== 'success', isRefused }
}
