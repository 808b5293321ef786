/** Puts a recording in the place of what it was, which nobody can read any more once the repo is pruned. */
import type { Oid } from '../../model/oid.ts'
import type { RecordingId } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { sweepIndexes } from '../../store/recordings/kept-indexes.ts'
import { RecordingsReader } from '../../store/recordings/recordings-reader.ts'
import { replaceRecordings, SessionsReader } from '../../store/sessions/sessions-repo.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { carryNarrative } from './keep-recordings.ts'

/** A recording that is written to the sessions repo, and is to stand where another tree does. */
export interface Replacement {
  session: SessionId
  id: RecordingId
  before: Oid
  after: Oid
}

/**
 * Returns whether it was done: not while its session is open, nor where it has become another one meanwhile. The caller
 * holds the lock of the home.
 * @throws {FlightrecError} corrupt-store, when the tree is not there or describes another recording.
 */
export async function replaceRecording(
  home: Home,
  sessions: Sessions,
  { session, id, before, after }: Replacement,
): Promise<boolean> {
  const recordings = new RecordingsReader(home)
  await recordings.describe(id, after).finally(() => recordings.close())
  const isDone = await sessions.inTurn(async () => {
    if (sessions.isOpen(session)) return false
    const reader = new SessionsReader(home)
    const stored = await reader.find(session).finally(() => reader.close())
    if (stored?.recordings.get(id) !== before) return false
    const kept = new Map([...stored.recordings, [id, after]])
    const left = await replaceRecordings(home, stored, kept)
    await carryNarrative(home, stored.commit, left.commit)
    return true
  })
  if (isDone) await sweepIndexes(home)
  return isDone
}
