/**
 * Codex's rollout files. The same thing is told up to three times: as an item of the conversation, as an event,
 * and, in newer files, as a completed item. Each is taken the first time.
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
import { noteCopying } from './codex-fork.ts'
import { codexReport } from './codex-report.ts'
import { Fields } from './fields.ts'
import { type ToolResult, toolEvents } from './tool-call.ts'

const TOP_TYPES = ['session_meta', 'turn_context', 'response_item', 'event_msg', 'compacted']
const BARE_ITEMS = [
  ...['message', 'reasoning', 'function_call', 'function_call_output', 'custom_tool_call'],
  ...['custom_tool_call_output', 'local_shell_call'],
]
const ENDS_TURN = ['task_complete', 'turn_aborted', 'turn_complete']

interface Telling {
  base: DraftBase
  state: TranscriptState
}

export const codexRollout: TranscriptReader = {
  identify: (line) =>
    (TOP_TYPES.includes(line.text('type') ?? '') && line.has('payload')) ||
    (line.has('id', 'timestamp') && (line.has('instructions') || line.has('git'))),
  fromTranscript,
}

function fromTranscript(line: Fields, state: TranscriptState): EventDraft[] {
  const type = line.text('type')
  const payload = line.child('payload')
  const wasCopying = state.copying !== undefined
  noteCopying(line, payload, state)
  if (wasCopying && !state.copying) forgetWords(state)
  // The oldest files have bare items, and a first line without a type.
  if (type === undefined || type === 'session_meta') {
    return sessionStart(type === undefined ? line : payload, line, state)
  }
  if (type === 'turn_context') {
    state.cwd = payload.text('cwd') ?? state.cwd ?? ''
    state.model = payload.text('model') ?? state.model ?? ''
    return []
  }
  const events = otherEvents(type, payload, line, { base: lineBase(line, state), state })
  // It was read all the same: what is told of usage later counts from there.
  return state.copying ? [] : events
}

function otherEvents(type: string, payload: Fields, line: Fields, telling: Telling): EventDraft[] {
  if (type === 'response_item') return itemEvents(payload, telling)
  if (type === 'event_msg') return messageEvents(payload, telling)
  if (BARE_ITEMS.includes(type)) return itemEvents(line, telling)
  // What else there is, is bookkeeping.
  return type === 'compacted' ? [act(type, line, telling)] : []
}

function sessionStart(meta: Fields, line: Fields, state: TranscriptState): EventDraft[] {
  if (state.session !== undefined || meta.text('id') === undefined) return []
  state.session = meta.text('id')!
  state.cwd = meta.text('cwd') ?? ''
  const parent = meta.text('forked_from_id', 'parent_thread_id')
  if (parent !== undefined) state.parent = parent
  const summary = ['codex', meta.text('cli_version'), meta.text('originator')].filter(Boolean)
  const event = {
    event_type: 'SESSION_START',
    summary: summary.join(' '),
    raw: meta.value,
  } as const
  return [draft(lineBase(line, state), event)]
}

function lineBase(line: Fields, state: TranscriptState): DraftBase {
  return {
    agent: 'codex',
    source: 'transcript',
    agent_session: state.session,
    parent_session: state.parent,
    cwd: state.cwd || undefined,
    model: state.model || undefined,
    time: timeOf(line.get('timestamp')),
  }
}

/** Items of the conversation with the model. */
function itemEvents(item: Fields, telling: Telling): EventDraft[] {
  const type = item.text('type')
  switch (type) {
    case 'message':
      return messageItem(item, telling)
    case 'reasoning': {
      return thought(textOf(item, 'summary') ?? textOf(item, 'content'), telling, item)
    }
    case 'function_call':
    case 'custom_tool_call':
    case 'local_shell_call':
      return callStarts(item, telling)
    case 'function_call_output':
    case 'custom_tool_call_output':
      return callEnds(item.text('call_id'), outputResult(item), item, telling)
    default:
      return withWords(type ?? 'item', item, telling)
  }
}

/** Of what is not known, only what says something is told of. */
function withWords(type: string, source: Fields, telling: Telling): EventDraft[] {
  const words = source.text('message', 'text', 'reason', 'command', 'query')
  return words === undefined ? [] : [act(`${type}: ${words}`, source, telling)]
}

function messageItem(item: Fields, telling: Telling): EventDraft[] {
  const text = textOf(item, 'content')
  const role = item.text('role')
  if (text === undefined) return []
  if (role === 'assistant') return said('AGENT_ACT', text, telling, item)
  // What Codex itself puts before the words of the user.
  const isContext = role !== 'user' || /^\s*(?:<[a-z_]+>|# AGENTS\.md)/.test(text)
  return isContext ? [] : said('USER_INPUT', text, telling, item)
}

function callStarts(item: Fields, { base, state }: Telling): EventDraft[] {
  const id = item.text('call_id', 'id')
  if (isScript(item)) {
    if (id !== undefined) state.told.add(`end ${id}`)
    return []
  }
  const tool = toolName(item.text('name') ?? 'local_shell')
  const action = item.child('action')
  const args = item.decoded('arguments')
  const input = args.value ? args : action.value ? action : item.without('arguments')
  if (id !== undefined) state.calls.set(id, { tool, input })
  return toolEvents(withCall(base, id), { tool, input, raw: item.value })
}

/** In code mode the model writes scripts; the calls that these make are told of one by one. */
function isScript(item: Fields): boolean {
  return item.text('type') === 'custom_tool_call' && item.text('name') === 'exec'
}

function toolName(name: string): string {
  return name.replace(/^functions\./, '')
}

function outputResult(item: Fields): ToolResult {
  const output = item.decoded('output')
  const text = output.text('output', 'content') ?? item.text('output')
  const metadata = output.child('metadata')
  const seconds = metadata.number('duration_seconds')
  const told = codexReport(text)
  return {
    ...told,
    exitCode: metadata.number('exit_code') ?? told.exitCode,
    isFailed: output.get('success') === false,
    durationMs: seconds === undefined ? undefined : Math.round(seconds * 1000),
  }
}

/** Tells how a call ended, the first time that is told. */
function callEnds(
  id: string | undefined,
  result: ToolResult,
  source: Fields,
  { base, state }: Telling,
  known?: { tool: string; input: Fields },
): EventDraft[] {
  const call = (id === undefined ? undefined : state.calls.get(id)) ?? known
  if (id !== undefined) {
    if (state.told.has(`end ${id}`)) return []
    state.told.add(`end ${id}`)
    state.calls.delete(id)
  }
  const { tool, input } = call ?? { tool: 'unknown', input: new Fields(undefined) }
  return toolEvents(withCall(base, id), { tool, input, result, raw: source.value })
}

/** In another turn the same words are said anew. */
function forgetWords({ told }: TranscriptState): void {
  for (const key of told) if (key.startsWith('said ')) told.delete(key)
}

/** Events of the session. */
function messageEvents(message: Fields, telling: Telling): EventDraft[] {
  const type = message.text('type') ?? 'event'
  if (ENDS_TURN.includes(type)) {
    forgetWords(telling.state)
    return type === 'turn_aborted' ? [act(type, message, telling)] : []
  }
  switch (type) {
    case 'user_message':
      return said('USER_INPUT', message.text('message') ?? '', telling, message)
    case 'agent_message':
      return said('AGENT_ACT', message.text('message') ?? '', telling, message)
    case 'agent_reasoning':
      return said('AGENT_THINK', message.text('text') ?? '', telling, message)
    case 'token_count':
      return usageEvents(message.child('info'), telling)
    case 'exec_command_end':
    case 'patch_apply_end':
    case 'mcp_tool_call_end':
      return callEnds(message.text('call_id'), eventResult(message), message, telling, {
        tool: type === 'patch_apply_end' ? 'apply_patch' : 'shell',
        input: message,
      })
    case 'item_completed':
      return completedItem(message.child('item'), telling)
    case 'exec_command_begin':
    case 'patch_apply_begin':
    case 'mcp_tool_call_begin':
    case 'item_started':
    case 'agent_reasoning_section_break':
      return []
    case 'context_compacted':
    case 'thread_rolled_back':
      return [act(type, message, telling)]
    default:
      return withWords(type, message, telling)
  }
}

function eventResult(message: Fields): ToolResult {
  const { secs, nanos } = {
    secs: message.child('duration').number('secs'),
    nanos: message.child('duration').number('nanos') ?? 0,
  }
  return {
    stdout: message.text('stdout', 'aggregated_output'),
    stderr: message.text('stderr'),
    exitCode: message.number('exit_code'),
    isFailed:
      message.get('success') === false ||
      ['failed', 'declined'].includes(message.text('status') ?? ''),
    durationMs: secs === undefined ? undefined : Math.round(secs * 1000 + nanos / 1e6),
  }
}

function completedItem(item: Fields, telling: Telling): EventDraft[] {
  const text = item.text('text', 'message') ?? textOf(item, 'content') ?? textOf(item, 'summary')
  const ends = (tool: string, input: Fields) =>
    callEnds(item.text('id'), eventResult(item), item, telling, { tool, input })
  switch (item.text('type')) {
    case 'UserMessage':
      return said('USER_INPUT', text ?? '', telling, item)
    case 'AgentMessage':
      return said('AGENT_ACT', text ?? '', telling, item)
    case 'Reasoning':
      return thought(text ?? textsOf(item, 'summary_text'), telling, item)
    case 'CommandExecution':
      // Its `cwd` is a URL; that of the session will do.
      return ends('shell', item.without('cwd'))
    case 'FileChange':
      return ends('apply_patch', item)
    case 'McpToolCall':
      return ends(`mcp__${item.text('server') ?? ''}__${item.text('tool') ?? ''}`, item)
    case 'ContextCompaction':
      return [act('ContextCompaction', item, telling)]
    default:
      return withWords(item.text('type') ?? 'item', item, telling)
  }
}

/** `total_token_usage` counts from the start of the session, and its input includes what was cached. */
function usageEvents(info: Fields, { base, state }: Telling): EventDraft[] {
  const total = info.child('total_token_usage')
  const cached = total.number('cached_input_tokens') ?? 0
  const input = total.number('input_tokens')
  const counts = tokenUsage({
    input_tokens: input === undefined ? undefined : Math.max(0, input - cached),
    output_tokens: total.number('output_tokens'),
    cache_read_tokens: cached,
    reasoning_tokens: total.number('reasoning_output_tokens'),
  })
  const usage = usageBeyond(state, 'session', counts)
  if (usage === undefined) return []
  return [draft(base, { event_type: 'AGENT_ACT', summary: 'model call', usage, raw: info.value })]
}

function said(
  event_type: 'USER_INPUT' | 'AGENT_ACT' | 'AGENT_THINK',
  text: string,
  { base, state }: Telling,
  source: Fields,
): EventDraft[] {
  const key = `said ${event_type} ${text.trim()}`
  if (state.told.has(key)) return []
  state.told.add(key)
  const raw = source.without('encrypted_content').value
  return [draft(base, { event_type, summary: text, raw })]
}

/** A thought without words is told of once, by whichever line comes first. */
function thought(text: string | undefined, telling: Telling, source: Fields): EventDraft[] {
  const id = source.text('id')
  if (text !== undefined) return said('AGENT_THINK', text, telling, source)
  if (id !== undefined && telling.state.told.has(`thought ${id}`)) return []
  if (id !== undefined) telling.state.told.add(`thought ${id}`)
  return said('AGENT_THINK', 'thought, in words that are not told', telling, source)
}

function act(summary: string, source: Fields, { base }: Telling): EventDraft {
  return draft(base, { event_type: 'AGENT_ACT', summary, raw: source.value })
}

function textOf(item: Fields, name: string): string | undefined {
  const parts = item.list(name).map((part) => new Fields(part).text('text'))
  const texts = parts.filter((part) => part !== undefined)
  return texts.length === 0 ? item.text(name) : texts.join('\n')
}

function textsOf(item: Fields, name: string): string | undefined {
  const texts = item.texts(name)
  return texts.length === 0 ? undefined : texts.join('\n')
}

function withCall(base: DraftBase, id: string | undefined): DraftBase {
  return id === undefined ? base : { ...base, call_id: id }
}
