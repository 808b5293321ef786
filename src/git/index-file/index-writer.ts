/** Builds git's index, version 2 with the cache-tree extension, without holding its entries as objects. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { EMPTY_BLOB, type Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { lockFile } from '../drafts.ts'
import {
  ASSUME_VALID,
  CHECKSUM_BYTES,
  ENTRY_FIXED_BYTES,
  FIRST_ENTRY,
  type IndexEntry,
  type IndexStat,
  NAME_LENGTH_MAX,
} from './index-format.ts'

export class IndexBuilder {
  #bytes = Buffer.alloc(1 << 16)
  #size = FIRST_ENTRY
  #count = 0
  readonly #trees: Buffer[] = []

  /** How many entries were added so far. */
  get count(): number {
    return this.#count
  }

  /** Adds an entry; they come in git's order, by the bytes of their paths. */
  add({ gitPath, oid, stat, assumeValid }: IndexEntry): void {
    const length = (ENTRY_FIXED_BYTES + gitPath.length + 8) & ~7
    this.#reserve(length)
    const bytes = this.#bytes
    const at = this.#size
    bytes.writeUInt32BE(stat.ctimeSeconds >>> 0, at)
    bytes.writeUInt32BE(stat.ctimeNanoseconds, at + 4)
    bytes.writeUInt32BE(stat.mtimeSeconds >>> 0, at + 8)
    bytes.writeUInt32BE(stat.mtimeNanoseconds, at + 12)
    bytes.writeUInt32BE(stat.device, at + 16)
    bytes.writeUInt32BE(stat.inode, at + 20)
    bytes.writeUInt32BE(stat.mode, at + 24)
    bytes.writeUInt32BE(stat.uid, at + 28)
    bytes.writeUInt32BE(stat.gid, at + 32)
    bytes.writeUInt32BE(stat.sizeBytes % 0x100000000, at + 36)
    bytes.write(oid, at + 40, 'hex')
    const flags = Math.min(gitPath.length, NAME_LENGTH_MAX) | (assumeValid ? ASSUME_VALID : 0)
    bytes.writeUInt16BE(flags, at + 60)
    bytes.write(gitPath, at + ENTRY_FIXED_BYTES, 'latin1')
    this.#size += length
    this.#count += 1
  }

  /** Adds an entry as it stood in an earlier index. */
  addBytes(entry: Buffer): void {
    this.#reserve(entry.length)
    entry.copy(this.#bytes, this.#size)
    this.#size += entry.length
    this.#count += 1
  }

  /**
   * Adds a folder to the cache-tree extension: before the folders below it, `name` '' for the root.
   * Returns a function that takes its final counts, once all below is added.
   */
  openTree(name: RawPath, oid: Oid): (folderCount: number) => void {
    const at = this.#trees.push(Buffer.alloc(0)) - 1
    const entriesBefore = this.#count
    return (folderCount) => {
      const head = `${name}\0${this.#count - entriesBefore} ${folderCount}\n`
      this.#trees[at] = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(oid, 'hex')])
    }
  }

  finish(): Buffer {
    const trees = Buffer.concat(this.#trees)
    this.#reserve(8 + trees.length + CHECKSUM_BYTES)
    const bytes = this.#bytes
    bytes.write('DIRC', 0, 'latin1')
    bytes.writeUInt32BE(2, 4)
    bytes.writeUInt32BE(this.#count, 8)
    bytes.write('TREE', this.#size, 'latin1')
    bytes.writeUInt32BE(trees.length, this.#size + 4)
    trees.copy(bytes, this.#size + 8)
    const end = this.#size + 8 + trees.length
    createHash('sha1').update(bytes.subarray(0, end)).digest().copy(bytes, end)
    return bytes.subarray(0, end + CHECKSUM_BYTES)
  }

  #reserve(length: number): void {
    if (this.#size + length <= this.#bytes.length) return
    const larger = Buffer.alloc(Math.max(this.#bytes.length * 2, this.#size + length))
    this.#bytes.copy(larger, 0, 0, this.#size)
    this.#bytes = larger
  }
}

/**
 * Replaces the index under git's own lock. Returns false, and writes nothing, while a git process holds
 * that lock: the index is a cache and can be brought up to date later.
 */
export function writeIndex(gitDir: string, bytes: Buffer): boolean {
  const path = join(gitDir, 'index')
  const lock = lockFile(gitDir, path, bytes)
  if (!lock) return false
  try {
    lock.commit()
    return true
  } catch (error) {
    lock.abandon()
    throw error
  }
}

/**
 * Stat data that never matches a file unless it is empty: git, and flightrec, then look at the content.
 * As git marks entries whose file may have changed within one tick of the clock.
 */
export function asUncertain(stat: IndexStat, oid: Oid): IndexStat {
  return oid === EMPTY_BLOB
    ? { ...stat, mtimeSeconds: 0, mtimeNanoseconds: 0 }
    : { ...stat, sizeBytes: 0 }
}
