/** Whether a store is closed to everyone but its user. */
import { chmodSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import { entriesBelow } from '../../system/entries-below.ts'

/** A file or folder that others may read or write, or that belongs to someone else. */
export interface OpenEntry {
  /** Relative to the folder asked about; '' is that folder. */
  path: string
  mode: number
  uid: number
}

/** What git is writing has its rights only when it has its name; the folder is closed meanwhile. */
const TEMPORARY = /^tmp_|\.tmp-\d+-/

/** Yields what in `folder` (itself included) is open to others or not of user `uid`. */
export function* openEntries(folder: string, uid: number): Generator<OpenEntry> {
  yield* judge(folder, '', uid)
  for (const { path, entry } of entriesBelow(folder, ['EACCES'])) {
    if (!TEMPORARY.test(entry.name)) yield* judge(folder, path, uid)
  }
}

function* judge(folder: string, path: string, uid: number): Generator<OpenEntry> {
  const stat = lstatSync(join(folder, path), { throwIfNoEntry: false })
  if (!stat || stat.isSymbolicLink()) return
  const mode = stat.mode & 0o777
  if ((mode & 0o077) !== 0 || stat.uid !== uid) yield { path, mode, uid: stat.uid }
}

/** Takes from others what they may do with an entry of `folder`; its user's own rights stay. */
export function closeEntry(folder: string, { path, mode }: OpenEntry): void {
  chmodSync(join(folder, path), mode & 0o700)
}
