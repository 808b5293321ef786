/** Where the locks of a home lie. */
import { join } from 'node:path'
import type { Home } from './home.ts'

/** The lock that keeps two from packing the repos of a home at once. */
export function gcLockPath(home: Home): string {
  return join(home.runPath, 'gc.lock')
}

/** Whoever holds this lock may write to the repos of the home. */
export function homeLockPath(home: Home): string {
  return join(home.runPath, 'lock')
}
