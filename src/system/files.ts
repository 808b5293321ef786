/** Writing that survives a power cut: temp file, fsync, rename, fsync of the folder. */
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { errnoOf } from '../model/errors.ts'

export const PRIVATE_FILE = 0o600
export const PRIVATE_FOLDER = 0o700

/** Makes a folder and its parents, private to this user. */
export function makePrivateFolder(path: string): void {
  makeFolders(path, PRIVATE_FOLDER)
}

/**
 * Makes a folder and those between it and `base`. A `base` that is gone is an error: what was removed or moved must not
 * come back by halves.
 */
export function makePrivateFolderIn(base: string, path: string): void {
  if (existsSync(path)) return
  if (dirname(path) !== base) makePrivateFolderIn(base, dirname(path))
  try {
    mkdirSync(path, { mode: PRIVATE_FOLDER })
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
  }
}

/**
 * Makes a folder and its parents. Node's own way of it never ends where a folder lets none be made in it, as
 * /proc and a current folder that is gone do.
 */
export function makeFolders(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' && !existsSync(dirname(path))) {
      makeFolders(dirname(path), mode)
      makeFolders(path, mode)
    } else if (!isFolder(path)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Makes names created, renamed or removed in `folder` durable. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Returns a name beside `path` that nothing has, and that tells which process made it. */
export function temporaryName(path: string): string {
  return `${path}.tmp-${process.pid}-${randomBytes(6).toString('hex')}`
}

/** Replaces `path` as a whole: after a crash it holds the old or the new content, never part of one. */
export function writeFileDurably(path: string, content: string | Uint8Array): void {
  const temporary = temporaryName(path)
  try {
    writeNewFile(temporary, content)
    renameSync(temporary, path)
  } catch (error) {
    removeIfThere(temporary)
    throw error
  }
  syncFolder(dirname(path))
}

/** Creates `path`, which must not be there, and fsyncs it. */
export function writeNewFile(path: string, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const fd = openSync(path, 'wx', PRIVATE_FILE)
  try {
    writeFully(fd, bytes)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/**
 * Writes every byte, at `position` or where the file stands: one write call may stop short when the disk is
 * nearly full.
 */
export function writeFully(fd: number, bytes: Uint8Array, position: number | null = null): void {
  let done = 0
  while (done < bytes.length) {
    const at = position === null ? null : position + done
    done += writeSync(fd, bytes, done, bytes.length - done, at)
  }
}

/** Returns a word that is another when the file at `path` may be another, or no longer readable. */
export function fileMark(path: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path)
    return [ino, size, mtimeMs, ctimeMs].join(' ')
  } catch (error) {
    return errnoOf(error) ?? ''
  }
}

/** Returns when names in a folder last changed, in milliseconds since the epoch; undefined when it is not there. */
export function folderTimeMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}

/** Returns a file as UTF-8 text; undefined when it, or a folder on the way, is not there. */
export function readTextIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined
    // Node says which file could not be opened, and not which could not be read.
    throw errnoOf(error) === undefined ? error : Object.assign(error as Error, { path })
  }
}

/**
 * Returns the names in a folder, in no order; none when it is not there. As `latin1` they are bytes, one character
 * each, so that odd ones survive.
 */
export function namesIn(folder: string, encoding: 'utf8' | 'latin1' = 'utf8'): string[] {
  try {
    return readdirSync(folder, encoding)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return []
    throw error
  }
}

/** Removes a folder and all below it; nothing happens when it is not there. */
export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true })
}

/** Returns how many bytes this user may still write on the file system that holds `path`. */
export function freeDiskBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}

/** Returns how many files may still be made on that file system; infinity where it knows no limit. */
export function freeDiskFiles(path: string): number {
  const { files, ffree } = statfsSync(path)
  return files === 0 ? Infinity : ffree
}

/** Removes a file that only says something by being there; anything else stays. */
export function removeIfEmpty(path: string | undefined): void {
  if (path === undefined) return
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat?.isFile() && stat.size === 0) removeIfThere(path)
}

/** Removes a file; returns whether it was there. */
export function removeIfThere(path: string): boolean {
  try {
    unlinkSync(path)
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return false
    throw error
  }
}

/** Adds to the end of a private file, which is made when it is not there. */
export function appendPrivately(path: string, text: string): void {
  appendFileSync(path, text, { mode: PRIVATE_FILE })
}
