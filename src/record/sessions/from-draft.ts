/** What an agent says of the session that its events belong to. */
import type { EventDraft } from '../../agents/agent.ts'
import { isAgentName } from '../../model/session.ts'
import { sessionIdOf } from '../../store/sessions/session-id.ts'
import { realPath } from '../../system/real-path.ts'
import type { NewSession } from './new-session.ts'
import type { NewEvent } from './prepare-event.ts'

const NAME_CHARACTERS_MAX = 200

/** Returns the session that a draft names, with an agent fit to be an author. */
export function sessionFromDraft({ agent, agent_session, parent_session }: EventDraft): NewSession {
  return {
    agent: isAgentName(agent) ? agent : 'unknown',
    ...(agent_session !== undefined && {
      agent_session: agent_session.slice(0, NAME_CHARACTERS_MAX),
    }),
    ...(parent_session !== undefined && { parent: sessionIdOf(agent, parent_session) }),
  }
}

/** Returns the folder the agent says it works in; its word only decides where to look. */
export function rootFromDrafts(drafts: readonly EventDraft[]): string | undefined {
  const cwd = drafts.find((draft) => draft.cwd?.startsWith('/'))?.cwd
  return cwd === undefined || cwd.includes('\0') ? undefined : realPath(cwd)
}

/** Returns what a draft says of the event itself; `time` counts when the source told none. */
export function eventFromDraft(draft: EventDraft, time: string): NewEvent {
  const { agent: _, agent_session: __, parent_session: ___, transcript: ____, ...told } = draft
  return { ...told, time: draft.time ?? time }
}
