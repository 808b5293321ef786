/** Events that adapters read, as JSON. */
import type { EventDraft } from '../../agents/agent.ts'
import { sessionIdOf } from '../../store/sessions/session-id.ts'

/** Returns an event as `hook --show` and `import --show` print it. */
export function draftJson(event: EventDraft) {
  const { agent, agent_session, parent_session } = event
  return {
    type: 'event',
    version: 1,
    ...(agent_session !== undefined && { session: sessionIdOf(agent, agent_session) }),
    ...(parent_session !== undefined && { parent: sessionIdOf(agent, parent_session) }),
    ...event,
  }
}
