/** A recording as docs/json.md describes it. */
import { type ListedRecording, storedBytesOf } from '../recordings/listed-recordings.ts'

export function recordingJson({ recording, state, session }: ListedRecording) {
  const { process: _, segments, ...facts } = recording
  return {
    type: 'recording',
    version: 1,
    ...facts,
    state,
    ...(session && { agent: session.agent, root: session.root }),
    ...(session && { findings: session.totals.anomalies }),
    stored_bytes: storedBytesOf(recording),
    segments: segments?.length,
  }
}
