/**
 * OpenCode: what our plugin (hooks/opencode-plugin.js) passes on, and the events of its server, which have the
 * same shape.
 */
import { type Agent, type DraftBase, draft, type EventDraft, timeOf, tokenUsage } from './agent.ts'
import { callMarks } from './call-marks.ts'
import { Fields } from './fields.ts'
import { toolEvents } from './tool-call.ts'

const SERVER_EVENT = /^(?:session|message|file|permission|server|storage|installation|todo)\./

export const opencode: Agent = {
  name: 'opencode',
  identify: (payload) => payload.text('agent') === 'opencode' && payload.has('hook'),
  fromHook,
  transcript: {
    identify: (line) => line.has('properties') && SERVER_EVENT.test(line.text('type') ?? ''),
    fromTranscript: (line) => busEvents(line, { agent: 'opencode', source: 'transcript' }),
  },
}

function fromHook(payload: Fields): EventDraft[] {
  const base: DraftBase = {
    agent: 'opencode',
    source: 'hook',
    agent_session: payload.text('sessionID'),
    call_id: payload.text('callID'),
    cwd: payload.text('directory'),
    time: timeOf(payload.get('time')),
  }
  const tool = payload.text('tool') ?? 'unknown'
  const raw = payload.value
  switch (payload.text('hook')) {
    case 'tool.execute.before':
      return toolEvents(base, { tool, input: payload.child('args'), raw })
    case 'tool.execute.after':
      return toolEvents(base, {
        tool,
        input: payload.child('args'),
        raw,
        result: hookResult(payload),
      })
    case 'chat.message': {
      const parts = payload.list('parts').map((part) => new Fields(part).text('text'))
      const summary = parts.filter(Boolean).join('\n')
      return [draft(base, { event_type: 'USER_INPUT', summary, raw })]
    }
    case 'event':
      return busEvents(payload.child('event'), base)
    default:
      return [draft(base, { event_type: 'AGENT_ACT', summary: payload.text('hook') ?? '', raw })]
  }
}

/** What stands for no output is none. */
function written(output: string | undefined): string | undefined {
  return output?.trim() === '(no output)' ? undefined : output
}

function hookResult(payload: Fields) {
  const metadata = payload.child('metadata')
  return {
    stdout: written(payload.text('output')),
    exitCode: metadata.number('exit', 'exitCode'),
    isFailed: metadata.has('error'),
  }
}

function busEvents(event: Fields, outer: DraftBase): EventDraft[] {
  const type = event.text('type') ?? 'event'
  const properties = event.child('properties')
  const info = properties.child('info')
  const part = properties.child('part')
  const session =
    properties.text('sessionID') ?? part.text('sessionID') ?? info.text('sessionID', 'id')
  const parent = info.text('parentID')
  const cwd = info.text('directory')
  const time = outer.time ?? timeIn(part, info)
  const base = {
    ...outer,
    ...(time !== undefined && { time }),
    ...(session !== undefined && { agent_session: session }),
    ...(parent !== undefined && type.startsWith('session.') && { parent_session: parent }),
    ...(cwd !== undefined && { cwd }),
  }
  const raw = event.value
  const simple = (event_type: EventDraft['event_type'], paths?: string[]) =>
    draft(base, { event_type, summary: [type, ...(paths ?? [])].join(' '), paths, raw })
  const call = properties.text('callID') ?? properties.child('tool').text('callID')
  switch (type) {
    case 'session.created':
      return [simple('SESSION_START')]
    case 'session.deleted':
      return [simple('SESSION_END')]
    case 'file.edited': {
      // The server does not say whose edit it was; the tools that edit tell it themselves.
      if (session === undefined) return []
      const file = properties.text('file')
      return [simple('FILE_WRITE', file === undefined ? undefined : [file])]
    }
    case 'message.part.updated':
      return partEvents(part, base, raw)
    // Sent again and again while a message grows; its parts tell what is in it.
    case 'message.updated':
    case 'session.updated':
      return []
    default: {
      const at = call === undefined ? base : { ...base, call_id: call }
      const told = { event_type: 'AGENT_ACT' as const, summary: type, raw }
      return [draft(at, { ...told, ...callMarks(type, properties) })]
    }
  }
}

/** The server gives its events no time; what they are about has one. */
function timeIn(part: Fields, info: Fields): string | undefined {
  const state = part.child('state')
  const isRunning = state.text('status') === 'running'
  const names = isRunning ? ['start'] : ['end', 'start', 'completed', 'updated', 'created']
  return [state, part, info]
    .map((one) => timeOf(one.child('time').number(...names)))
    .find((time) => time !== undefined)
}

function partEvents(part: Fields, base: DraftBase, raw: unknown): EventDraft[] {
  const isDone = part.child('time').has('end')
  switch (part.text('type')) {
    case 'reasoning':
      if (!isDone) return []
      return [draft(base, { event_type: 'AGENT_THINK', summary: part.text('text') ?? '', raw })]
    case 'text':
      if (!isDone) return []
      return [draft(base, { event_type: 'AGENT_ACT', summary: part.text('text') ?? '', raw })]
    case 'step-finish':
      return [
        draft(base, { event_type: 'AGENT_ACT', summary: 'model call', usage: usageOf(part), raw }),
      ]
    case 'tool':
      return toolPartEvents(part, base, raw)
    default:
      return []
  }
}

function toolPartEvents(part: Fields, base: DraftBase, raw: unknown): EventDraft[] {
  const state = part.child('state')
  const tool = part.text('tool') ?? 'unknown'
  const call = part.text('callID')
  const at = call === undefined ? base : { ...base, call_id: call }
  const input = state.child('input')
  const status = state.text('status')
  if (status === 'running') return toolEvents(at, { tool, input, raw })
  if (status !== 'completed' && status !== 'error') return []
  const [start, end] = [state.child('time').number('start'), state.child('time').number('end')]
  const result = {
    stdout: written(state.text('output')),
    stderr: state.text('error'),
    exitCode: state.child('metadata').number('exit', 'exitCode'),
    isFailed: status === 'error',
    durationMs: start === undefined || end === undefined ? undefined : Math.max(0, end - start),
  }
  return toolEvents(at, { tool, input, raw, result })
}

function usageOf(part: Fields) {
  const tokens = part.child('tokens')
  return tokenUsage({
    input_tokens: tokens.number('input'),
    output_tokens: tokens.number('output'),
    reasoning_tokens: tokens.number('reasoning'),
    cache_read_tokens: tokens.child('cache').number('read'),
    cache_write_tokens: tokens.child('cache').number('write'),
    cost_usd: part.number('cost'),
  })
}
