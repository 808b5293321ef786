/** A recording as docs/json.md describes it. */
import type { RecordingId } from '../../model/recording.ts'
import { storedBytesOf } from '../../model/recording.ts'
import type { ListedRecording } from '../recordings/listed-recordings.ts'

export function recordingJson({ recording, state, session }: ListedRecording) {
  return {
    type: 'recording' as const,
    id: recording.id,
    session: recording.session,
    state,
    agent: session?.agent ?? null,
    root: session?.root ?? null,
    title: recording.title ?? null,
    command: recording.command ?? null,
    cwd: recording.cwd ?? null,
    columns: recording.columns,
    rows: recording.rows,
    started_at: recording.started,
    ended_at: recording.ended ?? null,
    duration_ms: recording.duration_ms ?? null,
    exit_code: recording.exit_code ?? null,
    imported_at: recording.imported ?? null,
    source: recording.source ?? null,
    bytes: recording.bytes ?? null,
    stored_bytes: storedBytesOf(recording) ?? null,
    segments: recording.segments?.length ?? null,
    total_anomalies: session?.totals.anomalies ?? null,
  }
}

/** Which recordings were removed. */
export function removedJson(removed: readonly RecordingId[]) {
  return { type: 'recordings-removed' as const, removed }
}
