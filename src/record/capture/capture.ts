/**
 * Reads one file for the store: never through a link, never waiting on a pipe, and only bytes that were the
 * file's content at one moment, or marked as torn.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, readlinkSync, readSync } from 'node:fs'
import { errnoOf } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { SkipReason } from '../../store/timeline/meta.ts'
import type { FolderHandle } from '../../system/beneath.ts'
import { openToRead, readPieces } from '../../system/open-to-read.ts'
import { type FileStat, fileStat, isUnchanged } from '../state/file-stat.ts'

type Captured =
  | { kind: 'content'; content: Buffer; stat: FileStat; isTorn: boolean }
  /** Too big to hold in memory: read it piece by piece with `readPieces`, then close `fd`. */
  | { kind: 'stream'; fd: number; stat: FileStat }
  /** Over the size cap: known by hash only, or by nothing but its size when `sha256` is '', to come. */
  | { kind: 'large'; sha256: string; stat: FileStat; isTorn: boolean }
  /** The name holds something else than when it was looked at, or nothing: look again. */
  | { kind: 'changed' }
  | { kind: 'failed'; reason: SkipReason }

/** How often a file that changes while it is read is read again. */
export const ATTEMPTS = 3
/** Of a file whose content is not kept: reading more would hold up all others. */
const HASHED_AT_ONCE_BYTES_MAX = 512 << 20
const SIZE_ALONE_BYTES = 32 << 20
const STREAM_BYTES_MIN = 32 << 20

/** The hash of a file as `stat` shows it. */
export interface LargeHash {
  sha256: string
  stat: FileStat
}

export interface CaptureLimits {
  /** Files above it are recorded by size and hash only. */
  maxFileSizeBytes: number
}

/** Reads the regular file `name` of `folder`. */
export function captureFile(folder: FolderHandle, name: RawPath, limits: CaptureLimits): Captured {
  let fd: number
  try {
    fd = openToRead(folder.at(name))
  } catch (error) {
    return openFailure(error)
  }
  let isHandedOver = false
  try {
    const stat = statOf(fd)
    if (stat === undefined) return { kind: 'changed' }
    if (stat.sizeBytes > limits.maxFileSizeBytes) {
      const isLater = stat.sizeBytes > HASHED_AT_ONCE_BYTES_MAX
      return isLater ? { kind: 'large', sha256: '', stat, isTorn: false } : hashLarge(fd, stat)
    }
    if (stat.sizeBytes >= STREAM_BYTES_MIN) {
      isHandedOver = true
      return { kind: 'stream', fd, stat }
    }
    return readWhole(fd)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return { kind: 'failed', reason: 'io-error' }
  } finally {
    if (!isHandedOver) closeSync(fd)
  }
}

/** Reads where the link `name` of `folder` points. */
export function captureLink(folder: FolderHandle, name: RawPath): Buffer | undefined {
  try {
    return readlinkSync(folder.at(name), { encoding: 'buffer' })
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return undefined
  }
}

function openFailure(error: unknown): Captured {
  switch (errnoOf(error)) {
    case undefined:
      throw error
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
    case 'EISDIR':
    case 'ENXIO':
      return { kind: 'changed' }
    case 'EACCES':
    case 'EPERM':
      return { kind: 'failed', reason: 'unreadable' }
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      // Not this file's fault, and not to be blamed on it: the whole snapshot is tried again.
      throw error
    default:
      return { kind: 'failed', reason: 'io-error' }
  }
}

/** Stat data of an open regular file; undefined when it is none. */
export function statOf(fd: number): FileStat | undefined {
  const stats = fstatSync(fd, { bigint: true })
  return stats.isFile() ? fileStat(stats) : undefined
}

function readWhole(fd: number): Captured {
  let content: Buffer = Buffer.alloc(0)
  let after = fileStat(fstatSync(fd, { bigint: true }))
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = after
    content = readBytes(fd, before.sizeBytes)
    after = fileStat(fstatSync(fd, { bigint: true }))
    if (content.length === before.sizeBytes && isUnchanged(before, after)) {
      return { kind: 'content', content, stat: after, isTorn: false }
    }
  }
  return { kind: 'content', content, stat: after, isTorn: true }
}

function readBytes(fd: number, sizeBytes: number): Buffer {
  const content = Buffer.allocUnsafe(sizeBytes)
  let done = 0
  while (done < sizeBytes) {
    const read = readSync(fd, content, done, sizeBytes - done, done)
    if (read === 0) break
    done += read
  }
  return content.subarray(0, done)
}

function hashLarge(fd: number, first: FileStat): Captured {
  let before = first
  for (let attempt = 1; ; attempt += 1) {
    const { sha256, stat } = hashOnce(fd, before)
    const isTorn = !isUnchanged(before, stat)
    if (!isTorn || attempt === ATTEMPTS) return { kind: 'large', sha256, stat, isTorn }
    before = stat
  }
}

function hashOnce(fd: number, { sizeBytes }: FileStat): LargeHash {
  const hash = createHash('sha256')
  for (const piece of readPieces(fd, sizeBytes)) hash.update(piece)
  return { sha256: hash.digest('hex'), stat: fileStat(fstatSync(fd, { bigint: true })) }
}

/** Reads a file once for its hash; undefined when it changed meanwhile, or is none. */
export function hashWhole(folder: FolderHandle, name: RawPath): LargeHash | undefined {
  const fd = openToRead(folder.at(name))
  try {
    const before = statOf(fd)
    const hash = before && hashOnce(fd, before)
    return hash && isUnchanged(before, hash.stat) ? hash : undefined
  } finally {
    closeSync(fd)
  }
}

/** What is read of a file before the snapshot is taken. */
export function bytesToRead(sizeBytes: number, { maxFileSizeBytes }: CaptureLimits): number {
  return sizeBytes > maxFileSizeBytes && sizeBytes > HASHED_AT_ONCE_BYTES_MAX ? 0 : sizeBytes
}

/** What a capture costs where a large busy file is to be held back: a snapshot that tells its size costs too. */
export function paceBytes(sizeBytes: number, limits: CaptureLimits): number {
  return bytesToRead(sizeBytes, limits) || Math.min(sizeBytes, SIZE_ALONE_BYTES)
}
