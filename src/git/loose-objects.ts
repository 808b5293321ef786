/**
 * Writes loose objects with isomorphic-git over a file system of our own, so that a whole batch becomes
 * durable together: every file is written as a draft, then all are fsynced, renamed, and their folders
 * fsynced. Nothing has its final name before its bytes are on disk.
 */
import { closeSync, fsync, mkdirSync, openSync, renameSync, statSync, utimesSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { errnoOf } from '../model/errors.ts'
import { type Oid, parseOid } from '../model/oid.ts'
import { now } from '../system/clock.ts'
import {
  PRIVATE_FILE,
  PRIVATE_FOLDER,
  removeIfThere,
  syncFolder,
  writeFully,
} from '../system/files.ts'
import { draftPath } from './drafts.ts'
import type { ObjectType } from './object-reader.ts'

const fsyncSoon = promisify(fsync)
/** Fewer than any system's limit of open files; beyond, what is staged is fsynced and closed early. */
const OPEN_FILES_MAX = 32
const ATTEMPTS_MAX = 20

interface Staged {
  /** Undefined once it is durable and closed. */
  fd: number | undefined
  draft: string
  path: string
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
  async write(type: ObjectType, content: Uint8Array): Promise<Oid> {
    const { writeObject } = await import('isomorphic-git')
    const oid = await writeObject({
      fs: this.#fileSystem(),
      gitdir: this.#gitDir,
      type: type as 'blob',
      object: content,
      format: 'content',
    })
    return parseOid(oid)
  }

  /** Makes all staged objects durable and gives them their names. */
  async commit(): Promise<void> {
    await this.#sync()
    const folders = new Set<string>()
    for (const { draft, path } of this.#staged.values()) {
      renameIntoFolder(draft, path)
      folders.add(dirname(path))
      this.#staged.delete(path)
    }
    for (const folder of folders) syncObjectFolder(folder)
  }

  abandon(): void {
    for (const staged of this.#staged.values()) {
      close(staged)
      removeIfThere(staged.draft)
    }
    this.#staged.clear()
  }

  async #sync(): Promise<void> {
    const open = [...this.#staged.values()].filter(({ fd }) => fd !== undefined)
    await Promise.all(open.map(({ fd }) => fsyncSoon(fd!)))
    for (const staged of open) close(staged)
    this.#openCount = 0
  }

  /** The few calls isomorphic-git makes to write a loose object. */
  #fileSystem() {
    const unused = async () => {
      throw Object.assign(new Error('not part of writing an object'), { code: 'ENOSYS' })
    }
    return {
      promises: {
        readFile: unused,
        readdir: unused,
        rmdir: unused,
        unlink: unused,
        readlink: unused,
        symlink: unused,
        mkdir: async () => {},
        stat: async (path: string) => this.#stat(path),
        lstat: async (path: string) => this.#stat(path),
        writeFile: async (path: string, bytes: Uint8Array) => this.#stage(path, bytes),
      },
    }
  }

  /** An empty object file is what a power cut leaves: it counts as absent and is written again. */
  #stat(path: string) {
    if (this.#staged.has(path)) return {}
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found || found.size === 0)
      throw Object.assign(new Error(`no object: ${path}`), { code: 'ENOENT' })
    freshen(path)
    return found
  }

  async #stage(path: string, bytes: Uint8Array): Promise<void> {
    if (this.#openCount >= OPEN_FILES_MAX) await this.#sync()
    const draft = draftPath(this.#gitDir, 'object')
    const fd = openSync(draft, 'wx', PRIVATE_FILE)
    try {
      writeFully(fd, bytes)
    } catch (error) {
      closeSync(fd)
      removeIfThere(draft)
      throw error
    }
    this.#staged.set(path, { fd, draft, path })
    this.#openCount += 1
  }
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
      mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER })
      isNew = true
    }
  }
  if (isNew) syncFolder(dirname(folder))
}

function syncObjectFolder(folder: string): void {
  try {
    syncFolder(folder)
  } catch (error) {
    // Gone with all in it: a repack going on found the same objects in a pack, where they are durable.
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}

/** As git does: an object used again gets a new time, so that a prune going on does not take it. */
function freshen(path: string): void {
  const seconds = now() / 1000
  utimesSync(path, seconds, seconds)
}
