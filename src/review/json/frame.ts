/** What stood on a terminal as JSON; see docs/json.md. */
import type { RecordingFacts } from '../../store/recordings/recording-source.ts'
import type { Frame } from '../playback/playback.ts'

interface FrameOf extends Frame {
  recording: RecordingFacts
  endMs: number | undefined
}

export function frameJson(
  { recording, timeMs, endMs, columns, rows, cursor, title }: FrameOf,
  { isPainted }: { isPainted: boolean },
) {
  const startedMs = recording.started === undefined ? undefined : Date.parse(recording.started)
  return {
    type: 'frame' as const,
    recording: recording.id ?? null,
    session: recording.session ?? null,
    time: startedMs === undefined ? null : new Date(startedMs + timeMs).toISOString(),
    at_ms: timeMs,
    until_ms: endMs ?? null,
    columns,
    rows: rows.length,
    cursor: cursor ? { row: cursor.row, column: cursor.column } : null,
    title: title ?? null,
    text: rows.map(({ text }) => text),
    ...(isPainted && { painted: rows.map(({ painted }) => painted) }),
  }
}
