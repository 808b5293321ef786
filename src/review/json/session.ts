import type { Session } from '../../model/session.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'

/** Returns a session as JSON output has it; see docs/json.md. */
export function sessionJson(session: Session) {
  const { totals } = session
  return {
    type: 'session' as const,
    id: session.id,
    agent: session.agent,
    root: session.root ?? null,
    parent: session.parent ?? null,
    agent_session: session.agent_session ?? null,
    message: session.message ?? null,
    manual: session.manual ?? false,
    command: session.command ?? null,
    runs: session.runs ?? [],
    members: session.members ?? [],
    started_at: session.started,
    last_event_at: session.last,
    ended_at: session.ended ?? null,
    end_reason: session.end_reason ?? null,
    total_events: totals.events,
    total_steps: totals.steps,
    total_files: totals.files,
    total_anomalies: totals.anomalies,
    risks: totals.risks,
  }
}

/** Returns an event as JSON output has it: all it says, and its type first. */
export function eventJson({ intake: _, fills: __, ...event }: StoredEvent) {
  return { type: 'event' as const, ...event }
}
