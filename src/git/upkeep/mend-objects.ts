/** Gives damaged or missing objects back from another copy. */
import { chmodSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { removeFolder, removeIfThere, syncFolder } from '../../system/files.ts'
import { makeScratchFolder } from '../../system/scratch-folder.ts'
import { draftPath } from '../drafts.ts'
import { writeObjects } from '../objects/loose-objects.ts'
import { maintain } from '../process/maintenance.ts'
import { initShadowRepo } from '../shadow-config.ts'
import { quarantine } from './quarantine.ts'

/**
 * Writes a blob again, with isomorphic-git: a mistake of our own writer that spoilt it must not spoil it twice.
 * @throws {FlightrecError} failed, when the content is not that of `oid`.
 */
export async function rewriteBlob(gitDir: string, oid: Oid, content: Uint8Array): Promise<void> {
  const { writeObject } = await import('isomorphic-git')
  const fs = new CatchingFileSystem()
  const object = { type: 'blob', object: content, format: 'content' } as const
  const written = await writeObject({ fs, gitdir: gitDir, ...object })
  if (written !== oid || !fs.caught) {
    throw new FlightrecError('failed', `the copy of ${oid} has changed`, {
      hint: 'Run `flightrec doctor --fix` again.',
    })
  }
  const { caught } = fs
  await writeObjects(gitDir, (batch) => batch.stage(oid, caught))
}

/** Catches the one file isomorphic-git writes, so that it gets its name only once it is durable. */
class CatchingFileSystem {
  caught: Uint8Array | undefined
  readonly promises = {
    readFile: notThere,
    readdir: notThere,
    rmdir: notThere,
    unlink: notThere,
    readlink: notThere,
    symlink: notThere,
    stat: notThere,
    lstat: notThere,
    mkdir: async () => {},
    writeFile: async (_path: string, bytes: Uint8Array) => {
      this.caught = bytes
    },
  }
}

async function notThere(): Promise<never> {
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
}

/**
 * Makes the index of a pack anew; the old one, if any, goes to quarantine. git does it in an empty repo: in this one it
 * would read objects through the damaged index, and refuse.
 */
export async function reindexPack(gitDir: string, pack: string): Promise<void> {
  const path = join(gitDir, pack)
  const index = `${path.slice(0, -'pack'.length)}idx`
  const fresh = draftPath(gitDir, 'idx')
  const elsewhere = makeScratchFolder('flightrec-reindex-')
  try {
    initShadowRepo(elsewhere, undefined)
    await maintain(elsewhere, ['index-pack', '-o', fresh, path])
    chmodSync(fresh, 0o400)
    quarantineIfThere(gitDir, index)
    renameSync(fresh, index)
    syncFolder(dirname(index))
  } finally {
    removeIfThere(fresh)
    removeFolder(elsewhere)
  }
}

function quarantineIfThere(gitDir: string, path: string): void {
  try {
    quarantine(gitDir, path)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}
