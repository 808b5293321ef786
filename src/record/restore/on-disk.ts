/** What is below a root right now: looks at names, reads and hashes files, never through a link. */
import { createHash } from 'node:crypto'
import {
  type BigIntStats,
  closeSync,
  fstatSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  statSync,
} from 'node:fs'
import { hashObject, objectHasher } from '../../git/objects/object-name.ts'
import { errnoOf } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { baseRaw, parentRaw, type RawPath, rawFromBuffer } from '../../model/raw-path.ts'
import { type FolderHandle, openFolderBeneath } from '../../system/beneath.ts'
import { now } from '../../system/clock.ts'
import { openToRead, readPieces } from '../../system/open-to-read.ts'

/** One name as a look at it found it. */
export interface Seen {
  kind: 'file' | 'link' | 'folder' | 'other'
  mode: number
  uid: number
  gid: number
  sizeBytes: number
  hardLinks: number
  /** Device, inode, mode, size and time of last write; with `changedNs` equal too, nothing has touched it. */
  stamp: string
  changedNs: bigint
}

// Two writes within a tick of the file system's clock look alike: what is that young is read again.
const CLOCK_TICK_NS = 100_000_000n

/** Keeps the folder used last open, so that going down a tree opens each folder once. */
export class FolderCursor {
  readonly root: string
  #path: RawPath | undefined
  #handle: FolderHandle | undefined

  constructor(root: string) {
    this.root = root
  }

  /** Returns the folder `path`, open until the next call; throws what `openFolderBeneath` throws. */
  enter(path: RawPath): FolderHandle {
    if (this.#handle && this.#path === path) return this.#handle
    const above = this.#path === parentRaw(path) && path !== '' ? this.#handle : undefined
    const next = above?.openChild(baseRaw(path)) ?? openFolderBeneath(this.root, path)
    this.close()
    this.#handle = next
    this.#path = path
    return next
  }

  close(): void {
    this.#handle?.close()
    this.#handle = undefined
    this.#path = undefined
  }
}

/** Returns what `path` is; undefined when it, or a folder on the way, is not there or is no folder. */
export function look(cursor: FolderCursor, path: RawPath): Seen | undefined {
  try {
    if (path === '') return seenFrom(statSync(cursor.enter(path).path, { bigint: true }))
    const folder = cursor.enter(parentRaw(path))
    return seenFrom(lstatSync(folder.at(baseRaw(path)), { bigint: true }))
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === 'ENOENT' || errno === 'ENOTDIR' || errno === 'ELOOP') return undefined
    throw error
  }
}

export function seenFrom(stat: BigIntStats): Seen {
  return {
    kind: stat.isFile()
      ? 'file'
      : stat.isSymbolicLink()
        ? 'link'
        : stat.isDirectory()
          ? 'folder'
          : 'other',
    mode: Number(stat.mode & 0o7777n),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    sizeBytes: Number(stat.size),
    hardLinks: Number(stat.nlink),
    stamp: [stat.dev, stat.ino, stat.mode, stat.size, stat.mtimeNs].join(' '),
    changedNs: stat.ctimeNs,
  }
}

/** Whether two looks found the same thing, untouched. A hard link's ctime moves with its other names. */
export function isUntouched(before: Seen | undefined, after: Seen | undefined): boolean {
  if (!before || !after) return before === after
  const linked = before.kind === 'file' && before.hardLinks > 1
  return before.stamp === after.stamp && (linked || before.changedNs === after.changedNs)
}

/** Lists the names in a folder, in the order of their bytes. */
export function listNames(cursor: FolderCursor, path: RawPath): RawPath[] {
  return readdirSync(cursor.enter(path).path, 'buffer').map(rawFromBuffer).sort()
}

/** Hashes files and links as git blobs; what has not been touched since is not read again. */
export class ContentHashes {
  readonly #known = new Map<string, string>()

  /** Returns the name git would give the content; undefined when it cannot be read or is changing. */
  blob(cursor: FolderCursor, path: RawPath, seen: Seen): Oid | undefined {
    return this.#hash('sha1', cursor, path, seen) as Oid | undefined
  }

  sha256(cursor: FolderCursor, path: RawPath, seen: Seen): string | undefined {
    return this.#hash('sha256', cursor, path, seen)
  }

  #hash(algorithm: 'sha1' | 'sha256', cursor: FolderCursor, path: RawPath, seen: Seen) {
    const key = `${algorithm} ${seen.stamp} ${seen.changedNs}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const place = cursor.enter(parentRaw(path)).at(baseRaw(path))
    const hash = seen.kind === 'link' ? hashLink(place) : hashFile(place, seen, algorithm)
    const settled = BigInt(now()) * 1_000_000n - seen.changedNs > CLOCK_TICK_NS
    if (hash !== undefined && settled) this.#known.set(key, hash)
    return hash
  }
}

function hashLink(place: string | Buffer): string | undefined {
  try {
    return hashObject('blob', readlinkSync(place, 'buffer'))
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return undefined // Gone, or no link any more: whoever acts on it looks again.
  }
}

function hashFile(place: string | Buffer, seen: Seen, algorithm: string): string | undefined {
  let fd: number
  try {
    fd = openToRead(place)
  } catch {
    return undefined // Not readable: what it holds stays unknown, which callers treat as "different".
  }
  try {
    const isGits = algorithm === 'sha1'
    const hash = isGits ? objectHasher('blob', seen.sizeBytes) : createHash(algorithm)
    let readBytes = 0
    for (const piece of readPieces(fd, seen.sizeBytes)) {
      hash.update(piece)
      readBytes += piece.length
    }
    const after = seenFrom(fstatSync(fd, { bigint: true }))
    const isWhole = readBytes === seen.sizeBytes && isUntouched(seen, after)
    return isWhole ? hash.digest('hex') : undefined
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return undefined // A folder by now, or a disk that fails.
  } finally {
    closeSync(fd)
  }
}
