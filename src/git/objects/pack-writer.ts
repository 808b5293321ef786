/**
 * Writes one pack of whole objects, straight through: no loose file for each object, one fsync for all.
 * Formats: gitformat-pack (pack version 2, index version 2). Deltas are left to `git repack`.
 */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflate, deflateSync } from 'node:zlib'
import type { Oid } from '../../model/oid.ts'
import {
  PRIVATE_FILE,
  removeIfThere,
  syncFolder,
  writeFully,
  writeNewFile,
} from '../../system/files.ts'
import { draftPath } from '../drafts.ts'
import { objectHasher } from './object-name.ts'
import { formatPackIndex, type PackedObject } from './pack-index.ts'
import { notePlainPack } from './plain-packs.ts'

const TYPE_CODE = { commit: 1, tree: 2, blob: 3 } as const
const HEADER_BYTES = 12
const BUFFER_BYTES = 1 << 20
const SAMPLE_BYTES = 32 << 10

export type PackedType = keyof typeof TYPE_CODE

/** `none` is for when someone waits for much: the next repack compresses it. */
export type Compression = keyof typeof LEVEL
const LEVEL = { none: 0, fast: 1 } as const

/** One pack in the making, a draft until `finish`. */
export class PackWriter {
  readonly #gitDir: string
  readonly #compression: Compression
  readonly #drafts: string[] = []
  #fd: number | undefined
  readonly #objects = new Map<Oid, PackedObject>()
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  #size = HEADER_BYTES

  constructor(gitDir: string, compression: Compression = 'fast') {
    this.#gitDir = gitDir
    this.#compression = compression
    this.#fd = this.#open()
  }

  get sizeBytes(): number {
    return this.#size
  }

  /** Adds an object whose name is known; one that is already in is not written again. */
  add(type: PackedType, content: Uint8Array, oid: Oid): void {
    if (this.#objects.has(oid)) return
    const header = objectHeader(type, content.length)
    const body = deflateSync(content, { level: this.#levelFor(content) })
    this.#objects.set(oid, { oid, offset: this.#size, crc: crc32(body, crc32(header)) })
    this.#append(header)
    this.#append(body)
  }

  /**
   * Adds a blob piece by piece, so that its size is no matter. When the pieces do not add up to `sizeBytes`
   * (the file changed while it was read), nothing is added and undefined is returned.
   */
  async addStreamed(sizeBytes: number, pieces: Iterable<Uint8Array>): Promise<Oid | undefined> {
    const offset = this.#size
    const header = objectHeader('blob', sizeBytes)
    const hash = objectHasher('blob', sizeBytes)
    let crc = crc32(header)
    let read = 0
    this.#append(header)
    function* countAndHash() {
      for (const piece of pieces) {
        read += piece.length
        hash.update(piece)
        yield piece
      }
    }
    const take = async (bodies: AsyncIterable<Buffer>) => {
      for await (const body of bodies) {
        crc = crc32(body, crc)
        this.#append(body)
      }
    }
    try {
      await pipeline(
        Readable.from(countAndHash()),
        createDeflate({ level: LEVEL[this.#compression] }),
        take,
      )
    } catch (error) {
      this.#rewind(offset)
      throw error
    }
    const oid = hash.digest('hex') as Oid
    if (read !== sizeBytes || this.#objects.has(oid)) {
      this.#rewind(offset)
      return read === sizeBytes ? oid : undefined
    }
    this.#objects.set(oid, { oid, offset, crc })
    return oid
  }

  /** Completes the pack and its index, durably. Returns false when there was nothing to write. */
  finish(): boolean {
    if (this.#objects.size === 0) {
      this.abandon()
      return false
    }
    this.#flush()
    const fd = this.#fd!
    const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1')
    header.writeUInt32BE(this.#objects.size, 8)
    writeFully(fd, header, 0)
    const checksum = this.#hashFile()
    writeFully(fd, checksum, this.#size)
    fsyncSync(fd)
    this.#close()
    const index = formatPackIndex([...this.#objects.values()], checksum)
    const name = join(this.#gitDir, 'objects', 'pack', `pack-${checksum.toString('hex')}`)
    if (this.#compression === 'none') notePlainPack(this.#gitDir, basename(`${name}.pack`))
    const indexDraft = this.#newDraft()
    writeNewFile(indexDraft, index)
    // The pack first: git finds a pack by its index.
    renameSync(this.#drafts[0]!, `${name}.pack`)
    renameSync(indexDraft, `${name}.idx`)
    syncFolder(dirname(name))
    return true
  }

  /** Drops everything; after a `finish` that failed too. */
  abandon(): void {
    this.#close()
    for (const draft of this.#drafts) removeIfThere(draft)
  }

  /** No attempt for what a sample says does not compress (media, archives). */
  #levelFor(content: Uint8Array): number {
    const level = LEVEL[this.#compression]
    if (level === LEVEL.none || content.length < 2 * SAMPLE_BYTES) return level
    const middle = content.length >> 1
    const sample = deflateSync(content.subarray(middle, middle + SAMPLE_BYTES), { level })
    return sample.length > SAMPLE_BYTES * 0.97 ? LEVEL.none : level
  }

  #open(): number {
    const fd = openSync(this.#newDraft(), 'wx+', PRIVATE_FILE)
    try {
      writeFully(fd, Buffer.alloc(HEADER_BYTES), 0)
      return fd
    } catch (error) {
      closeSync(fd)
      this.abandon()
      throw error
    }
  }

  #newDraft(): string {
    const draft = draftPath(this.#gitDir, 'pack')
    this.#drafts.push(draft)
    return draft
  }

  #close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
  }

  #append(bytes: Uint8Array): void {
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    this.#size += bytes.length
    if (this.#pendingBytes >= BUFFER_BYTES) this.#flush()
  }

  #flush(): void {
    writeFully(this.#fd!, Buffer.concat(this.#pending), this.#size - this.#pendingBytes)
    this.#pending = []
    this.#pendingBytes = 0
  }

  #rewind(offset: number): void {
    this.#flush()
    ftruncateSync(this.#fd!, offset)
    this.#size = offset
  }

  #hashFile(): Buffer {
    const hash: Hash = createHash('sha1')
    const chunk = Buffer.allocUnsafe(BUFFER_BYTES)
    for (let at = 0; at < this.#size; ) {
      const read = readSync(this.#fd!, chunk, 0, chunk.length, at)
      if (read === 0) throw new Error('the pack being written was cut short')
      hash.update(chunk.subarray(0, read))
      at += read
    }
    return hash.digest()
  }
}

/** Type and size as git packs them: four bits of size beside the type, then seven bits a byte. */
function objectHeader(type: PackedType, sizeBytes: number): Uint8Array {
  const bytes: number[] = []
  let rest = Math.floor(sizeBytes / 16)
  let byte = (TYPE_CODE[type] << 4) | (sizeBytes % 16)
  while (rest > 0) {
    bytes.push(byte | 0x80)
    byte = rest % 128
    rest = Math.floor(rest / 128)
  }
  bytes.push(byte)
  return Uint8Array.from(bytes)
}
