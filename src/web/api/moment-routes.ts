/** What may be asked of a moment, and of what a terminal showed then. */
import type { momentJson } from '../../review/json/moment.ts'
import type { picturesJson, playedRecordingJson } from '../../review/json/picture.ts'
import type { sessionRecordingJson, stretchJson } from '../../review/json/recording.ts'
import { reads } from './route.ts'

export interface SessionRecordings {
  type: 'session-recordings'
  session: string
  recordings: readonly ReturnType<typeof sessionRecordingJson>[]
  /** When, of the session's time, no terminal was recorded. */
  without_screen: readonly ReturnType<typeof stretchJson>[]
  unreadable: readonly string[]
}

export interface RecordingTexts {
  type: 'recording-texts'
  recording: string
  texts: readonly { at_ms: number; row: number; column: number; length: number }[]
  /** Whether there is more than is told: too many places, or more text than is searched. */
  is_cut: boolean
}

const RECORDING = 'The id of a recording'

export const MOMENT_ROUTES = {
  moment: reads<{ moment: string }, ReturnType<typeof momentJson>>(
    '/api/at',
    'One `moment`, without what was on terminals.',
    { moment: 'As `flightrec at` takes it' },
  ),
  recordings: reads<{ session: string }, SessionRecordings>(
    '/api/sessions/:session/recordings',
    'The recordings of a session and of the runs it spoke below, and when there was none.',
    { session: 'As on the command line: an id, or the only beginning of one' },
  ),
  recording: reads<{ recording: string }, ReturnType<typeof playedRecordingJson>>(
    '/api/recordings/:recording',
    'One `played-recording`.',
    { recording: RECORDING },
  ),
  pictures: reads<
    { recording: string; from: string; to?: string; count?: string; step?: string },
    ReturnType<typeof picturesJson> & { from_ms: number; total: number; duration_ms: number }
  >(
    '/api/recordings/:recording/pictures',
    'What stood on the terminal at a time, and what came after it: one `pictures`.',
    {
      recording: RECORDING,
      from: 'Milliseconds since the recording began',
      to: 'The latest time that is asked for; only the first picture unless given',
      count: 'At most so many; 300 unless given',
      step: '1 begins with the next picture instead, -1 with the one before',
    },
  ),
  recordingTexts: reads<{ recording: string; text: string }, RecordingTexts>(
    '/api/recordings/:recording/texts',
    'Where a text stood on the terminal: times, and places in cells.',
    { recording: RECORDING, text: 'What is searched for' },
  ),
} as const
