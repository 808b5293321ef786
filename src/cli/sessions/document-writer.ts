import { resolve } from 'node:path'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { writeDocumentFile } from '../../system/document-file.ts'
import type { Output } from '../terminal/output.ts'

/** Text, or bytes where the document is none. */
type Piece = string | Uint8Array

const CHUNK_CHARACTERS = 1 << 16

/**
 * Writes a document to `file`, which is replaced as a whole, or to standard output: without one, and as `-`.
 * @throws {FlightrecError} failed, when the file cannot be written.
 */
export async function writeDocument(
  out: Output,
  pieces: AsyncIterable<Piece>,
  file: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (file !== undefined && file !== '-') {
    try {
      await writeDocumentFile(resolve(file), interruptible(pieces, signal))
    } catch (cause) {
      if (errnoOf(cause) === undefined) throw cause
      throw new FlightrecError('failed', `cannot write '${showText(file)}': ${errnoOf(cause)}`, {
        hint: 'Give another file with `-o`.',
        cause,
      })
    }
    out.talk(`written to ${showText(file)}`)
    return
  }
  let pending = ''
  for await (const piece of interruptible(pieces, signal)) {
    if (typeof piece !== 'string') {
      out.bytes(piece)
      await out.drain()
      continue
    }
    pending += piece
    if (pending.length < CHUNK_CHARACTERS) continue
    out.bytes(Buffer.from(pending, 'utf8'))
    pending = ''
    await out.drain()
  }
  out.bytes(Buffer.from(pending, 'utf8'))
}

async function* interruptible(
  pieces: AsyncIterable<Piece>,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    signal.throwIfAborted()
    yield piece
  }
}
