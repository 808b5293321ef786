/**
 * The events of a recording in pieces of a megabyte, each read when it is needed: parts are cut
 * into several. Only what was read last is kept.
 */
import { type CastEvent, formatCastHeader } from '../../model/cast.ts'
import { dropOldest } from '../../model/drop-oldest.ts'
import { CastReader } from '../../store/recordings/cast-reader.ts'
import type { RecordingPart, RecordingSource } from '../../store/recordings/recording-source.ts'

const PIECE_BYTES = 1 << 20
const KEPT_MAX = 4

export interface EventPiece {
  number: number
  events: readonly CastEvent[]
}

/** How a piece is read again. */
export interface PiecePlace {
  /** Number of the part it is of, from 0. */
  part: number
  from: number
  to: number
  startMs: number
  /** Stands before it where it does not begin with one. */
  header: string
}

export class EventPieces {
  readonly #parts: readonly RecordingPart[]
  readonly #isLive: () => boolean
  readonly #places: PiecePlace[]
  readonly #kept = new Map<number, readonly CastEvent[]>()
  /** Size of what has been read. */
  bytesRead = 0
  #part = 0
  #reader: CastReader | undefined
  /** Where in the part the next bytes are, and where the line begins that they go on with. */
  #at = 0
  #lineAt = 0

  /** @param places of the pieces that were read before, to which those that are read are added. */
  constructor(source: RecordingSource, places: PiecePlace[]) {
    this.#places = places
    this.#parts = source.parts
    this.#isLive = () => source.isLive
  }

  /** Reads on; undefined when there is no more, for now or for good. */
  async next(): Promise<EventPiece | undefined> {
    for (;;) {
      const part = this.#parts[this.#part]
      if (!part) return undefined
      this.#reader ??= new CastReader(part.startMs)
      const reader = this.#reader
      const wasLive = this.#isLive()
      const bytes = await part.read(this.#at, PIECE_BYTES)
      this.bytesRead += bytes.length
      if (bytes.length === 0 && wasLive) return undefined
      const piece = bytes.length > 0 ? this.#push(reader, bytes) : this.#endPart(reader)
      if (piece) return piece
    }
  }

  #push(reader: CastReader, bytes: Buffer): EventPiece | undefined {
    const header = this.#at === 0 || !reader.header ? '' : formatCastHeader(reader.header)
    const startMs = reader.exactMs
    const events = reader.push(bytes)
    const lineEnd = bytes.lastIndexOf(0x0a) + 1
    const [part, from, to] = [this.#part, this.#lineAt, this.#at + lineEnd]
    this.#at += bytes.length
    // Version 1 can only be read as a whole.
    if (lineEnd === 0 || reader.version === undefined || reader.version === 1) return undefined
    this.#lineAt = to
    return this.#add({ part, from, to, startMs, header: versioned(header, reader) }, events)
  }

  #endPart(reader: CastReader): EventPiece | undefined {
    const header = this.#lineAt === 0 || !reader.header ? '' : formatCastHeader(reader.header)
    const startMs = reader.exactMs
    const events = reader.end()
    const place = { part: this.#part, from: this.#lineAt, to: this.#at, startMs }
    this.#part += 1
    this.#reader = undefined
    this.#at = 0
    this.#lineAt = 0
    if (events.length === 0) return undefined
    return this.#add({ ...place, header: versioned(header, reader) }, events)
  }

  #add(place: PiecePlace, events: readonly CastEvent[]): EventPiece {
    const number = this.#places.push(place) - 1
    this.#keep(number, events)
    return { number, events }
  }

  /** Returns the events of a piece that was read before. */
  async events(number: number): Promise<readonly CastEvent[]> {
    const kept = this.#kept.get(number)
    if (kept) {
      this.#kept.delete(number)
      this.#kept.set(number, kept)
      return kept
    }
    const { part, from, to, startMs, header } = this.#places[number]!
    const reader = new CastReader(startMs)
    reader.push(Buffer.from(header))
    const events = [...reader.push(await this.#parts[part]!.read(from, to - from)), ...reader.end()]
    this.#keep(number, events)
    return events
  }

  #keep(number: number, events: readonly CastEvent[]): void {
    this.#kept.set(number, events)
    dropOldest(this.#kept, KEPT_MAX)
  }
}

/** In the form of the events that follow. */
function versioned(header: string, { version, header: found }: CastReader): string {
  if (version !== 2 || header === '' || !found) return header
  return `${JSON.stringify({ version: 2, width: found.columns, height: found.rows })}\n`
}
