import type { EventDraft } from '../../agents/agent.ts'
import { sessionIdOf } from '../../store/sessions/session-id.ts'

/** Returns an event as the adapter of its agent reads it. */
export function draftJson(event: EventDraft) {
  const { agent, agent_session, parent_session } = event
  return {
    type: 'event' as const,
    version: 1,
    session: agent_session === undefined ? undefined : sessionIdOf(agent, agent_session),
    parent: parent_session === undefined ? undefined : sessionIdOf(agent, parent_session),
    ...event,
  }
}
