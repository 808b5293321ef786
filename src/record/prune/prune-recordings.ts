/** Which recordings retention takes: those that are old, then the oldest until all that is recorded fits. */
import type { RecordingId } from '../../model/recording.ts'
import type { Home } from '../../store/home/home.ts'
import { indexBytes } from '../../store/recordings/kept-indexes.ts'
import { listRecordings, recordingBytes } from '../../store/recordings/recordings-reader.ts'
import { oldRecordings } from '../terminal/drop-recordings.ts'

export interface RecordingsPlan {
  recordings: number
  dropped: RecordingId[]
  /** What the dropped take on disk. */
  freedBytes: number
  /** Indexes can be made anew: where not all fits, they go first. */
  dropsIndexes: boolean
}

/** @param excessBytes how much is to be freed, as far as recordings can do that. */
export async function planRecordings(
  home: Home,
  keepDays: number,
  excessBytes: number,
): Promise<RecordingsPlan> {
  const all = await listRecordings(home)
  const dropped = new Set(oldRecordings(all, keepDays))
  const dropsIndexes = excessBytes > 0
  const excess = dropsIndexes ? excessBytes - indexBytes(home) : 0
  let freedBytes = recordingBytes(all.filter(({ id }) => dropped.has(id)))
  for (const one of [...all].reverse()) {
    if (freedBytes >= excess) break
    if (!one.segments || dropped.has(one.id)) continue
    dropped.add(one.id)
    freedBytes += recordingBytes([one])
  }
  return { recordings: all.length, dropped: [...dropped], freedBytes, dropsIndexes }
}
