/** A cast that is one file. It is held open: what moves away or is removed meanwhile can still be read. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { CastHeader } from '../../model/cast.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { CastReader } from './cast-reader.ts'

const CHUNK_BYTES = 1 << 16
const FILE_BYTES_MAX = 1 << 30

export class CastOnDisk {
  readonly path: string
  readonly #fd: number

  private constructor(path: string, fd: number) {
    this.path = path
    this.#fd = fd
  }

  /** @throws {FlightrecError} failed, when there is no file that can be read. */
  static open(path: string): CastOnDisk {
    try {
      // What is no file must not keep us waiting.
      const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
      if (fstatSync(fd).isFile()) return new CastOnDisk(path, fd)
      closeSync(fd)
    } catch (cause) {
      throw unreadable(path, errnoOf(cause) ?? 'it cannot be opened', cause)
    }
    throw unreadable(path, 'it is no file')
  }

  get sizeBytes(): number {
    return fstatSync(this.#fd).size
  }

  /**
   * Reads no more than it takes to know what it is.
   * @throws {FlightrecError} failed, saying what it is not.
   */
  header(): CastHeader {
    const reader = new CastReader()
    try {
      let at = 0
      while (!reader.header) {
        const chunk = this.#readAt(at, CHUNK_BYTES)
        if (chunk.length > 0) reader.push(chunk)
        else reader.end()
        at += chunk.length
      }
    } catch (cause) {
      if (!(cause instanceof FlightrecError)) throw cause
      throw unreadable(this.path, cause.message, cause)
    }
    return reader.header
  }

  /** Returns its first bytes, as many as there are of so many. */
  beginning(bytesMax: number): Buffer {
    return this.#readAt(0, bytesMax)
  }

  /** Yields it piece by piece. */
  *chunks(): Generator<Buffer> {
    for (let at = 0; ; ) {
      const chunk = this.#readAt(at, 1 << 20)
      if (chunk.length === 0) return
      yield chunk
      at += chunk.length
    }
  }

  /** @throws {FlightrecError} failed, when it is too large to be held in memory. */
  readFrom(from: number, lengthMax = Number.POSITIVE_INFINITY): Buffer {
    const length = Math.min(lengthMax, this.sizeBytes - from)
    if (length > FILE_BYTES_MAX) {
      throw new FlightrecError('failed', `${showText(this.path)} is larger than 1 GiB`, {
        hint: 'Run `flightrec recordings import` to keep it in parts, which can be played.',
      })
    }
    return length > 0 ? this.#readAt(from, length) : Buffer.alloc(0)
  }

  close(): void {
    closeSync(this.#fd)
  }

  #readAt(at: number, lengthMax: number): Buffer {
    const bytes = Buffer.allocUnsafe(lengthMax)
    let length = 0
    while (length < lengthMax) {
      const read = readSync(this.#fd, bytes, length, lengthMax - length, at + length)
      if (read === 0) break
      length += read
    }
    return bytes.subarray(0, length)
  }
}

function unreadable(path: string, why: string, cause?: unknown): FlightrecError {
  const hint = cause instanceof FlightrecError ? cause.hint : undefined
  const more = { ...(hint !== undefined && { hint }), ...(cause !== undefined && { cause }) }
  return new FlightrecError('failed', `cannot read ${showText(path)}: ${why}`, more)
}
