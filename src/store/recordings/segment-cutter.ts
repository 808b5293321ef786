/** Cuts a recording into segments, each a cast of its own, where a screen is simplest to begin. */
import { type CastEvent, type CastHeader, CastLines, formatCastHeader } from '../../model/cast.ts'
import { parseTerminalSize } from '../../model/terminal-size.ts'
import { EscapeState } from './escape-state.ts'
import { SegmentCompressor } from './segment-file.ts'

/** A segment learns anew what repeats: it ends when it has come to this, and what it learnt is little of it. */
const STORED_BYTES = 1 << 20
/** What repeats over and over is cut all the same: what is looked for in it has to be expanded from its beginning. */
const SEGMENT_BYTES = 256 << 20
/** A repaint that goes on for so long after its end is cut. */
const PAINTING_BYTES_MAX = 2 << 20
/** And so is a sequence. */
const SEQUENCE_BYTES_MAX = 4 << 20
const SLICE_BYTES = 1 << 20

export interface CutSegment {
  startMs: number
  columns: number
  rows: number
  /** Size of its cast. */
  bytes: number
  /** The cast, compressed. */
  stored: Buffer
}

export class SegmentCutter {
  readonly #header: CastHeader
  readonly #escapes = new EscapeState()
  #size: { columns: number; rows: number }
  #compressor = new SegmentCompressor()
  /** What waits to be compressed. */
  #lines: string[] = []
  #waitingBytes = 0
  #format = new CastLines()
  #start: Pick<CutSegment, 'startMs' | 'columns' | 'rows'>
  #lastMs = 0
  #isEmpty = true
  /** Size at which it was large enough. */
  #fullBytes: number | undefined

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
  async offer(event: CastEvent): Promise<CutSegment | undefined> {
    const ended = this.#endsHere ? await this.#cut() : undefined
    this.#put(this.#format.format(event))
    this.#isEmpty = false
    this.#lastMs = Math.max(this.#lastMs, Math.round(event.timeMs))
    if (event.code === 'o') this.#escapes.write(event.data)
    if (event.code === 'r') this.#size = parseTerminalSize(event.data) ?? this.#size
    if (this.#waitingBytes >= SLICE_BYTES) await this.#compress()
    return ended
  }

  /** Returns the last segment. */
  async end(): Promise<CutSegment> {
    await this.#compress()
    const { bytes } = this.#compressor
    return { ...this.#start, bytes, stored: await this.#compressor.end() }
  }

  get #endsHere(): boolean {
    if (this.#isEmpty || this.#fullBytes === undefined) return false
    const beyond = this.#compressor.bytes + this.#waitingBytes - this.#fullBytes
    if (this.#escapes.isSettled || beyond >= SEQUENCE_BYTES_MAX) return true
    return beyond >= PAINTING_BYTES_MAX && this.#escapes.isBetweenSequences
  }

  async #compress(): Promise<void> {
    const lines = Buffer.from(this.#lines.join(''), 'utf8')
    this.#lines = []
    this.#waitingBytes = 0
    await this.#compressor.add(lines)
    const { bytes, storedBytes } = this.#compressor
    if (storedBytes >= STORED_BYTES || bytes >= SEGMENT_BYTES) this.#fullBytes ??= bytes
  }

  async #cut(): Promise<CutSegment> {
    const segment = await this.end()
    this.#compressor = new SegmentCompressor()
    this.#fullBytes = undefined
    this.#start = { startMs: this.#lastMs, ...this.#size }
    this.#format = new CastLines(this.#lastMs)
    this.#isEmpty = true
    this.#put(formatCastHeader({ ...this.#header, ...this.#size }))
    return segment
  }

  #put(line: string): void {
    this.#lines.push(line)
    this.#waitingBytes += line.length
  }
}
