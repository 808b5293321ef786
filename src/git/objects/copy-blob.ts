/** Copies blobs out of the store, checking their bytes on the way. */
import { corruptStore } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { streamGit } from '../process/stream.ts'
import { objectHasher } from './object-name.ts'
import type { ObjectReader } from './object-reader.ts'

/** Above this a blob is streamed and never held in memory as a whole. */
const HELD_BYTES_MAX = 16 * 1024 * 1024

/**
 * Hands the content of blob `oid` to `write`, piece by piece, and checks that it is what the name says.
 * @throws {FlightrecError} corrupt-store, also after all was written.
 */
export async function copyBlob(
  reader: ObjectReader,
  gitDir: string,
  blob: { oid: Oid; sizeBytes: number },
  write: (piece: Buffer) => void | Promise<void>,
): Promise<void> {
  const hash = objectHasher('blob', blob.sizeBytes)
  const take = async (piece: Buffer) => {
    hash.update(piece)
    await write(piece)
  }
  if (blob.sizeBytes <= HELD_BYTES_MAX) await take(await reader.get(blob.oid, 'blob'))
  else
    for await (const piece of streamGit(gitDir, ['cat-file', 'blob', blob.oid])) await take(piece)
  if (hash.digest('hex') === blob.oid) return
  throw corruptStore(`object ${blob.oid} holds other bytes than its name says`)
}
