/** Reads many blobs one after another without holding any of them whole. */
import { corruptStore } from '../../model/errors.ts'
import { isOid, type Oid } from '../../model/oid.ts'
import { streamGit } from '../process/stream.ts'

/** Takes one blob, piece by piece. */
interface BlobSink {
  take(piece: Buffer): void
  end(): void
}

/**
 * Streams `oids` in their order; `open` is called for each with its size.
 * @throws {FlightrecError} corrupt-store, when one is missing.
 */
export async function scanBlobs(
  gitDir: string,
  oids: readonly Oid[],
  open: (oid: Oid, sizeBytes: number) => BlobSink,
): Promise<void> {
  if (oids.length === 0) return
  const args = ['cat-file', '--batch', '--buffer']
  const splitter = new BatchSplitter(open)
  for await (const chunk of streamGit(gitDir, args, { input: `${oids.join('\n')}\n` }))
    splitter.take(chunk)
}

/** Cuts the output of `git cat-file --batch` into blobs: `<oid> blob <size>\n<content>\n`. */
class BatchSplitter {
  readonly #open: (oid: Oid, sizeBytes: number) => BlobSink
  #header = ''
  #sink: BlobSink | undefined
  #left = 0

  constructor(open: (oid: Oid, sizeBytes: number) => BlobSink) {
    this.#open = open
  }

  take(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      at = this.#sink ? this.#takeContent(chunk, at) : this.#takeHeader(chunk, at)
    }
  }

  #takeHeader(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(0x0a, at)
    this.#header += chunk.toString('latin1', at, end < 0 ? chunk.length : end)
    if (end < 0) return chunk.length
    const [oid = '', type, size] = this.#header.split(' ')
    if (!isOid(oid) || type !== 'blob') {
      throw corruptStore(`cannot read a recorded file: ${this.#header}`)
    }
    this.#header = ''
    this.#left = Number(size)
    this.#sink = this.#open(oid, this.#left)
    return end + 1
  }

  /** The line end after the content ends the blob. */
  #takeContent(chunk: Buffer, at: number): number {
    const piece = chunk.subarray(at, at + this.#left)
    if (piece.length > 0) this.#sink!.take(piece)
    this.#left -= piece.length
    const end = at + piece.length
    if (this.#left > 0 || end >= chunk.length) return end
    this.#sink!.end()
    this.#sink = undefined
    return end + 1
  }
}
