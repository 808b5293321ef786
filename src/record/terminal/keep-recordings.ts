/** Which recordings a session has in the sessions repo. */
import { ObjectReader } from '../../git/objects/object-reader.ts'
import type { Oid } from '../../model/oid.ts'
import { NO_EVENTS, type Session, type SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { freshenObjects, type StoredRecording } from '../../store/recordings/stored-recording.ts'
import {
  SessionsReader,
  type StoredSession,
  sessionsGitDir,
  storeRecordings,
  storeSession,
} from '../../store/sessions/sessions-repo.ts'
import { keepNarrative, NarrativeReader } from '../../store/timeline/narratives.ts'
import { now } from '../../system/clock.ts'
import type { LiveSession } from '../sessions/live-session.ts'

/** Whose a session is that there is only for its recordings. */
const NOBODYS_AGENT = 'terminal'

/**
 * Gives a session recordings beside those it has; where it is gone, it is made anew for them. The caller holds the lock
 * of the home.
 * @param open the session, where it is open: it would forget what was added to it elsewhere.
 */
export async function keepRecordings(
  home: Home,
  id: SessionId,
  added: readonly StoredRecording[],
  open?: LiveSession,
): Promise<void> {
  await freshenObjects(home, added)
  const trees = new Map(added.map(({ id: of, tree }) => [of, tree]))
  if (open) {
    await open.keepRecordings(trees)
    return
  }
  const reader = new SessionsReader(home)
  const found = await reader.find(id).finally(() => reader.close())
  const stored = found ?? (await makeSession(home, id))
  const after = await storeRecordings(home, stored, new Map([...stored.recordings, ...trees]))
  await carryNarrative(home, stored.commit, after.commit)
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
  return storeSession(home, session, undefined, {})
}

/** What was told of a session stands on its last commit. */
export async function carryNarrative(home: Home, from: Oid, to: Oid): Promise<void> {
  const gitDir = sessionsGitDir(home)
  const reader = new ObjectReader(gitDir)
  const told = await new NarrativeReader(gitDir, reader).find(from).finally(() => reader.close())
  if (told) await keepNarrative(gitDir, to, told)
}
