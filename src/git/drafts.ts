/**
 * Files in the making. Each stands in `flightrec/drafts/` of its shadow repo, named after the process that
 * makes it, until it is whole and durable; then it gets its name by rename or link. What a killed process
 * leaves there is garbage by definition, and tells which of git's lock files were its own: such a lock is a
 * hard link of its draft.
 */

import { linkSync, lstatSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../model/errors.ts'
import {
  makePrivateFolderIn,
  namesIn,
  removeIfThere,
  temporaryName,
  writeNewFile,
} from '../system/files.ts'
import { birthMark } from '../system/process-identity.ts'
import { sideFile } from './side-files.ts'

const OWNER = /-([0-9a-f]+)\.tmp-(\d+)-[0-9a-f]+$/

function draftsFolder(gitDir: string): string {
  return sideFile(gitDir, 'drafts')
}

let mark: string | undefined

function ownMark(): string {
  mark ??= birthMark(process.pid) ?? ''
  return mark
}

/** Returns a path for a new draft, in a folder that is there. */
export function draftPath(gitDir: string, kind: string): string {
  const folder = draftsFolder(gitDir)
  makePrivateFolderIn(gitDir, folder)
  return temporaryName(join(folder, `${kind}-${ownMark()}`))
}

/** One of git's lock files, held, with what the locked file is to contain. */
export interface LockFile {
  /** Makes the lock the file that it locks. */
  commit(): void
  abandon(): void
}

/** Takes the lock file `<path>.lock` of git, filled and durable; undefined while someone else holds it. */
export function lockFile(
  gitDir: string,
  path: string,
  content: string | Uint8Array,
): LockFile | undefined {
  const lock = `${path}.lock`
  const draft = draftPath(gitDir, 'lock')
  try {
    writeNewFile(draft, content)
    linkSync(draft, lock)
  } catch (error) {
    removeIfThere(draft)
    if (errnoOf(error) === 'EEXIST') return undefined
    throw error
  }
  return {
    commit() {
      renameSync(lock, path)
      removeIfThere(draft)
    },
    abandon() {
      // The lock first: without its draft nobody could tell whose it was.
      removeIfThere(lock)
      removeIfThere(draft)
    },
  }
}

/**
 * Removes what killed processes left: their drafts, and those of the locks of `paths` that were theirs. A lock
 * that git or someone alive holds stays.
 */
export function clearDrafts(gitDir: string, paths: readonly string[] = []): void {
  for (const name of namesIn(draftsFolder(gitDir))) {
    const [, birth, pid] = OWNER.exec(name) ?? []
    if (birthMark(Number(pid)) === birth) continue
    const draft = join(draftsFolder(gitDir), name)
    for (const path of paths) {
      if (isSameFile(`${path}.lock`, draft)) removeIfThere(`${path}.lock`)
    }
    removeIfThere(draft)
  }
}

function isSameFile(one: string, other: string): boolean {
  const a = lstatSync(one, { throwIfNoEntry: false })
  const b = lstatSync(other, { throwIfNoEntry: false })
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}
