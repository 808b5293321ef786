/** Reads line by line, however long the lines are: a file, also one that zstd has packed, or standard input. */
import { createReadStream } from 'node:fs'
import type { Readable, Transform } from 'node:stream'
import zlib from 'node:zlib'
import { FlightrecError } from '../model/errors.ts'
import { showText } from '../model/show.ts'

/** A line, without its end. */
interface ReadLine {
  bytes: Buffer
  /** Whether it was longer than the limit and has been cut. */
  isCut: boolean
}

/**
 * Yields the lines of a file.
 * @throws {FlightrecError} failed, when the file is packed and this Node cannot unpack it.
 */
export function readLines(path: string, lineMaxBytes: number): AsyncGenerator<ReadLine> {
  return linesOf(() => contentOf(path), lineMaxBytes)
}

/** Yields the lines of standard input as they come. */
export function inputLines(lineMaxBytes: number): AsyncGenerator<ReadLine> {
  return linesOf(() => process.stdin, lineMaxBytes)
}

async function* linesOf(open: () => Readable, lineMaxBytes: number): AsyncGenerator<ReadLine> {
  let pending: Buffer[] = []
  let sizeBytes = 0
  const keep = (piece: Buffer) => {
    if (sizeBytes < lineMaxBytes) pending.push(piece.subarray(0, lineMaxBytes - sizeBytes))
    sizeBytes += piece.length
  }
  const line = (): ReadLine => {
    const whole = { bytes: Buffer.concat(pending), isCut: sizeBytes > lineMaxBytes }
    pending = []
    sizeBytes = 0
    return whole
  }
  for await (const chunk of open() as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      keep(chunk.subarray(start, end))
      yield line()
      start = end + 1
    }
    keep(chunk.subarray(start))
  }
  if (sizeBytes > 0) yield line()
}

function contentOf(path: string): Readable {
  const file = createReadStream(path)
  if (!path.endsWith('.zst')) return file
  // Node 20 has no zstd, nor its types.
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform }
  if (!createZstdDecompress) {
    throw new FlightrecError('failed', `this Node cannot unpack '${showText(path)}'`, {
      hint: `Run \`zstd -d ${showText(path)}\`, or use Node 22.15 or newer.`,
    })
  }
  const unpacked = createZstdDecompress()
  file.on('error', (error) => unpacked.destroy(error))
  return file.pipe(unpacked)
}
