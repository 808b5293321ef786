/**
 * git's shallow boundary: `$GIT_DIR/shallow` names the commits at which history ends although they have parents.
 * That is how the old end of a timeline is cut without changing the name of any commit kept.
 */
import { join } from 'node:path'
import { FlightrecError } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { readTextIfThere, removeIfThere, syncFolder } from '../../system/files.ts'
import { lockFile } from '../drafts.ts'

/** Returns the commits at which history is cut. `bad` holds lines that are no object name. */
export function readShallow(gitDir: string): { commits: Set<Oid>; bad: string[] } {
  const text = readTextIfThere(join(gitDir, 'shallow')) ?? ''
  const commits = new Set<Oid>()
  const bad: string[] = []
  const lines = text.split('\n')
  const last = lines.pop()
  if (last !== '') bad.push(last!)
  for (const line of lines) {
    if (isOid(line)) commits.add(line)
    else bad.push(line)
  }
  return { commits, bad }
}

/**
 * Replaces the boundary, durably and under git's own lock of it.
 * @throws {FlightrecError} locked, when another process is changing it.
 */
export function writeShallow(gitDir: string, commits: Iterable<Oid>): void {
  const path = join(gitDir, 'shallow')
  const lines = [...new Set(commits)].sort().map((oid) => `${oid}\n`)
  const lock = lockFile(gitDir, path, lines.join(''))
  if (!lock) {
    throw new FlightrecError('locked', `cannot lock '${path}.lock': it exists`, {
      hint: 'Run `flightrec doctor --fix`; it removes locks whose owner is dead.',
    })
  }
  if (lines.length > 0) lock.commit()
  else {
    removeIfThere(path)
    lock.abandon()
  }
  syncFolder(gitDir)
}
