/** One `gc` at a time, which may run beside a recorder. */
import type { Home } from '../../store/home/home.ts'
import { gcLockPath, homeLockPath } from '../../store/home/home-lock.ts'
import { acquireLock, isLock, type Lock, tryLock } from '../../system/lock.ts'

/** Waits this long for another gc of the same home. */
const LOCK_WAIT_MS = 2000

/**
 * Runs `work` while no other gc of the home is at work. `tryAlone` keeps recorders away, or returns undefined
 * when one is at work.
 * @throws {FlightrecError} locked
 */
export async function withGcLock<Result>(
  home: Home,
  signal: AbortSignal | undefined,
  work: (tryAlone: () => Lock | undefined) => Promise<Result>,
): Promise<Result> {
  const gcLock = await acquireLock(gcLockPath(home), {
    waitMs: LOCK_WAIT_MS,
    signal,
  })
  try {
    return await work(() => {
      const lock = tryLock(homeLockPath(home))
      return isLock(lock) ? lock : undefined
    })
  } finally {
    gcLock.release()
  }
}
