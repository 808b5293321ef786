/** Which recording a user means: its id, or the beginning of it; a session, or a step of one; a file. */
import { FlightrecError } from '../../model/errors.ts'
import { type RecordingId, wasMadeAt } from '../../model/recording.ts'
import type { Home } from '../../store/home/home.ts'
import {
  openCastFile,
  openRecordingSource,
  type RecordingSource,
} from '../../store/recordings/recording-source.ts'
import { listRecordings, RecordingsReader } from '../../store/recordings/recordings-reader.ts'
import { resolveRecording } from '../recordings/recording-names.ts'
import { RecordedSessions } from '../sessions/recorded-sessions.ts'

const RECORDING = /^rec_[0-9a-f]{0,16}…?$/
const SESSION = /^(?:sess_)?([0-9a-f]{1,16})…?(?:#(\d+))?$/

export interface NamedRecording {
  source: RecordingSource
  /** When the step that was named began, in milliseconds since the epoch. */
  stepMs?: number
}

/**
 * Opens what `name` means; of a session, the newest recording.
 * @throws {FlightrecError} unknown-recording, ambiguous-recording, unknown-session, failed
 */
export async function openNamedRecording(home: Home, name: string): Promise<NamedRecording> {
  const session = SESSION.exec(name)
  if (RECORDING.test(name)) {
    return { source: await openRecordingSource(home, await recordingId(home, name)) }
  }
  if (session) return await openOfSession(home, name, session[2])
  return { source: openCastFile(name) }
}

/**
 * Opens the recording that was being made at a time; of several that of a session, where it is given.
 * @throws {FlightrecError} unknown-recording
 */
export async function openCoveringRecording(
  home: Home,
  timeMs: number,
  session?: string,
): Promise<RecordingSource> {
  const covering = (await listRecordings(home)).filter((one) => wasMadeAt(one, timeMs))
  const found = covering.find((one) => one.session === session) ?? covering[0]
  if (found) return await openRecordingSource(home, found.id)
  throw new FlightrecError('unknown-recording', 'no terminal was recorded at this time', {
    hint: 'Run the agent by `flightrec run -- COMMAND` to record it.',
  })
}

async function recordingId(home: Home, name: string): Promise<RecordingId> {
  const reader = new RecordingsReader(home)
  try {
    return (await resolveRecording(reader, name)).recording.id
  } finally {
    reader.close()
  }
}

async function openOfSession(
  home: Home,
  name: string,
  step: string | undefined,
): Promise<NamedRecording> {
  const sessions = new RecordedSessions(home)
  try {
    const id = await sessions.find(name.replace(/#\d+$/, ''))
    const { runs = [] } = await sessions.read(id)
    const newest = (await listRecordings(home)).find(
      ({ session }) => session === id || runs.includes(session),
    )
    if (!newest) {
      throw new FlightrecError('unknown-recording', `session ${id} has no recording`, {
        hint: 'Run `flightrec recordings` to see what there is.',
      })
    }
    const event = step === undefined ? undefined : await sessions.event(id, Number(step))
    return {
      source: await openRecordingSource(home, newest.id),
      ...(event && { stepMs: Date.parse(event.time) }),
    }
  } finally {
    sessions.close()
  }
}
