/** Cuts a recording into segments, each a cast of its own, where a screen is simplest to begin. */
import { type CastEvent, type CastHeader, CastLines, formatCastHeader } from '../../model/cast.ts'
import { parseTerminalSize } from '../../model/terminal-size.ts'
import { EscapeState } from './escape-state.ts'

const SEGMENT_BYTES = 4 << 20
/** A repaint that does not end by then is cut. */
const PAINTING_BYTES_MAX = 6 << 20
/** And so is a sequence. */
const SEGMENT_BYTES_MAX = 8 << 20

/** A segment before it is compressed. */
export interface CutSegment {
  startMs: number
  columns: number
  rows: number
  cast: Buffer
}

export class SegmentCutter {
  readonly #header: CastHeader
  readonly #escapes = new EscapeState()
  #size: { columns: number; rows: number }
  #pieces: string[] = []
  #bytes = 0
  #lines = new CastLines()
  #start: Omit<CutSegment, 'cast'>
  #lastMs = 0
  #isEmpty = true

  constructor(header: CastHeader) {
    this.#header = header
    this.#size = { columns: header.columns, rows: header.rows }
    this.#start = { startMs: 0, ...this.#size }
    this.#put(formatCastHeader(header))
  }

  /** Time of the last event. */
  get lastMs(): number {
    return this.#lastMs
  }

  /** Takes the next event; returns the segment that ended before it, if one did. */
  offer(event: CastEvent): CutSegment | undefined {
    const ended = this.#isFull ? this.#cut() : undefined
    this.#put(this.#lines.format(event))
    this.#isEmpty = false
    this.#lastMs = Math.max(this.#lastMs, Math.round(event.timeMs))
    if (event.code === 'o') this.#escapes.write(event.data)
    if (event.code === 'r') this.#size = parseTerminalSize(event.data) ?? this.#size
    return ended
  }

  /** Returns the last segment. */
  end(): CutSegment {
    return this.#take()
  }

  get #isFull(): boolean {
    if (this.#isEmpty || this.#bytes < SEGMENT_BYTES) return false
    if (this.#bytes >= SEGMENT_BYTES_MAX || this.#escapes.isSettled) return true
    return this.#bytes >= PAINTING_BYTES_MAX && this.#escapes.isBetweenSequences
  }

  #cut(): CutSegment {
    const segment = this.#take()
    this.#start = { startMs: this.#lastMs, ...this.#size }
    this.#lines = new CastLines(this.#lastMs)
    this.#isEmpty = true
    this.#put(formatCastHeader({ ...this.#header, ...this.#size }))
    return segment
  }

  #take(): CutSegment {
    const cast = Buffer.from(this.#pieces.join(''), 'utf8')
    this.#pieces = []
    this.#bytes = 0
    return { ...this.#start, cast }
  }

  #put(line: string): void {
    this.#pieces.push(line)
    this.#bytes += line.length
  }
}
