/** What every command that reads sessions starts with. */
import { ObjectReader } from '../../git/objects/object-reader.ts'
import type { KeptNarrative } from '../../model/narrative.ts'
import type { Oid } from '../../model/oid.ts'
import type { Session, SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { type EventRange, readEvents } from '../../store/sessions/session-events.ts'
import { SessionsReader, sessionsGitDir } from '../../store/sessions/sessions-repo.ts'
import { NarrativeReader } from '../../store/timeline/narratives.ts'
import {
  listSessions,
  orderedSessions,
  readSession,
  type SessionQuery,
} from '../sessions/session-list.ts'
import { requireSessions, resolveSession } from '../sessions/session-names.ts'

export interface SessionReading {
  list(query: SessionQuery): AsyncGenerator<Session>
  /** Returns the ids of all, in the order of `list`. */
  order(): Promise<SessionId[]>
  read(id: SessionId): Promise<Session>
  /** Returns the session that a user names. */
  find(name: string): Promise<Session>
  events(session: Session, range?: EventRange): AsyncGenerator<StoredEvent>
  /** The commit of a session as it is in the sessions repo; undefined before its first one. */
  commit(session: Session): Promise<Oid | undefined>
  narrative(session: Session): Promise<KeptNarrative | undefined>
}

/**
 * Opens the sessions of a home for the time of `use`.
 * @throws {FlightrecError} no-store, when there has never been a session.
 */
export async function withSessions<Result>(
  home: Home,
  use: (reading: SessionReading) => Promise<Result>,
): Promise<Result> {
  requireSessions(home)
  const reader = new SessionsReader(home)
  const objects = new ObjectReader(sessionsGitDir(home))
  const commit = async ({ id }: Session) => (await reader.find(id))?.commit
  try {
    return await use({
      list: (query) => listSessions(home, reader, query),
      order: () => orderedSessions(home, reader),
      read: (id) => readSession(home, reader, id),
      find: async (name) => readSession(home, reader, await resolveSession(home, reader, name)),
      events: (session, range) => readEvents(home, reader, session.id, range),
      commit,
      narrative: async (session) => {
        const head = await commit(session)
        return head && (await new NarrativeReader(sessionsGitDir(home), objects).find(head))
      },
    })
  } finally {
    objects.close()
    reader.close()
  }
}
