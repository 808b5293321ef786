/** When a terminal wrote, without rebuilding what it showed. */
import type { RecordingSource } from '../../store/recordings/recording-source.ts'
import { eventsOfPart } from './recording-gaps.ts'

/** How many characters were written in a tenth of a second. */
export interface TerminalActivity {
  /** Milliseconds since the recording began. */
  timeMs: number
  count: number
}

const TENTH_MS = 100
/** Of a longer one only that it was made is told: whoever wants more plays it. */
const BYTES_MAX = 16 << 20

/** Returns the tenths of a second in which something was written, in order; nothing of a very long recording. */
export async function readActivity(source: RecordingSource): Promise<TerminalActivity[]> {
  if ((source.recording.bytes ?? 0) > BYTES_MAX) return []
  const counts = new Map<number, number>()
  for (const part of source.parts) {
    for await (const { timeMs, code, data } of eventsOfPart(part)) {
      if (code !== 'o') continue
      const tenth = Math.floor(timeMs / TENTH_MS)
      counts.set(tenth, (counts.get(tenth) ?? 0) + data.length)
    }
  }
  return [...counts].map(([tenth, count]) => ({ timeMs: tenth * TENTH_MS, count }))
}
