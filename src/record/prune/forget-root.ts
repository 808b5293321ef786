/** Ends the recording of a root for good, and drops what was recorded where that is wanted. */
import { setAlwaysRecorded } from '../../store/home/always-recorded.ts'
import type { Home } from '../../store/home/home.ts'
import { gcLockPath } from '../../store/home/home-lock.ts'
import { removeShadowRepo, surveyRepo } from '../../store/home/shadow-repos.ts'
import { acquireLock } from '../../system/lock.ts'

const GC_WAIT_MS = 30_000

export interface Forgetting {
  /** Name of its shadow repo. */
  name: string
  dropRecord: boolean
}

/**
 * The caller holds the lock of the home, and the root is not watched any more.
 * @throws {FlightrecError} locked, while a `flightrec gc` is at work in the record that is to be dropped.
 */
export async function forgetRoot(home: Home, { name, dropRecord }: Forgetting): Promise<void> {
  const repo = surveyRepo(home, name)
  setAlwaysRecorded(repo.gitDir, false)
  if (!dropRecord) return
  const lock = await acquireLock(gcLockPath(home), { waitMs: GC_WAIT_MS })
  try {
    removeShadowRepo(home, repo)
  } finally {
    lock.release()
  }
}
