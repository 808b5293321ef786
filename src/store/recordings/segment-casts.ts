/** The segments of a recording as they are read: on from one place, and at the same time back and forth elsewhere. */
import type { FoundRecording, RecordingsReader } from './recordings-reader.ts'
import type { SegmentCast } from './segment-file.ts'

interface OpenedCast {
  number: number
  cast: SegmentCast
}

/** One for who reads on, and one for who looks something up. */
const OPENED_MAX = 2

export class SegmentCasts {
  readonly #reader: RecordingsReader
  readonly #found: FoundRecording
  /** The one that was used last comes last. */
  #opened: OpenedCast[] = []

  constructor(reader: RecordingsReader, found: FoundRecording) {
    this.#reader = reader
    this.#found = found
  }

  /**
   * Returns so many bytes of a segment, fewer at its end.
   * @throws {FlightrecError} corrupt-store
   */
  async read(number: number, from: number, length: number): Promise<Buffer> {
    const one = this.#nearest(number, from) ?? (await this.#open(number))
    this.#opened = [...this.#opened.filter((other) => other !== one), one]
    for (const { cast } of this.#opened.splice(0, this.#opened.length - OPENED_MAX)) cast.close()
    return await one.cast.read(from, length)
  }

  close(): void {
    for (const { cast } of this.#opened.splice(0)) cast.close()
  }

  #nearest(number: number, from: number): OpenedCast | undefined {
    return this.#opened
      .filter((one) => one.number === number && one.cast.keptFrom <= from)
      .sort((one, other) => one.cast.keptFrom - other.cast.keptFrom)
      .at(-1)
  }

  async #open(number: number): Promise<OpenedCast> {
    return { number, cast: await this.#reader.segment(this.#found, number) }
  }
}
