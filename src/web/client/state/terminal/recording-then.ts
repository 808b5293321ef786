/** Which recording shows a moment, or why none does. */
import type { AnswerOf } from '../../../api/route.ts'
import type { ROUTES } from '../../../api/routes.ts'

type RecordingsAnswer = AnswerOf<typeof ROUTES.recordings>
export type RecordingAnswer = RecordingsAnswer['recordings'][number]

export type RecordingAt =
  /** `atMs`: since the recording began. */
  | { is: 'shown'; recording: RecordingAnswer; startMs: number; atMs: number }
  | { is: 'gap'; recording: RecordingAnswer; fromMs: number; toMs: number; reason: string }
  | { is: 'none'; why: string; nearest: number | undefined }

/** An end is written a little after what it is the end of. */
const NEAR_MS = 2_000

/** Of several that overlap the one that began last is shown. */
export function recordingThen(
  { recordings }: Pick<RecordingsAnswer, 'recordings'>,
  timeMs: number,
  nowMs: number,
): RecordingAt {
  for (const recording of recordings.toReversed()) {
    const startMs = Date.parse(recording.started_at)
    const endMs = recording.ended_at === null ? nowMs : Date.parse(recording.ended_at)
    if (timeMs < startMs - NEAR_MS || timeMs > endMs + NEAR_MS) continue
    const gap = recording.gaps.find(
      ({ from, to }) => Date.parse(from) <= timeMs && timeMs < Date.parse(to),
    )
    if (gap) {
      const [fromMs, toMs] = [Date.parse(gap.from), Date.parse(gap.to)]
      return { is: 'gap', recording, fromMs, toMs, reason: gap.reason }
    }
    return { is: 'shown', recording, startMs, atMs: Math.max(0, timeMs - startMs) }
  }
  if (recordings.length === 0)
    return { is: 'none', why: 'No terminal of this session was recorded.', nearest: undefined }
  return {
    is: 'none',
    why: 'No terminal was recorded then.',
    nearest: nearestTo(recordings, timeMs),
  }
}

function nearestTo(recordings: readonly RecordingAnswer[], timeMs: number): number {
  const edges = recordings.flatMap(({ started_at, ended_at }) => [
    Date.parse(started_at),
    ...(ended_at === null ? [] : [Date.parse(ended_at)]),
  ])
  return edges.reduce((best, edge) =>
    Math.abs(edge - timeMs) < Math.abs(best - timeMs) ? edge : best,
  )
}
