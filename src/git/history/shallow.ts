/**
 * git's shallow boundary: `$GIT_DIR/shallow` names the commits at which history ends although they have parents.
 * That is how the old end of a timeline is cut without changing the name of any commit kept.
 */
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { readTextIfThere, removeIfThere, syncFolder, writeFully } from '../../system/files.ts'

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
  const lock = `${path}.lock`
  const lines = [...new Set(commits)].sort().map((oid) => `${oid}\n`)
  const fd = lockShallow(lock)
  try {
    writeFully(fd, Buffer.from(lines.join('')))
    fsyncSync(fd)
  } catch (error) {
    removeIfThere(lock)
    throw error
  } finally {
    closeSync(fd)
  }
  if (lines.length > 0) renameSync(lock, path)
  else {
    removeIfThere(path)
    removeIfThere(lock)
  }
  syncFolder(gitDir)
}

function lockShallow(lock: string): number {
  try {
    return openSync(lock, 'wx', 0o600)
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
    throw new FlightrecError('locked', `cannot lock '${lock}': it exists`, {
      hint: 'Run `flightrec doctor --fix`; it removes locks whose owner is dead.',
      cause: error,
    })
  }
}
