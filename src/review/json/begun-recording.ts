/** A recording that has begun, as docs/json.md describes it. */
export function begunRecordingJson({ id, session }: { id: string; session: string }) {
  return { type: 'recording-begun' as const, id, session }
}
