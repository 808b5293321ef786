/** Any program: events in our own shape, one JSON object each. See docs/json.md. */
import { isEventType } from '../model/event.ts'
import { type Agent, type DraftBase, draft, type EventDraft, timeOf, tokenUsage } from './agent.ts'
import type { Fields } from './fields.ts'

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/
const PATHS_MAX = 500
const PERMISSIONS = ['asked', 'granted', 'refused'] as const

export const generic: Agent = {
  name: 'generic',
  identify: (payload) => payload.text('event_type') !== undefined,
  mayBe: () => true,
  fromHook: (payload) => [ownEvent(payload, 'hook')],
  transcript: {
    identify: (line) => line.text('event_type') !== undefined,
    fromTranscript: (line) => [ownEvent(line, 'transcript')],
  },
}

function ownEvent(payload: Fields, source: EventDraft['source']): EventDraft {
  const type = payload.text('event_type') ?? ''
  const name = payload.text('agent') ?? ''
  const base: DraftBase = {
    agent: NAME.test(name) ? name : 'generic',
    source,
    agent_session: payload.text('session'),
    parent_session: payload.text('parent_session'),
    time: timeOf(payload.get('time')),
  }
  const phase = payload.text('phase')
  const paths = payload.texts('paths').slice(0, PATHS_MAX)
  const command = payload.text('command')
  const usage = usageOf(payload.child('usage'))
  return draft(base, {
    event_type: isEventType(type) ? type : 'AGENT_ACT',
    summary: payload.text('summary') ?? command ?? (paths.join(' ') || type || 'event'),
    phase: phase === 'before' || phase === 'after' ? phase : undefined,
    failed: payload.isTrue('failed') ? true : undefined,
    permission: PERMISSIONS.find((known) => known === payload.text('permission')),
    turn_end: payload.isTrue('turn_end') ? true : undefined,
    tool: payload.text('tool'),
    call_id: payload.text('call_id'),
    cwd: payload.text('cwd'),
    command,
    exit_code: payload.number('exit_code'),
    duration_ms: payload.number('duration_ms'),
    paths: paths.length === 0 ? undefined : paths,
    mode: payload.text('mode'),
    model: payload.text('model'),
    usage: Object.keys(usage).length === 0 ? undefined : usage,
    raw: payload.value,
  })
}

function usageOf(usage: Fields) {
  return tokenUsage({
    input_tokens: usage.number('input_tokens'),
    output_tokens: usage.number('output_tokens'),
    cache_read_tokens: usage.number('cache_read_tokens'),
    cache_write_tokens: usage.number('cache_write_tokens'),
    reasoning_tokens: usage.number('reasoning_tokens'),
    cost_usd: usage.number('cost_usd'),
  })
}
