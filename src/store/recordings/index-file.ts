/**
 * The file that an index of a recording is kept in: a line that names its form, what is said of it as JSON, and blocks,
 * each compressed for itself. It is written once, and read in pieces.
 */
import { closeSync, fstatSync, futimesSync, openSync, readSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync, constants, crc32 } from 'node:zlib'
import { now } from '../../system/clock.ts'

/** Another one of what is in it, or of the terminal that its screens were made by, has another number. */
const FORM = 'flightrec index 1'
const HEAD = /^(flightrec index 1 ([0-9a-f]{8})\n)(\d{1,10})\n/
const HEAD_BYTES_MAX = 64
const CHUNK_BYTES = 1 << 20
const COMPRESSION = {
  [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  [constants.BROTLI_PARAM_QUALITY]: 2,
  [constants.BROTLI_PARAM_LGWIN]: 18,
}

/** Text as a block holds it. */
export function compressBlock(text: string): Buffer {
  return brotliCompressSync(text, { params: COMPRESSION })
}

export function expandBlock(block: Uint8Array): string {
  return brotliDecompressSync(block).toString('utf8')
}

export function formatIndexFile(about: unknown, blocks: readonly Buffer[]): Buffer {
  const said = compressBlock(JSON.stringify({ about, blocks: blocks.map(({ length }) => length) }))
  const body = Buffer.concat([Buffer.from(`${said.length}\n`), said, ...blocks])
  const sum = crc32(body).toString(16).padStart(8, '0')
  return Buffer.concat([Buffer.from(`${FORM} ${sum}\n`), body])
}

/** An index file, held open: it may be removed meanwhile. */
export class IndexFile {
  /** What was said of it, as it was written. */
  readonly about: unknown
  readonly #fd: number
  readonly #places: { at: number; length: number }[] = []

  private constructor(fd: number) {
    this.#fd = fd
    const head = HEAD.exec(this.#read(0, HEAD_BYTES_MAX).toString('latin1'))
    const [all = '', firstLine = '', sum = '', length] = head ?? []
    if (!head || this.#sumFrom(firstLine.length) !== Number.parseInt(sum, 16))
      throw new DamagedIndex()
    const [start, saidBytes] = [all.length, Number(length)]
    const said = JSON.parse(expandBlock(this.#read(start, saidBytes))) as {
      about: unknown
      blocks: number[]
    }
    this.about = said.about
    let at = start + saidBytes
    for (const length of said.blocks) {
      this.#places.push({ at, length })
      at += length
    }
  }

  /** Returns undefined where there is none, or none that is whole and of this form. */
  static open(path: string): IndexFile | undefined {
    let fd: number | undefined
    try {
      fd = openSync(path, 'r')
      const file = new IndexFile(fd)
      noteUse(fd)
      return file
    } catch {
      // It can be made anew.
      if (fd !== undefined) closeSync(fd)
      return undefined
    }
  }

  block(number: number): string {
    const { at, length } = this.#places[number]!
    return expandBlock(this.#read(at, length))
  }

  close(): void {
    closeSync(this.#fd)
  }

  #sumFrom(from: number): number {
    let sum = 0
    const { size } = fstatSync(this.#fd)
    for (let at = from; at < size; at += CHUNK_BYTES) sum = crc32(this.#read(at, CHUNK_BYTES), sum)
    return sum
  }

  #read(at: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    return bytes.subarray(0, readSync(this.#fd, bytes, 0, length, at))
  }
}

class DamagedIndex extends Error {}

/** Those that nobody uses are swept. */
function noteUse(fd: number): void {
  try {
    futimesSync(fd, now() / 1000, now() / 1000)
  } catch {
    // On a disk that cannot be written to, nothing is swept either.
  }
}
