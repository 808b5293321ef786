/** Recordings with what is known of their sessions. */
import { FlightrecError } from '../../model/errors.ts'
import type { Recording } from '../../model/recording.ts'
import type { Session, SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { lives } from '../../store/recordings/made-recordings.ts'
import type { FoundRecording } from '../../store/recordings/recordings-reader.ts'
import { readLiveSession } from '../../store/sessions/live-folder.ts'
import { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { withoutSpokenFor } from '../sessions/spoken-for.ts'

/** `stored`: at rest in the sessions repo. `waiting`: it has ended, or was killed, and is to move there. */
type RecordingState = 'recording' | 'waiting' | 'stored'

export interface ListedRecording {
  recording: Recording
  state: RecordingState
  /** Who tells what was done: the session that has spoken below the run, else its own. Absent where all are gone. */
  session?: Session | undefined
  /** Its own, and all that have spoken below it. */
  sessions: readonly SessionId[]
}

/** Yields them in the same order. */
export async function* withSessionsOf(
  home: Home,
  found: readonly FoundRecording[],
): AsyncGenerator<ListedRecording> {
  const reader = new SessionsReader(home)
  const known = new Map<SessionId, Pick<ListedRecording, 'session' | 'sessions'>>()
  const read = async (id: SessionId) => {
    return readLiveSession(home, id) ?? (await storedSession(reader, id))
  }
  try {
    for (const one of found) {
      const { recording } = one
      const { session: id } = recording
      const told = known.get(id) ?? (await toldBy(id, read))
      known.set(id, told)
      yield { recording, state: stateOf(one), ...told }
    }
  } finally {
    reader.close()
  }
}

export function stateOf({ recording, folder }: FoundRecording): RecordingState {
  return folder === undefined ? 'stored' : lives(recording) ? 'recording' : 'waiting'
}

/** Of several that have spoken below it, the one that did most is who tells. */
async function toldBy(
  id: SessionId,
  read: (id: SessionId) => Promise<Session | undefined>,
): Promise<Pick<ListedRecording, 'session' | 'sessions'>> {
  const own = await read(id)
  if (!own) return { sessions: [id] }
  const members: Session[] = []
  for (const one of own.members ?? []) {
    const member = await read(one)
    if (member) members.push(member)
  }
  const [most] = members.sort((a, b) => b.totals.steps - a.totals.steps)
  const [session = own] = most ? withoutSpokenFor([own, most]) : [own]
  return { session, sessions: [id, ...members.map((one) => one.id)] }
}

async function storedSession(reader: SessionsReader, id: SessionId): Promise<Session | undefined> {
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
