import type { Event } from '../../src/model/event.ts'
import { NO_EVENTS, type Session, type SessionId } from '../../src/model/session.ts'
import type { ExportedSession } from '../../src/review/export/exported-session.ts'
import type { StoredEvent } from '../../src/store/sessions/journal-line.ts'

export const TOLD_AT = '2026-01-01T00:00:00.000Z'

/** A session of an agent nobody knows, in which these events were told. */
export function toldSession(...told: Partial<Event>[]): ExportedSession {
  const session: Session = {
    ...{ id: 'sess_00000000000000aa' as SessionId, agent: 'bot', totals: NO_EVENTS },
    ...{ started: TOLD_AT, last: TOLD_AT },
  }
  const all = told.map((event, n) => ({
    ...{ seq: n + 1, time: TOLD_AT, event_type: 'AGENT_ACT', summary: 'x', source: 'hook' },
    ...{ risk_level: 'none', session: session.id },
    ...event,
  })) as StoredEvent[]
  async function* events() {
    yield* all
  }
  return { session, recordings: [], events }
}

/** Events that adapters let through and that no format may stumble over. */
export const ODD_EVENTS: readonly Partial<Event>[] = [
  { event_type: 'SESSION_START', summary: 'bot 3.2.1 (node 20)' },
  {
    event_type: 'USER_INPUT',
    summary: 'half \ud800 of \udc00 a \u0000 \u001b[2J \u202e \u2028 \ufffe',
  },
  { event_type: 'USER_INPUT', usage: { input_tokens: 2 } },
  { time: '9999-12-31T23:59:59.999Z', summary: 'far' },
  { time: '1970-01-01T00:00:00.000Z', summary: 'epoch' },
  { event_type: 'SHELL_EXEC', phase: 'after', tool: 'sh', command: 'x', duration_ms: 1e20 },
  { event_type: 'SHELL_EXEC', phase: 'after', tool: 'sh', command: 'y', duration_ms: -5 },
  { event_type: 'SHELL_EXEC', phase: 'before', tool: 'sh', call_id: 'c0', command: 'z' },
  { event_type: 'SHELL_EXEC', phase: 'after', tool: 'sh', call_id: 'c0', exit_code: 2 },
  { event_type: 'SHELL_EXEC', phase: 'before', tool: 'sh', call_id: 'c0', command: 'again' },
  { event_type: 'SHELL_STDOUT', summary: 'no call' },
  { event_type: 'AGENT_THINK', summary: '', usage: { output_tokens: 3, cost_usd: 1 } },
  { event_type: 'FILE_RENAME', source: 'watch', paths: ['a', 'b'] },
  { event_type: 'GAP', summary: 'a gap' },
  { event_type: 'MCP_TOOL_CALL', phase: 'before', tool: 'm', raw: { input: 'half \ud800' } },
]
