/** A row of a terminal that holds what was searched for, as JSON; see docs/json.md. */
import type { Recording } from '../../model/recording.ts'
import type { TextHit } from '../playback/playback.ts'

interface RowParts extends TextHit {
  recording: Recording
  text: string
}

export function screenTextJson({ recording, timeMs, row, column, length, text }: RowParts) {
  return {
    type: 'screen-text' as const,
    recording: recording.id,
    session: recording.session,
    time: new Date(Date.parse(recording.started) + timeMs).toISOString(),
    at_ms: timeMs,
    row,
    column,
    length,
    text,
  }
}
