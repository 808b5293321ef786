/** Recordings, and what stood on their terminals. */
import { FlightrecError } from '../../../model/errors.ts'
import { withSessions } from '../../../review/answers/session-reading.ts'
import { picturesJson, playedRecordingJson } from '../../../review/json/picture.ts'
import { sessionRecordingJson, stretchJson } from '../../../review/json/recording.ts'
import {
  readSessionRecordings,
  stretchesWithoutScreen,
} from '../../../review/recordings/session-recordings.ts'
import { now, sleep } from '../../../system/clock.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering, wholeNumber } from '../answer.ts'
import { type OpenedPlayback, withPlayback } from '../open-playbacks.ts'

const PICTURES_MAX = 300
const TEXTS_MAX = 2_000
const INDEXED_MS_MAX = 300

const recordings = answering(ROUTES.recordings, async ({ home }, asked) => {
  const session = await withSessions(home, (reading) => reading.find(asked.session))
  const unreadable: string[] = []
  const found = await readSessionRecordings(home, [session], ({ message }) => {
    unreadable.push(message)
  })
  return {
    type: 'session-recordings' as const,
    session: session.id,
    recordings: found.map(sessionRecordingJson),
    without_screen: stretchesWithoutScreen(session, found, now()).map(stretchJson),
    unreadable,
  }
})

const recording = answering(ROUTES.recording, ({ home }, asked) =>
  withPlayback(home, asked.recording, async ({ playback, pictures }) => {
    // Of a long one as much is told as is known by then.
    await Promise.race([playback.indexed(), sleep(INDEXED_MS_MAX)])
    return playedRecordingJson(asked.recording, playback, pictures)
  }),
)

const pictures = answering(ROUTES.pictures, ({ home }, asked) =>
  withPlayback(home, asked.recording, async (opened) => {
    const { playback, pictures } = opened
    const fromMs = stepped(opened, wholeNumber('from', asked.from) ?? 0, asked.step)
    const toMs = wholeNumber('to', asked.to)
    const countMax = wholeNumber('count', asked.count, 1) ?? PICTURES_MAX
    const read = await pictures.read({ fromMs, toMs, countMax: Math.min(countMax, PICTURES_MAX) })
    return {
      ...picturesJson(read),
      from_ms: fromMs,
      total: pictures.count,
      duration_ms: playback.durationMs,
    }
  }),
)

/** At either end there is no further picture, and that one stays. */
function stepped({ playback }: OpenedPlayback, fromMs: number, step: string | undefined): number {
  if (step === undefined) return fromMs
  if (step !== '1' && step !== '-1') throw new FlightrecError('usage', 'step must be 1 or -1')
  return (step === '1' ? playback.frameAfter(fromMs) : playback.frameBefore(fromMs)) ?? fromMs
}

const recordingTexts = answering(ROUTES.recordingTexts, ({ home }, asked) =>
  withPlayback(home, asked.recording, async ({ playback }) => {
    if (asked.text === '') throw new FlightrecError('usage', 'text must not be empty')
    const hits = await playback.find(asked.text)
    const texts = hits
      .slice(0, TEXTS_MAX)
      .map(({ timeMs, ...place }) => ({ at_ms: timeMs, ...place }))
    const isCut = playback.isTextCut || hits.length > TEXTS_MAX
    return { type: 'recording-texts' as const, recording: asked.recording, texts, is_cut: isCut }
  }),
)

export const RECORDING_ANSWERS = [recordings, recording, pictures, recordingTexts]
