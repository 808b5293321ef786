/** What a dead daemon or recorder has left in run/. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { namesIn } from '../../system/files.ts'
import { lockOwner } from '../../system/lock.ts'
import type { Home } from './home.ts'
import { homeLockPath } from './home-lock.ts'

/** Returns the lock, when its owner is dead, and the sockets nobody serves, as absolute paths. */
export function staleRunFiles(home: Home): string[] {
  const lock = homeLockPath(home)
  if (lockOwner(lock)) return []
  const sockets = namesIn(home.runPath)
    .filter((name) => name.endsWith('.sock'))
    .map((name) => join(home.runPath, name))
  return [...(existsSync(lock) ? [lock] : []), ...sockets]
}
