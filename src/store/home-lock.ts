/** The lock of a home: whoever holds it may write to its repos. */
import { join } from 'node:path'
import type { Home } from './home.ts'

/** The lock that keeps two from packing the repos of a home at once. */
export function gcLockPath(home: Home): string {
  return join(home.runPath, 'gc.lock')
}

export function homeLockPath(home: Home): string {
  return join(home.runPath, 'lock')
}
