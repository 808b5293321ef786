/** Recordings that pages look at, kept open for as long as they are: each look is one of many. */
import { FlightrecError } from '../../model/errors.ts'
import { isRecordingId, type RecordingId } from '../../model/recording.ts'
import { showText } from '../../model/show.ts'
import { PictureReader } from '../../review/playback/pictures.ts'
import { openPlayback, type Playback } from '../../review/playback/playback.ts'
import type { Home } from '../../store/home/home.ts'
import { openRecordingSource } from '../../store/recordings/recording-source.ts'
import { Lending } from './lending.ts'

const OPEN_MAX = 4
const UNUSED_MS_MAX = 60_000

export interface OpenedPlayback {
  playback: Playback
  pictures: PictureReader
}

const lending = new Lending<Promise<OpenedPlayback>>({
  close: (opened) => {
    opened.then(
      ({ playback }) => playback.close(),
      () => {
        // It was never open; whoever asked was told why.
      },
    )
  },
  unusedMs: UNUSED_MS_MAX,
  max: OPEN_MAX,
})

/**
 * Lends a recording for the time of `use`.
 * @throws {FlightrecError} unknown-recording, corrupt-store
 */
export async function withPlayback<Result>(
  home: Home,
  recording: string,
  use: (opened: OpenedPlayback) => Promise<Result>,
): Promise<Result> {
  const key = `${home.path}\0${recording}`
  const id = idOf(recording)
  return await lending.with(
    key,
    () => open(home, id),
    async (opened) => use(await opened),
  )
}

async function open(home: Home, id: RecordingId): Promise<OpenedPlayback> {
  const playback = openPlayback(await openRecordingSource(home, id))
  return { playback, pictures: new PictureReader(playback) }
}

function idOf(text: string): RecordingId {
  if (isRecordingId(text)) return text
  throw new FlightrecError('unknown-recording', `'${showText(text)}' is no id of a recording`)
}
