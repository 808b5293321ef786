/** One JSON value a line, in frames of bounded size. */
import type { Duplex } from 'node:stream'
import { FlightrecError } from '../model/errors.ts'

const FRAME_BYTES_MAX = 1 << 20

/** Of answers that nobody reads; who falls further behind is cut off. */
const UNREAD_BYTES_MAX = 8 << 20

/** Splits what arrives into frames; holds at most one that is not whole. */
export class FrameReader {
  #chunks: Buffer[] = []
  #sizeBytes = 0

  /**
   * Returns the values that `chunk` completes.
   * @throws {FlightrecError} failed, for a frame that is too long or not JSON.
   */
  read(chunk: Buffer): unknown[] {
    const values: unknown[] = []
    let rest = chunk
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      this.#keep(rest.subarray(0, end))
      values.push(parse(Buffer.concat(this.#chunks).toString('utf8')))
      this.#chunks = []
      this.#sizeBytes = 0
      rest = rest.subarray(end + 1)
    }
    this.#keep(rest)
    return values
  }

  #keep(bytes: Buffer): void {
    this.#sizeBytes += bytes.length
    if (this.#sizeBytes > FRAME_BYTES_MAX) {
      throw new FlightrecError('failed', `a message is longer than ${FRAME_BYTES_MAX} bytes`)
    }
    if (bytes.length > 0) this.#chunks.push(bytes)
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new FlightrecError('failed', 'a message is not JSON', { cause })
  }
}

/** Writes a frame; a reader that does not read is cut off. */
export function writeFrame(stream: Duplex, value: unknown): void {
  if (stream.destroyed || stream.writableEnded) return
  if (stream.writableLength > UNREAD_BYTES_MAX) {
    stream.destroy()
    return
  }
  stream.write(`${JSON.stringify(value)}\n`)
}
