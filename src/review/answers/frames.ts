/** `frames`: what was on a terminal at a time, or between two, as text. */
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { formatDuration, formatMoment } from '../../model/units.ts'
import type { Home } from '../../store/home/home.ts'
import type { RecordingFacts } from '../../store/recordings/recording-source.ts'
import { frameJson } from '../json/frame.ts'
import { type Frame, openPlayback, type Playback } from '../playback/playback.ts'
import { openNamedRecording } from '../playback/recording-name.ts'
import { findTimeInRecording } from '../playback/time-in-recording.ts'

export interface FramesRequest {
  /** A recording, a session, a step of one, or a file. */
  name: string
  at?: string | undefined
  from?: string | undefined
  to?: string | undefined
  limit?: number | undefined
  /** Told how far reading has come, from 0 to 1, as far as that is known. */
  onProgress?: (share: number) => void
}

/** A picture, and until when it stood; undefined for the last one of what still goes on. */
export interface ShownFrame extends Frame {
  recording: RecordingFacts
  endMs: number | undefined
}

/**
 * Yields the picture of one time, which is the end or the step that was named unless another is given, or every one
 * between two times, the one that stood at the first included.
 * @throws {FlightrecError} usage, unknown-recording, ambiguous-recording, unknown-session, ambiguous-session
 */
export async function* readFrames(home: Home, request: FramesRequest): AsyncGenerator<ShownFrame> {
  const { name, at, from, to, limit = Infinity, onProgress } = request
  if (at !== undefined && (from ?? to) !== undefined) {
    throw new FlightrecError('usage', 'with `--at` there is one time, and no `--from` or `--to`')
  }
  const { source, stepMs } = await openNamedRecording(home, name)
  const playback = openPlayback(source)
  try {
    playback.onGrown(() => onProgress?.(playback.readShare))
    // How long it is, and so what `end` and `90%` are, is known when all was read.
    await playback.indexed()
    const place = new Places(playback)
    const isRange = (from ?? to) !== undefined
    const first = isRange ? place.of(from ?? 'start') : place.ofOne(at, stepMs)
    const last = isRange ? place.of(to ?? 'end') : first
    let count = 0
    let next: number | undefined = first
    while (next !== undefined && next <= last && count < limit) {
      const frame = await playback.seek(next)
      const endMs = playback.frameAfter(frame.timeMs)
      const isLast = endMs === undefined && !playback.isLive
      const { recording } = source
      yield { ...frame, recording, endMs: isLast ? playback.durationMs : endMs }
      count += 1
      next = isRange ? endMs : undefined
    }
  } finally {
    playback.close()
  }
}

/** Yields a `frame` for each. */
export async function* answerFrames(home: Home, request: FramesRequest & { isPainted: boolean }) {
  for await (const frame of readFrames(home, request)) yield frameJson(frame, request)
}

class Places {
  readonly #playback: Playback

  constructor(playback: Playback) {
    this.#playback = playback
  }

  ofOne(typed: string | undefined, stepMs: number | undefined): number {
    const { startedMs = 0 } = this.#playback.recording
    if (typed === undefined && stepMs !== undefined) return Math.max(0, stepMs - startedMs)
    return this.of(typed ?? 'end')
  }

  of(typed: string): number {
    const { recording, durationMs } = this.#playback
    const { startedMs } = recording
    const found = findTimeInRecording(typed, { startedMs, durationMs })
    if (found !== undefined) return found
    const goes =
      startedMs === undefined
        ? `it is ${formatDuration(durationMs)} long`
        : `it goes from ${formatMoment(startedMs)} to ${formatMoment(startedMs + durationMs)}`
    throw new FlightrecError('usage', `no time of this recording: '${showText(typed)}'; ${goes}`, {
      hint: 'Give a time such as `14:32`, `+5m`, `90%`, `end`, or a date with a time.',
    })
  }
}
