/**
 * The compression of segments. A window of 16 MiB sees that a screen is painted once more; nothing is held as a whole,
 * since what repeats is a thousand times larger than its segment.
 */
import {
  type BrotliCompress,
  constants,
  createBrotliCompress,
  createBrotliDecompress,
} from 'node:zlib'
import { corruptStore, type FlightrecError } from '../../model/errors.ts'
import { WorkQueue } from '../../system/work-queue.ts'

const QUALITY = 5
const WINDOW_BITS = 24
const CHUNK_BYTES = 1 << 20
/** So much before the place that was read last can be read once more without beginning anew. */
const KEPT_BYTES = 2 << 20

export class SegmentCompressor {
  readonly #stream: BrotliCompress
  readonly #stored: Buffer[] = []
  readonly #failure: Promise<never>
  bytes = 0
  /** What it takes compressed, as far as that has come out. */
  storedBytes = 0

  constructor() {
    this.#stream = createBrotliCompress({
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
      },
    })
    this.#stream.on('data', (chunk: Buffer) => {
      this.#stored.push(chunk)
      this.storedBytes += chunk.length
    })
    this.#failure = new Promise((_, reject) => this.#stream.once('error', reject))
    // Who waits hears of it.
    this.#failure.catch(() => undefined)
  }

  /** Takes what comes next, and lets everything come out: afterwards `storedBytes` is exact. */
  async add(cast: Buffer): Promise<void> {
    this.bytes += cast.length
    this.#stream.write(cast)
    await this.#once((done) => this.#stream.flush(done))
  }

  /** Returns all of it, compressed. */
  async end(): Promise<Buffer> {
    await this.#once((done) => this.#stream.once('end', done).end())
    return Buffer.concat(this.#stored)
  }

  async #once(act: (done: () => void) => void): Promise<void> {
    await Promise.race([new Promise<void>(act), this.#failure])
  }
}

/** The cast in a segment, expanded as far as it is read. */
export class SegmentCast {
  readonly #name: string
  readonly #stored: Buffer
  readonly #sizeBytes: number
  readonly #reads = new WorkQueue()
  #expansion: AsyncIterator<Buffer> | undefined
  /** What was expanded last. */
  #kept: Buffer[] = []
  #keptFrom = 0
  #keptTo = 0

  /** @param name names it in errors. */
  constructor(name: string, stored: Buffer, sizeBytes: number) {
    this.#name = name
    this.#stored = stored
    this.#sizeBytes = sizeBytes
  }

  /** From where on it can be read without beginning anew. */
  get keptFrom(): number {
    return this.#keptFrom
  }

  /**
   * Returns so many bytes, fewer at its end.
   * @throws {FlightrecError} corrupt-store
   */
  read(from: number, length: number): Promise<Buffer> {
    return this.#reads.add(async () => {
      const to = Math.min(from + length, this.#sizeBytes)
      if (from < this.#keptFrom) this.#beginAnew()
      while (this.#keptTo < to) await this.#expand(from)
      return this.#slice(from, to)
    })
  }

  /** Yields it piece by piece. */
  async *chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < this.#sizeBytes; at += CHUNK_BYTES) yield await this.read(at, CHUNK_BYTES)
  }

  /** Lets go of what is kept, once what is under way has been read. */
  close(): void {
    void this.#reads.add(async () => this.#beginAnew())
  }

  #slice(from: number, to: number): Buffer {
    const slices: Buffer[] = []
    let at = this.#keptFrom
    for (const chunk of this.#kept) {
      const [start, end] = [from, to].map((place) =>
        Math.min(Math.max(0, place - at), chunk.length),
      )
      slices.push(chunk.subarray(start, end))
      at += chunk.length
    }
    return Buffer.concat(slices)
  }

  #beginAnew(): void {
    void this.#expansion?.return?.()
    this.#expansion = undefined
    this.#kept = []
    this.#keptFrom = 0
    this.#keptTo = 0
  }

  /** Expands some more; what is not kept lies before `from`. */
  async #expand(from: number): Promise<void> {
    this.#expansion ??= expansionOf(this.#stored)
    const chunk = await this.#next(this.#expansion)
    this.#keptTo += chunk?.length ?? 0
    const isLast = this.#keptTo === this.#sizeBytes
    // What is damaged could go on without an end.
    if (!chunk || this.#keptTo > this.#sizeBytes || (isLast && (await this.#next(this.#expansion))))
      throw this.#damaged()
    this.#kept.push(chunk)
    for (let first = this.#kept[0]!; ; first = this.#kept[0]!) {
      const next = this.#keptFrom + first.length
      if (next > from || this.#keptTo - next < KEPT_BYTES) return
      this.#kept.shift()
      this.#keptFrom = next
    }
  }

  async #next(expansion: AsyncIterator<Buffer>): Promise<Buffer | undefined> {
    try {
      const { value, done } = await expansion.next()
      return done ? undefined : value
    } catch (cause) {
      throw this.#damaged(cause)
    }
  }

  #damaged(cause?: unknown): FlightrecError {
    this.#beginAnew()
    return corruptStore(`${this.#name} is damaged`, cause)
  }
}

function expansionOf(stored: Buffer): AsyncIterator<Buffer> {
  const stream = createBrotliDecompress({ chunkSize: CHUNK_BYTES })
  stream.end(stored)
  return stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
}
