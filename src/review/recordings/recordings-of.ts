/** Which recordings there are of sessions. */
import type { RecordingId } from '../../model/recording.ts'
import type { Session, SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { listMade } from '../../store/recordings/made-recordings.ts'
import { RecordingsReader } from '../../store/recordings/recordings-reader.ts'

/** Returns what tells the recordings of a session, and of the runs below which it has spoken. */
export async function recordingsBySession(
  home: Home,
): Promise<(session: Session) => RecordingId[]> {
  const found = new Map<SessionId, Set<RecordingId>>()
  const note = (session: SessionId, id: RecordingId) => {
    const known = found.get(session) ?? new Set()
    found.set(session, known.add(id))
  }
  const reader = new RecordingsReader(home)
  try {
    // In this order: what moves into the repo meanwhile is in one of the two.
    for (const { recording } of listMade(home)) note(recording.session, recording.id)
    for (const { session, id } of await reader.trees()) note(session, id)
  } finally {
    reader.close()
  }
  return ({ id, runs = [] }) => [id, ...runs].flatMap((one) => [...(found.get(one) ?? [])])
}
