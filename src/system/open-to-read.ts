/** Reading a file of a watched folder: never what it links to, never waiting on a pipe, and without a trace. */
import { constants, openSync, readSync } from 'node:fs'
import { errnoOf } from '../model/errors.ts'

const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
// Reading must not show: allowed for the owner of the file and root. Linux only.
const NO_ATIME = constants.O_NOATIME ?? 0
const PIECE_BYTES = 1 << 20

/** Returns a descriptor to be closed; what is opened may be no file, and is to be asked with `fstat`. */
export function openToRead(path: string | Buffer): number {
  try {
    return openSync(path, FLAGS | NO_ATIME)
  } catch (error) {
    if (errnoOf(error) !== 'EPERM') throw error
    return openSync(path, FLAGS)
  }
}

/** Yields an open file from its start, at most `sizeBytes` of it. */
export function* readPieces(fd: number, sizeBytes: number): Generator<Buffer> {
  for (let at = 0; at < sizeBytes; ) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, sizeBytes - at))
    const read = readSync(fd, piece, 0, piece.length, at)
    if (read === 0) return
    yield piece.subarray(0, read)
    at += read
  }
}
