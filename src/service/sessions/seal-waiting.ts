import type { Home } from '../../store/home/home.ts'
import { sessionsWithRecordings } from '../../store/recordings/made-recordings.ts'
import type { LazySessions } from './lazy-sessions.ts'

/**
 * Moves recordings that have ended into the sessions repo. What cannot be moved goes on waiting: the work before it
 * must not suffer for it. The caller holds the lock of the home.
 */
export async function sealWaiting(home: Home, sessions: LazySessions): Promise<void> {
  if (sessionsWithRecordings(home).length === 0) return
  try {
    const { sealRecordings } = await import('../../record/terminal/seal-recordings.ts')
    await sealRecordings(home, await sessions.open(), () => {})
  } catch {
    // Doctor says what waits, and the daemon why.
  }
}
