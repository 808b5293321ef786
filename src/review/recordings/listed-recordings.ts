/** Recordings with what is known of their sessions. */
import { FlightrecError } from '../../model/errors.ts'
import type { Recording } from '../../model/recording.ts'
import type { Session } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { lives } from '../../store/recordings/made-recordings.ts'
import type { FoundRecording } from '../../store/recordings/recordings-reader.ts'
import { readLiveSession } from '../../store/sessions/live-folder.ts'
import { SessionsReader } from '../../store/sessions/sessions-repo.ts'

/** `stored`: at rest in the sessions repo. `waiting`: it has ended, or was killed, and is to move there. */
type RecordingState = 'recording' | 'waiting' | 'stored'

export interface ListedRecording {
  recording: Recording
  state: RecordingState
  /** Absent where nothing is known of it any more. */
  session?: Session | undefined
}

/** Yields them in the same order. */
export async function* withSessionsOf(
  home: Home,
  found: readonly FoundRecording[],
): AsyncGenerator<ListedRecording> {
  const reader = new SessionsReader(home)
  const known = new Map<string, Session | undefined>()
  try {
    for (const one of found) {
      const { recording } = one
      const { session: id } = recording
      if (!known.has(id))
        known.set(id, readLiveSession(home, id) ?? (await storedSession(reader, id)))
      const session = known.get(id)
      yield { recording, state: stateOf(one), session }
    }
  } finally {
    reader.close()
  }
}

export function stateOf({ recording, folder }: FoundRecording): RecordingState {
  return folder === undefined ? 'stored' : lives(recording) ? 'recording' : 'waiting'
}

async function storedSession(
  reader: SessionsReader,
  id: Session['id'],
): Promise<Session | undefined> {
  try {
    return (await reader.find(id))?.session
  } catch (error) {
    // Damaged: the recording can be told of all the same.
    if (!(error instanceof FlightrecError)) throw error
    return undefined
  }
}

/** How long it took, as far as it goes. */
export function durationOf({ duration_ms, started, ended }: Recording, nowMs: number): number {
  return (
    duration_ms ??
    Math.max(0, (ended === undefined ? nowMs : Date.parse(ended)) - Date.parse(started))
  )
}
