/** The clock and the record agree on what has been: else times lead to the wrong snapshots. */
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { readLatest } from '../../store/timeline/timeline.ts'
import { now } from '../../system/clock.ts'
import type { HomeCheck, Problem, RepoCheck } from './check.ts'

/** Two machines that share a disk may differ by so much. */
const AHEAD_MAX_MS = 60_000
/** Older than this program: what a machine without a battery says when it starts. */
const PLAUSIBLE_FROM_MS = Date.UTC(2025, 0, 1)

export const clockCheck: HomeCheck = {
  id: 'clock',
  find() {
    if (now() >= PLAUSIBLE_FROM_MS) return []
    const problem = `it says that it is ${iso(now())}`
    return [{ subject: 'the clock', problem, remedy: 'Set it: snapshots are named by it.' }]
  },
}

export const snapshotTimes: RepoCheck = {
  id: 'clock',
  async find({ repo: { gitDir, root } }): Promise<Problem[]> {
    const time = await latestTime(gitDir)
    if (time === undefined || time <= now() + AHEAD_MAX_MS) return []
    const clock = `the clock was wrong then, or is now (${iso(now())})`
    return [
      {
        subject: showText(root),
        problem: `its latest snapshot is of ${iso(time)}, which is to come: ${clock}`,
        remedy:
          'See that the clock is right. The next snapshot notes the step, and has its own time again.',
      },
    ]
  },
}

/** Where it cannot be read, others tell. */
async function latestTime(gitDir: string): Promise<number | undefined> {
  const reader = new ObjectReader(gitDir)
  try {
    return (await readLatest(gitDir, reader))?.time
  } catch (error) {
    if (error instanceof FlightrecError) return undefined
    throw error
  } finally {
    reader.close()
  }
}

function iso(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 16)}Z`
}
