/** Recordings that pages look at, kept open for as long as they are: each look is one of many. */
import { FlightrecError } from '../../model/errors.ts'
import { isRecordingId, type RecordingId } from '../../model/recording.ts'
import { showText } from '../../model/show.ts'
import { PictureReader } from '../../review/playback/pictures.ts'
import { openPlayback, type Playback } from '../../review/playback/playback.ts'
import type { Home } from '../../store/home/home.ts'
import { openRecordingSource } from '../../store/recordings/recording-source.ts'

const OPEN_MAX = 4
const UNUSED_MS_MAX = 60_000

export interface OpenedPlayback {
  playback: Playback
  pictures: PictureReader
}

interface KeptPlayback {
  opened: Promise<OpenedPlayback>
  users: number
  isDropped: boolean
  timer?: NodeJS.Timeout
}

const kept = new Map<string, KeptPlayback>()

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
  const one = kept.get(key) ?? { opened: open(home, idOf(recording)), users: 0, isDropped: false }
  // The one that was used last stands last.
  kept.delete(key)
  kept.set(key, one)
  one.users += 1
  clearTimeout(one.timer)
  try {
    return await use(await one.opened)
  } catch (error) {
    // What failed half-way is not gone on with.
    drop(key, one)
    throw error
  } finally {
    one.users -= 1
    if (one.isDropped && one.users === 0) close(one)
    else if (!one.isDropped) one.timer = setTimeout(() => drop(key, one), UNUSED_MS_MAX).unref()
    const [oldest] = kept
    if (kept.size > OPEN_MAX && oldest) drop(...oldest)
  }
}

function drop(key: string, one: KeptPlayback): void {
  if (kept.get(key) === one) kept.delete(key)
  clearTimeout(one.timer)
  one.isDropped = true
  if (one.users === 0) close(one)
}

function close({ opened }: KeptPlayback): void {
  opened.then(
    ({ playback }) => playback.close(),
    () => {
      // It was never open; whoever asked was told why.
    },
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
