/** The recordings of sessions, with what is missing in them, and when none was made. */
import { KILLED } from '../../model/cast.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Session, SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { openRecordingSource } from '../../store/recordings/recording-source.ts'
import { type FoundRecording, RecordingsReader } from '../../store/recordings/recordings-reader.ts'
import { now } from '../../system/clock.ts'
import { type ListedRecording, stateOf } from './listed-recordings.ts'
import { type RecordingGap, readExtent } from './recording-gaps.ts'

export interface SessionRecording extends Pick<ListedRecording, 'recording' | 'state'> {
  /** Milliseconds since the epoch; now, while it is being made. */
  startedMs: number
  endedMs: number
  gaps: RecordingGap[]
}

/** A stretch of time, in milliseconds since the epoch. */
export interface TimeSpan {
  fromMs: number
  toMs: number
}

type OnDamaged = (error: FlightrecError) => void

/** A session whose recording begins or ends so close to it was recorded as a whole. */
const NEAR_MS = 2_000

/** Returns the recordings of the sessions, and of the runs below which they have spoken, in order of time. */
export async function readSessionRecordings(
  home: Home,
  sessions: readonly Session[],
  onDamaged: OnDamaged,
): Promise<SessionRecording[]> {
  const wanted = new Set<SessionId>(sessions.flatMap(({ id, runs = [] }) => [id, ...runs]))
  const reader = new RecordingsReader(home)
  const found = await reader.listOf(wanted, onDamaged).finally(() => reader.close())
  const recordings: SessionRecording[] = []
  for (const one of found) {
    const read = await readOne(home, one, onDamaged)
    if (read) recordings.push(read)
  }
  return recordings.sort((one, other) => one.startedMs - other.startedMs)
}

async function readOne(
  home: Home,
  found: FoundRecording,
  onDamaged: OnDamaged,
): Promise<SessionRecording | undefined> {
  const { recording } = found
  const state = stateOf(found)
  const startedMs = Date.parse(recording.started)
  try {
    const source = await openRecordingSource(home, recording.id)
    const { gaps, lastMs } = await readExtent(source).finally(() => source.close())
    if (state === 'waiting' && recording.ended === undefined)
      gaps.push({ fromMs: lastMs, toMs: lastMs, reason: KILLED })
    const endedMs = state === 'recording' ? now() : startedMs + lastMs
    return { recording, state, startedMs, endedMs, gaps }
  } catch (error) {
    if (!(error instanceof FlightrecError)) throw error
    onDamaged(error)
    return undefined
  }
}

/** Returns when, of a session's time, no terminal was recorded. */
export function stretchesWithoutScreen(
  { started, ended }: Session,
  recordings: readonly SessionRecording[],
  nowMs: number,
): TimeSpan[] {
  const endMs = ended === undefined ? nowMs : Date.parse(ended)
  const seen = recordings.flatMap(seenStretches).sort((one, other) => one.fromMs - other.fromMs)
  const spans: TimeSpan[] = []
  let fromMs = Date.parse(started)
  for (const span of [...seen, { fromMs: endMs, toMs: endMs }]) {
    const toMs = Math.min(span.fromMs, endMs)
    if (toMs - fromMs > NEAR_MS) spans.push({ fromMs, toMs })
    fromMs = Math.max(fromMs, span.toMs)
  }
  return spans
}

/** A gap takes its time out of what was seen. */
function seenStretches({ startedMs, endedMs, gaps }: SessionRecording): TimeSpan[] {
  const spans: TimeSpan[] = []
  let fromMs = startedMs
  for (const gap of gaps) {
    spans.push({ fromMs, toMs: startedMs + gap.fromMs })
    fromMs = startedMs + gap.toMs
  }
  return [...spans, { fromMs, toMs: endedMs }]
}
