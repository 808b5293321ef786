/** What stood on a recorded terminal at a moment. */
import { FlightrecError } from '../../model/errors.ts'
import { type Recording, wasMadeAt } from '../../model/recording.ts'
import type { Home } from '../../store/home/home.ts'
import { openRecordingSource } from '../../store/recordings/recording-source.ts'
import { listRecordings } from '../../store/recordings/recordings-reader.ts'
import { type Frame, openPlayback } from '../playback/playback.ts'

export interface RecordingThen {
  recording: Recording
  frame: Frame
  /** Until when it stood, in milliseconds since the recording began, as far as that is known. */
  endMs: number | undefined
  /** What was not recorded of it just then. */
  gaps: string[]
}

/** A gap of a recording is a mark where it ended; it is told of for so long. */
const GAP_NEAR_MS = 2_000

/** Yields those that were being made then; what cannot be read is told to `onUnreadable`. */
export async function* readRecordingsThen(
  home: Home,
  timeMs: number,
  onUnreadable: (message: string) => void,
): AsyncGenerator<RecordingThen> {
  const all = await listRecordings(home, ({ message }) => onUnreadable(message))
  for (const recording of all.filter((one) => wasMadeAt(one, timeMs)).reverse()) {
    try {
      yield await frameThen(home, recording, timeMs)
    } catch (error) {
      if (!(error instanceof FlightrecError)) throw error
      onUnreadable(error.message)
    }
  }
}

async function frameThen(home: Home, recording: Recording, timeMs: number): Promise<RecordingThen> {
  const playback = openPlayback(await openRecordingSource(home, recording.id))
  try {
    const at = timeMs - Date.parse(recording.started)
    const frame = await playback.seek(at)
    const gaps = playback.markers.flatMap(({ kind, timeMs: gapMs, label }) =>
      kind === 'gap' && Math.abs(gapMs - at) <= GAP_NEAR_MS ? [label] : [],
    )
    return { recording, frame, endMs: playback.frameAfter(frame.timeMs), gaps }
  } finally {
    playback.close()
  }
}
