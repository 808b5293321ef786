/** Claude Code's transcripts: one JSON object a line, one content block of a message in each. */
import type { TokenUsage } from '../model/event.ts'
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
import { claudeResult, failedResult } from './claude-result.ts'
import { Fields } from './fields.ts'
import { subagentSession } from './hook-shape.ts'
import { toolEvents } from './tool-call.ts'

/** Lines of bookkeeping, which repeat and say nothing of what was done. */
const BOOKKEEPING = [
  ...['summary', 'file-history-snapshot', 'queue-operation', 'ai-title', 'custom-title'],
  ...['last-prompt', 'mode', 'permission-mode', 'attachment', 'progress', 'started', 'result'],
]

const TELLING = /^(?:compact_boundary|microcompact_boundary|api_error)$/

/** So much of what it says tells a line from others of its message and time. */
const SAME_CHARACTERS = 500

/** Stands for a model in messages that no model wrote. */
const SYNTHETIC = '<synthetic>'

export const claudeTranscript: TranscriptReader = {
  identify: (line) =>
    line.has('sessionId') &&
    (line.has('uuid') || line.has('parentUuid') || line.has('leafUuid')) &&
    line.text('type') !== undefined &&
    // Qwen Code's lines are of the same shape, but for what is in them.
    !line.child('message').has('parts') &&
    !line.has('systemPayload') &&
    !line.has('toolCallResult'),
  fromTranscript,
}

function fromTranscript(line: Fields, state: TranscriptState): EventDraft[] {
  const type = line.text('type')
  if (type === undefined || BOOKKEEPING.includes(type) || isReplayed(line, state)) return []
  const base = lineBase(line, state)
  const events = lineEvents(type, line, state, base)
  if (state.told.has('start') || base.agent_session === undefined) return events
  state.told.add('start')
  const version = line.text('version')
  const summary = version === undefined ? 'claude-code' : `claude-code ${version}`
  return [draft(base, { event_type: 'SESSION_START', summary }), ...events]
}

/** A session that goes on may begin with lines it had, under new ids: their message and time stay. */
function isReplayed(line: Fields, state: TranscriptState): boolean {
  const [message, time] = [line.child('message'), line.text('timestamp')]
  if (time === undefined || !message.has('content')) return false
  const content = JSON.stringify(message.get('content')).slice(0, SAME_CHARACTERS)
  const key = `line ${time} ${message.text('id') ?? ''} ${content}`
  if (state.told.has(key)) return true
  state.told.add(key)
  return false
}

function lineBase(line: Fields, state: TranscriptState): DraftBase {
  const session = line.text('sessionId')
  const subagent = line.text('agentId')
  if (session !== undefined && subagent !== undefined && line.isTrue('isSidechain')) {
    state.parent = session
    state.session = subagentSession(session, subagent)
  } else if (session !== undefined) state.session = session
  state.cwd = line.text('cwd') ?? state.cwd ?? ''
  const model = line.child('message').text('model')
  const isModel = model !== undefined && model !== SYNTHETIC
  return {
    agent: 'claude-code',
    source: 'transcript',
    agent_session: state.session,
    parent_session: state.parent,
    cwd: state.cwd || undefined,
    time: timeOf(line.get('timestamp')),
    model: isModel ? model : undefined,
  }
}

function lineEvents(
  type: string,
  line: Fields,
  state: TranscriptState,
  base: DraftBase,
): EventDraft[] {
  if (type === 'assistant') return assistantEvents(line, state, base)
  if (type === 'user') return userEvents(line, state, base)
  // Most are bookkeeping: how long a turn took, which hooks ran.
  const isTelling = line.has('content') || TELLING.test(line.text('subtype') ?? '')
  if (type === 'system' && !isTelling) return []
  const what = line.text('subtype', 'content') ?? ''
  return [
    draft(base, { event_type: 'AGENT_ACT', summary: `${type} ${what}`.trim(), raw: line.value }),
  ]
}

function assistantEvents(line: Fields, state: TranscriptState, base: DraftBase): EventDraft[] {
  const message = line.child('message')
  const events = message.list('content').flatMap((block) => blockEvents(block, state, base))
  const usage = newUsage(line, message, state)
  if (usage === undefined) return events
  const [first, ...rest] = events
  if (first) return [{ ...first, usage }, ...rest]
  return [draft(base, { event_type: 'AGENT_ACT', summary: 'model call', usage })]
}

function blockEvents(value: unknown, state: TranscriptState, base: DraftBase): EventDraft[] {
  const block = new Fields(value)
  const type = block.text('type')
  if (type === 'text') {
    return [draft(base, { event_type: 'AGENT_ACT', summary: block.text('text') ?? '', raw: value })]
  }
  if (type === 'thinking' || type === 'redacted_thinking') {
    // Mostly empty: the words stay with the provider.
    const summary = block.text('thinking') ?? 'thought, in words that are not told'
    return [
      draft(base, { event_type: 'AGENT_THINK', summary, raw: block.without('signature').value }),
    ]
  }
  const [id, tool] = [block.text('id'), block.text('name')]
  if (tool === undefined) {
    return [draft(base, { event_type: 'AGENT_ACT', summary: type ?? 'message', raw: value })]
  }
  const input = block.child('input')
  if (id !== undefined) state.calls.set(id, { tool, input })
  return toolEvents(withCall(base, id), { tool, input, raw: value })
}

function userEvents(line: Fields, state: TranscriptState, base: DraftBase): EventDraft[] {
  const message = line.child('message')
  const content = message.get('content')
  const blocks =
    typeof content === 'string' ? [{ type: 'text', text: content }] : message.list('content')
  const isPerson =
    !line.isTrue('isMeta') &&
    !line.isTrue('isCompactSummary') &&
    line.child('origin').text('kind') !== 'task-notification'
  return blocks.flatMap((value) => {
    const block = new Fields(value)
    if (block.text('type') === 'tool_result') return resultEvents(block, line, state, base)
    const summary = block.text('text') ?? block.text('type') ?? 'message'
    return [draft(base, { event_type: isPerson ? 'USER_INPUT' : 'AGENT_ACT', summary, raw: value })]
  })
}

function resultEvents(
  block: Fields,
  line: Fields,
  state: TranscriptState,
  base: DraftBase,
): EventDraft[] {
  const id = block.text('tool_use_id')
  const call = id === undefined ? undefined : state.calls.get(id)
  if (id !== undefined) state.calls.delete(id)
  const text = resultText(block)
  const isFailed = block.isTrue('is_error') || line.has('toolDenialKind')
  const told = isFailed
    ? failedResult(text ?? '')
    : claudeResult(line.child('toolUseResult'), line.get('toolUseResult') ?? text)
  return toolEvents(withCall(base, id), {
    tool: call?.tool ?? 'unknown',
    input: call?.input ?? new Fields(undefined),
    result: { ...told, ...(line.has('toolDenialKind') && { isRefused: true }) },
    raw: line.get('toolUseResult') ?? block.value,
  })
}

function resultText(block: Fields): string | undefined {
  const whole = block.text('content')
  if (whole !== undefined) return whole
  const parts = block.list('content').map((part) => new Fields(part).text('text'))
  const texts = parts.filter((part) => part !== undefined)
  return texts.length === 0 ? undefined : texts.join('\n')
}

function withCall(base: DraftBase, id: string | undefined): DraftBase {
  return id === undefined ? base : { ...base, call_id: id }
}

/** One answer of the model is several lines, each with the usage so far. */
function newUsage(line: Fields, message: Fields, state: TranscriptState): TokenUsage | undefined {
  const usage = message.child('usage')
  const id = message.text('id')
  if (id === undefined) return undefined
  const counts = tokenUsage({
    input_tokens: usage.number('input_tokens'),
    output_tokens: usage.number('output_tokens'),
    cache_read_tokens: usage.number('cache_read_input_tokens'),
    cache_write_tokens: usage.number('cache_creation_input_tokens'),
    reasoning_tokens: usage.child('output_tokens_details').number('thinking_tokens'),
    cost_usd: line.number('costUSD'),
  })
  return usageBeyond(state, `${id} ${line.text('requestId') ?? ''}`, counts)
}
