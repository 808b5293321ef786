import type { LookedAt } from '../recording/redact-recordings.ts'

/** Returns what the second look made of one recording. */
export function redactedRecordingJson({ id, session, found, left, isKept }: LookedAt) {
  return {
    type: 'redacted-recording' as const,
    version: 1,
    recording: id,
    session,
    found: Object.fromEntries(found),
    left: Object.fromEntries(left),
    is_kept: isKept,
  }
}
