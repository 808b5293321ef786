import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../model/errors.ts'

/** What stands below a folder. */
interface EntryBelow {
  /** Relative to that folder. */
  path: string
  entry: Dirent
}

/**
 * Yields everything below `folder`, each folder before what is in it; links are not followed. A folder that goes
 * meanwhile is passed over, as is one that cannot be listed for one of the errors `passing`, such as `EACCES`.
 */
export function* entriesBelow(
  folder: string,
  passing: readonly string[] = [],
): Generator<EntryBelow> {
  const pending = ['']
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    for (const entry of entriesOf(join(folder, below), passing)) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) pending.push(path)
      yield { path, entry }
    }
  }
}

function entriesOf(folder: string, passing: readonly string[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === 'ENOENT' || (errno !== undefined && passing.includes(errno))) return []
    throw error
  }
}
