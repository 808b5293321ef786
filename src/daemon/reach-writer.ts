import { FlightrecError } from '../model/errors.ts'
import { type Home, prepareHome } from '../store/home/home.ts'
import { homeLockPath } from '../store/home/home-lock.ts'
import { monotonicNow, sleep } from '../system/clock.ts'
import { isLock, type Lock, lockedError, tryLock } from '../system/lock.ts'
import { connectDaemon, type DaemonClient } from './client.ts'
import type { WaitingOptions } from './patience.ts'

const RETRY_MS = 50

/** How long, and until when, to wait for another writer. */
interface Patience extends WaitingOptions {
  waitMs: number
}

/**
 * Finds the way to write to a home: its running daemon, or else its lock, which is then ours. A writer that
 * takes no requests is waited for.
 * @throws {FlightrecError} locked, naming that writer; daemon-unreachable; interrupted; unsafe-home.
 */
export async function reachWriter(home: Home, patience: Patience): Promise<DaemonClient | Lock> {
  prepareHome(home)
  const deadline = monotonicNow() + patience.waitMs
  for (;;) {
    if (patience.signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
    const lock = tryLock(homeLockPath(home))
    if (isLock(lock)) return lock
    const client = await connectDaemon(home, patience)
    if (client) return client
    if (monotonicNow() >= deadline) throw lockedError(homeLockPath(home), lock)
    await sleep(RETRY_MS, patience.signal)
  }
}
