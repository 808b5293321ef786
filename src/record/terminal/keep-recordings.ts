/** Which recordings a session has in the sessions repo. */
import { NO_EVENTS, type Session, type SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { freshenObjects, type StoredRecording } from '../../store/recordings/stored-recording.ts'
import {
  SessionsReader,
  type StoredSession,
  storeRecordings,
  storeSession,
} from '../../store/sessions/sessions-repo.ts'
import { now } from '../../system/clock.ts'

/** Whose a session is that there is only for its recordings. */
const NOBODYS_AGENT = 'terminal'

/**
 * Gives a session recordings beside those it has; where it is gone, it is made anew for them. The caller holds the lock
 * of the home, and has seen that the session is not open.
 */
export async function keepRecordings(
  home: Home,
  id: SessionId,
  added: readonly StoredRecording[],
): Promise<void> {
  const reader = new SessionsReader(home)
  const found = await reader.find(id).finally(() => reader.close())
  const stored = found ?? (await makeSession(home, id))
  await freshenObjects(home, added)
  const trees = added.map(({ id: of, tree }) => [of, tree] as const)
  await storeRecordings(home, stored, new Map([...stored.recordings, ...trees]))
}

function makeSession(home: Home, id: SessionId): Promise<StoredSession> {
  const time = new Date(now()).toISOString()
  const session: Session = {
    id,
    agent: NOBODYS_AGENT,
    ...{ started: time, last: time, ended: time },
    end_reason: 'imported',
    totals: NO_EVENTS,
  }
  return storeSession(home, session, undefined, new Map())
}
