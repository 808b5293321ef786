/**
 * Writes loose objects so that a whole batch becomes durable together: every file is written as a draft, then
 * all are fsynced, renamed, and their folders fsynced. Nothing has its final name before its bytes are on disk.
 */
import { closeSync, fsync, openSync, renameSync, statSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { deflateSync } from 'node:zlib'
import { errnoOf } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { now } from '../../system/clock.ts'
import {
  makePrivateFolderIn,
  PRIVATE_FILE,
  removeIfThere,
  syncFolder,
  writeFully,
} from '../../system/files.ts'
import { draftPath } from '../drafts.ts'
import { hashObject } from './object-name.ts'
import type { PackedType } from './pack-writer.ts'

const fsyncSoon = promisify(fsync)
/** Fewer than any system's limit of open files; beyond, what is staged is fsynced and closed early. */
const OPEN_FILES_MAX = 16
const OPEN_FOLDERS_MAX = 8
const ATTEMPTS_MAX = 20

interface Staged {
  /** Undefined once it is durable and closed. */
  fd: number | undefined
  draft: string
}

/**
 * Writes the objects that `work` hands to a batch: durable when this returns, and none of them when `work` throws.
 */
export async function writeObjects<Result>(
  gitDir: string,
  work: (batch: LooseObjectBatch) => Promise<Result>,
): Promise<Result> {
  const batch = new LooseObjectBatch(gitDir)
  try {
    const result = await work(batch)
    await batch.commit()
    return result
  } catch (error) {
    batch.abandon()
    throw error
  }
}

/** Objects of one flush. Call `write` for each, then `commit` once; `abandon` drops what was not committed. */
export class LooseObjectBatch {
  readonly #gitDir: string
  readonly #staged = new Map<string, Staged>()
  #openCount = 0

  constructor(gitDir: string) {
    this.#gitDir = gitDir
  }

  /** Stages an object and returns its name. It is not durable, nor visible to git, before `commit`. */
  async write(type: PackedType, content: Uint8Array): Promise<Oid> {
    const oid = hashObject(type, content)
    if (this.isThere(oid)) return oid
    const header = Buffer.from(`${type} ${content.length}\0`, 'latin1')
    await this.stage(oid, deflateSync(Buffer.concat([header, content]), { level: 1 }))
    return oid
  }

  /**
   * Whether an object is staged or stands there as a loose file, which then counts as new. An empty file is
   * what a power cut leaves: it is not there.
   */
  isThere(oid: Oid): boolean {
    const path = this.#pathOf(oid)
    if (this.#staged.has(path)) return true
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found || found.size === 0) return false
    freshen(path)
    return true
  }

  /** Stages the bytes of a loose object file. */
  async stage(oid: Oid, bytes: Uint8Array): Promise<void> {
    if (this.#openCount >= OPEN_FILES_MAX) await this.#sync()
    const draft = draftPath(this.#gitDir, 'object')
    const fd = await this.#open(draft)
    try {
      writeFully(fd, bytes)
    } catch (error) {
      closeSync(fd)
      removeIfThere(draft)
      throw error
    }
    this.#staged.set(this.#pathOf(oid), { fd, draft })
    this.#openCount += 1
  }

  /** Makes all staged objects durable and gives them their names. */
  async commit(): Promise<void> {
    await this.#sync()
    const folders = new Set<string>()
    for (const [path, { draft }] of this.#staged) {
      renameIntoFolder(draft, path)
      folders.add(dirname(path))
      this.#staged.delete(path)
    }
    const left = [...folders]
    while (left.length > 0) {
      await Promise.all(left.splice(0, OPEN_FOLDERS_MAX).map(syncObjectFolder))
    }
  }

  abandon(): void {
    for (const staged of this.#staged.values()) {
      close(staged)
      removeIfThere(staged.draft)
    }
    this.#staged.clear()
  }

  async #open(draft: string): Promise<number> {
    try {
      return openSync(draft, 'wx', PRIVATE_FILE)
    } catch (error) {
      if (!isShortOfFiles(error) || this.#openCount === 0) throw error
      await this.#sync()
      return openSync(draft, 'wx', PRIVATE_FILE)
    }
  }

  async #sync(): Promise<void> {
    const open = [...this.#staged.values()].filter(({ fd }) => fd !== undefined)
    await Promise.all(open.map(({ fd }) => fsyncSoon(fd!)))
    for (const staged of open) close(staged)
    this.#openCount = 0
  }

  #pathOf(oid: Oid): string {
    return join(this.#gitDir, 'objects', oid.slice(0, 2), oid.slice(2))
  }
}

function isShortOfFiles(error: unknown): boolean {
  return errnoOf(error) === 'EMFILE' || errnoOf(error) === 'ENFILE'
}

function close(staged: Staged): void {
  if (staged.fd !== undefined) closeSync(staged.fd)
  staged.fd = undefined
}

/** A prune going on removes folders of objects that are empty for a moment: then another try makes it again. */
function renameIntoFolder(draft: string, path: string): void {
  const folder = dirname(path)
  let isNew = false
  for (let attempt = 1; ; attempt += 1) {
    try {
      renameSync(draft, path)
      break
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT' || attempt === ATTEMPTS_MAX) throw error
      makePrivateFolderIn(dirname(folder), folder)
      isNew = true
    }
  }
  if (isNew) syncFolder(dirname(folder))
}

async function syncObjectFolder(folder: string): Promise<void> {
  let fd: number
  try {
    fd = openSync(folder, 'r')
  } catch (error) {
    // Gone with all in it: a repack going on found the same objects in a pack, where they are durable.
    if (errnoOf(error) !== 'ENOENT') throw error
    return
  }
  try {
    await fsyncSoon(fd)
  } finally {
    closeSync(fd)
  }
}

/** As git does: an object used again gets a new time, so that a prune going on does not take it. */
function freshen(path: string): void {
  const seconds = now() / 1000
  utimesSync(path, seconds, seconds)
}
