/** When terminals wrote: of a recording that is made no more that stays the same. */
import { dropOldest } from '../../model/drop-oldest.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { Recording, RecordingId } from '../../model/recording.ts'
import { readActivity, type TerminalActivity } from '../../review/recordings/terminal-activity.ts'
import type { Home } from '../../store/home/home.ts'
import { openRecordingSource } from '../../store/recordings/recording-source.ts'

const RECORDINGS_MAX = 32

const kept = new Map<RecordingId, readonly TerminalActivity[]>()

/** Of a recording that cannot be read nothing is told; whoever plays it hears why. */
export async function activityOf(
  home: Home,
  { id, duration_ms: length }: Recording,
): Promise<readonly TerminalActivity[]> {
  const known = kept.get(id)
  if (known) return known
  try {
    const source = await openRecordingSource(home, id)
    const activity = await readActivity(source).finally(() => source.close())
    if (length !== undefined) kept.set(id, activity)
    dropOldest(kept, RECORDINGS_MAX)
    return activity
  } catch (error) {
    if (error instanceof FlightrecError) return []
    throw error
  }
}
