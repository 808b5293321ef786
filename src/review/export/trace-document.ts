/** TraceLog's trace JSON 1.0, as a superset: its fields have its names, and ours stand beside them. */
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { sessionRecordingJson } from '../json/recording.ts'
import { sessionJson } from '../json/session.ts'
import { documentPieces } from './document-pieces.ts'
import type { ExportedSession } from './exported-session.ts'

export function traceDocument(
  { session, recordings, events }: ExportedSession,
  isPretty: boolean,
): AsyncGenerator<string> {
  const { type: _, ...facts } = sessionJson(session)
  const screen = recordings.map(sessionRecordingJson)
  const before = { format_version: '1.0', session: facts, recordings: screen }
  return documentPieces({ before, list: 'events', items: traceEvents(events()) }, isPretty)
}

/** Every event has the five fields of TraceLog, null where nothing is known. */
async function* traceEvents(events: AsyncIterable<StoredEvent>) {
  for await (const { intake: _, seq, event_type, summary, risk_level, ...more } of events) {
    yield { seq, event_type, summary, risk_level, duration_ms: null, ...more }
  }
}
