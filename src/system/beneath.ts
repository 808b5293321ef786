/**
 * Reaches files below a folder without following any link, even when someone swaps a folder for a link
 * meanwhile. On Linux each folder is held open and the next one is opened through it
 * (`/proc/self/fd/<n>/<name>`, O_DIRECTORY|O_NOFOLLOW), so no name is ever looked up twice and no path is
 * longer than one step. Elsewhere every component is looked at before each use: a swap between the look and
 * the use goes unseen until `confirm`, and paths are bound by PATH_MAX.
 */
import {
  type BigIntStats,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
} from 'node:fs'
import { resolve } from 'node:path'
import { errnoOf, FlightrecError } from '../model/errors.ts'
import { fsPath, type RawPath, rawFromLatin1 } from '../model/raw-path.ts'
import { showPath, showText } from '../model/show.ts'

/** A folder that was reached without following a link. */
export interface FolderHandle {
  /** Names the folder itself, for `readdir`, `stat` (not `lstat`), `chmod`, `chown` and opening it to fsync. */
  readonly path: string | Buffer
  /** Returns what to hand to node:fs for `name` in this folder; its last step may still be a link. */
  at(name: RawPath): string | Buffer
  /** Opens a folder in this one; throws ENOTDIR when it is a link or no folder, ENOENT when not there. */
  openChild(name: RawPath): FolderHandle
  /** Opens what `name` is, file or other, but never what it links to: a link throws ELOOP. */
  openEntry(name: RawPath): EntryHandle
  /** Throws ENOENT when the folder is no longer where it was opened; paths over PATH_MAX cannot be asked. */
  confirm(): void
  close(): void
}

/** One name of a folder, held so that what is asked and what is changed are the same thing. */
interface EntryHandle {
  stat(): BigIntStats
  chmod(mode: number): void
  chown(uid: number, gid: number): void
  close(): void
}

/** How folders are reached: `descriptor` is proof against swaps, `path` is not. */
export type BeneathWay = 'descriptor' | 'path'

// Linux only. Opens a folder that may not be read, and lets its mode be changed through /proc.
const O_PATH = 0o10000000
const PATH_MAX = 4096
const OPEN_FOLDER = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW

/** Returns the best way this system has. */
export function beneathWay(): BeneathWay {
  return process.platform === 'linux' && existsSync('/proc/self/fd') ? 'descriptor' : 'path'
}

/**
 * Opens the folder `path` below `root`, '' being the root itself. Close it when done.
 * @throws {FlightrecError} bad-root, when `root` is gone, no folder, or reached through a link. A component
 * of `path` that is a link or a file throws ENOTDIR, one that is not there ENOENT.
 */
export function openFolderBeneath(
  root: string,
  path: RawPath,
  way: BeneathWay = beneathWay(),
): FolderHandle {
  let folder = way === 'descriptor' ? openRoot(root) : new PathFolder(checkRoot(root))
  if (path === '') return folder
  for (const name of path.split('/')) {
    const parent = folder
    try {
      folder = parent.openChild(rawFromLatin1(name))
    } finally {
      parent.close()
    }
  }
  return folder
}

function openRoot(root: string): FolderHandle {
  let fd: number
  try {
    fd = openSync(root, OPEN_FOLDER)
  } catch (error) {
    throw rootFailure(root, error)
  }
  const place = Buffer.from(resolve(root))
  const folder = new DescriptorFolder(fd, place)
  if (readlinkSync(folder.path, 'buffer').equals(place)) return folder
  folder.close()
  throw rootFailure(root)
}

function rootFailure(root: string, error?: unknown): FlightrecError {
  const errno = errnoOf(error)
  const why =
    errno === 'ENOENT'
      ? 'is not there'
      : error === undefined || errno === 'ENOTDIR' || errno === 'ELOOP'
        ? 'is not a folder, or is reached through a link'
        : `cannot be opened: ${errno}`
  return new FlightrecError('bad-root', `${showText(root)} ${why}`, { cause: error })
}

/** Refuses what would leave the folder or name no single entry of it. */
function checkName(name: RawPath): void {
  if (name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name)) return
  throw new FlightrecError('failed', `not the name of a file in a folder: '${showPath(name)}'`)
}

function childPath(path: Buffer, name: Buffer): Buffer {
  return Buffer.concat([path, Buffer.from(path.length === 1 ? '' : '/'), name])
}

function replaced(): Error {
  return Object.assign(new Error('the folder was moved or replaced'), { code: 'ENOENT' })
}

class DescriptorFolder implements FolderHandle {
  readonly path: string
  readonly #place: Buffer
  #fd: number

  constructor(fd: number, place: Buffer) {
    this.#fd = fd
    this.#place = place
    this.path = `/proc/self/fd/${fd}`
  }

  at(name: RawPath): string | Buffer {
    checkName(name)
    if (this.#fd < 0) throw new Error('folder handle used after close')
    return fsPath(this.path, name)
  }

  openChild(name: RawPath): FolderHandle {
    const fd = openSync(this.at(name), OPEN_FOLDER)
    return new DescriptorFolder(fd, childPath(this.#place, Buffer.from(name, 'latin1')))
  }

  openEntry(name: RawPath): EntryHandle {
    const fd = openSync(this.at(name), O_PATH | constants.O_NOFOLLOW)
    const path = `/proc/self/fd/${fd}`
    const entry: EntryHandle = {
      stat: () => fstatSync(fd, { bigint: true }),
      chmod: (mode) => chmodSync(path, mode),
      chown: (uid, gid) => chownSync(path, uid, gid),
      close: () => closeSync(fd),
    }
    if (!entry.stat().isSymbolicLink()) return entry
    entry.close()
    throw Object.assign(new Error('a link'), { code: 'ELOOP' })
  }

  confirm(): void {
    if (this.#place.length >= PATH_MAX) return
    if (!readlinkSync(this.path, 'buffer').equals(this.#place)) throw replaced()
  }

  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd)
    this.#fd = -1
  }
}

/** One component of a path, as it was when it was opened. */
interface PathStep {
  path: Buffer
  dev: bigint
  ino: bigint
  above: PathStep | undefined
}

function lookAt(path: Buffer, above: PathStep | undefined): PathStep {
  const stat = lstatSync(path, { bigint: true })
  if (!stat.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
  return { path, dev: stat.dev, ino: stat.ino, above }
}

/** Looks at every component of the root's own path, since none of them may be a link. */
function checkRoot(root: string): PathStep {
  try {
    let step = lookAt(Buffer.from('/'), undefined)
    for (const name of resolve(root).split('/').filter(Boolean)) {
      step = lookAt(childPath(step.path, Buffer.from(name)), step)
    }
    return step
  } catch (error) {
    throw rootFailure(root, error)
  }
}

class PathFolder implements FolderHandle {
  readonly #step: PathStep

  constructor(step: PathStep) {
    this.#step = step
  }

  get path(): Buffer {
    this.confirm()
    return this.#step.path
  }

  at(name: RawPath): Buffer {
    checkName(name)
    this.confirm()
    return childPath(this.#step.path, Buffer.from(name, 'latin1'))
  }

  openChild(name: RawPath): FolderHandle {
    return new PathFolder(lookAt(this.at(name), this.#step))
  }

  openEntry(name: RawPath): EntryHandle {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    const fd = openSync(this.at(name), flags)
    return {
      stat: () => fstatSync(fd, { bigint: true }),
      chmod: (mode) => fchmodSync(fd, mode),
      chown: (uid, gid) => fchownSync(fd, uid, gid),
      close: () => closeSync(fd),
    }
  }

  confirm(): void {
    for (let step: PathStep | undefined = this.#step; step; step = step.above) {
      const seen = lookAt(step.path, step.above)
      if (seen.ino !== step.ino || seen.dev !== step.dev) throw replaced()
    }
  }

  close(): void {
    // Nothing is held open.
  }
}
