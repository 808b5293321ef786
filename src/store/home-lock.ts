/** The lock of a home: whoever holds it may write to its repos. */
import { join } from 'node:path'
import type { Home } from './home.ts'

export function homeLockPath(home: Home): string {
  return join(home.runPath, 'lock')
}
