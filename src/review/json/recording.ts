/** A recording as docs/json.md describes it. */
import type { RecordingId } from '../../model/recording.ts'
import { storedBytesOf } from '../../model/recording.ts'
import type { ListedRecording } from '../recordings/listed-recordings.ts'
import type { RecordingMoment } from '../recordings/recording-moments.ts'
import type { SessionRecording, TimeSpan } from '../recordings/session-recordings.ts'

export function recordingJson({ recording, state, session }: ListedRecording) {
  return {
    type: 'recording' as const,
    id: recording.id,
    session: recording.session,
    told_by: session?.id ?? null,
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

/** A recording where a session is told of: what of it was not recorded, too. */
export function sessionRecordingJson({
  recording,
  state,
  startedMs,
  endedMs,
  gaps,
}: SessionRecording) {
  return {
    id: recording.id,
    session: recording.session,
    state,
    started_at: recording.started,
    ended_at: state === 'recording' ? null : new Date(endedMs).toISOString(),
    duration_ms: endedMs - startedMs,
    exit_code: recording.exit_code ?? null,
    gaps: gaps.map(({ fromMs, toMs, reason }) => ({
      ...stretchJson({ fromMs: startedMs + fromMs, toMs: startedMs + toMs }),
      reason,
    })),
  }
}

export function stretchJson({ fromMs, toMs }: TimeSpan) {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
}

export function recordingMomentJson(moment: RecordingMoment) {
  const { kind, timeMs, recording, durationMs, reason } = moment
  return {
    type: 'recording-moment' as const,
    kind,
    time: new Date(timeMs).toISOString(),
    recording: recording.id,
    session: recording.session,
    duration_ms: durationMs ?? null,
    exit_code: kind === 'end' ? (recording.exit_code ?? null) : null,
    reason: reason ?? null,
  }
}

/** Which recordings were removed. */
export function removedJson(removed: readonly RecordingId[]) {
  return { type: 'recordings-removed' as const, removed }
}
