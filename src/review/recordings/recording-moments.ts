/** Where recordings begin, end and have gaps, as moments beside the events of their session. */
import type { Recording } from '../../model/recording.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import type { SessionRecording } from './session-recordings.ts'

/** `end` is left out while it is being made, and where it was killed: then a gap says so. */
export interface RecordingMoment {
  kind: 'begin' | 'gap' | 'end'
  /** Milliseconds since the epoch. */
  timeMs: number
  recording: Recording
  /** How long the gap or, at its end, the recording is. */
  durationMs?: number
  /** Why there is a gap. */
  reason?: string
}

/** Returns them in order of time. */
export function recordingMoments(recordings: readonly SessionRecording[]): RecordingMoment[] {
  return recordings
    .flatMap(momentsOf)
    .map((moment, order) => ({ moment, order }))
    .sort((one, other) => one.moment.timeMs - other.moment.timeMs || one.order - other.order)
    .map(({ moment }) => moment)
}

function momentsOf({
  recording,
  state,
  startedMs,
  endedMs,
  gaps,
}: SessionRecording): RecordingMoment[] {
  const begin: RecordingMoment = { kind: 'begin', timeMs: startedMs, recording }
  const missing = gaps.map(
    ({ fromMs, toMs, reason }): RecordingMoment => ({
      ...{ kind: 'gap', timeMs: startedMs + fromMs, recording },
      ...{ durationMs: toMs - fromMs, reason },
    }),
  )
  if (state === 'recording') return [begin, ...missing]
  const durationMs = endedMs - startedMs
  return [begin, ...missing, { kind: 'end', timeMs: endedMs, recording, durationMs }]
}

/**
 * Puts the moments among the events, before the first one that is later.
 * @param isPart whether these are not all events: then only moments between them count.
 */
export async function* amongEvents(
  events: AsyncIterable<StoredEvent>,
  moments: readonly RecordingMoment[],
  isPart: { start: boolean; end: boolean },
): AsyncGenerator<StoredEvent | RecordingMoment> {
  const waiting = [...moments]
  let isFirst = true
  for await (const event of events) {
    const timeMs = Date.parse(event.time)
    while (waiting[0] && waiting[0].timeMs <= timeMs) {
      const moment = waiting.shift()!
      if (!isFirst || !isPart.start) yield moment
    }
    isFirst = false
    yield event
  }
  if (!isPart.end) yield* waiting
}
