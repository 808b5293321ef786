/**
 * Writes loose objects with isomorphic-git over a file system of our own, so that a whole batch becomes
 * durable together: every file is written under a temporary name, then all are fsynced, renamed, and their
 * folders fsynced. Nothing has its final name before its bytes are on disk.
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
  temporaryName,
  writeFully,
} from '../system/files.ts'
import type { ObjectType } from './object-reader.ts'

const fsyncSoon = promisify(fsync)

interface Staged {
  fd: number
  temporary: string
  path: string
}

/** Objects of one flush. Call `write` for each, then `commit` once; `abandon` drops what was not committed. */
export class LooseObjectBatch {
  readonly #gitDir: string
  readonly #staged = new Map<string, Staged>()

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
    const staged = [...this.#staged.values()]
    await Promise.all(staged.map(({ fd }) => fsyncSoon(fd)))
    const folders = new Set<string>()
    for (const { fd, temporary, path } of staged) {
      closeSync(fd)
      renameSync(temporary, path)
      folders.add(dirname(path))
      this.#staged.delete(path)
    }
    for (const folder of folders) syncFolder(folder)
  }

  abandon(): void {
    for (const { fd, temporary } of this.#staged.values()) {
      closeSync(fd)
      removeIfThere(temporary)
    }
    this.#staged.clear()
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
    const found = statSync(path)
    if (found.size === 0)
      throw Object.assign(new Error(`empty object: ${path}`), { code: 'ENOENT' })
    freshen(path)
    return found
  }

  #stage(path: string, bytes: Uint8Array): void {
    const temporary = temporaryName(path)
    const fd = openInNewFolder(temporary)
    this.#staged.set(path, { fd, temporary, path })
    writeFully(fd, bytes)
  }
}

function openInNewFolder(path: string): number {
  try {
    return openSync(path, 'wx', PRIVATE_FILE)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
    const folder = dirname(path)
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER })
    syncFolder(dirname(folder))
    return openSync(path, 'wx', PRIVATE_FILE)
  }
}

/** As git does: an object used again gets a new time, so that a prune going on does not take it. */
function freshen(path: string): void {
  const seconds = now() / 1000
  utimesSync(path, seconds, seconds)
}
