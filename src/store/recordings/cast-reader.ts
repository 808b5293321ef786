/**
 * Reads asciicast v1, v2 and v3 as they come, however they are cut. Whatever stands in them, a reader either gets
 * events in order of their times, or one error that says what the file is not.
 */
import { type CastEvent, type CastHeader, GAP_MARKER } from '../../model/cast.ts'
import { showCount } from '../../model/counts.ts'
import { FlightrecError } from '../../model/errors.ts'
import { parseTerminalSize } from '../../model/terminal-size.ts'
import { headerOf } from './cast-header.ts'
import { type LineIn, LinesIn } from './lines-in.ts'

/** asciinema's own recorder cuts output at 128 KiB. */
const LINE_BYTES_MAX = 16 << 20
/** Version 1 is one JSON value, which can only be read as a whole. */
const V1_BYTES_MAX = 128 << 20
const SECONDS_MAX = 1e9

export class CastReader {
  /** As soon as it was read. */
  header: CastHeader | undefined
  version: 1 | 2 | 3 | undefined
  /** Lines that are no events. */
  badLines = 0
  /** Whether the last line is not whole, as in a file that is being written. */
  isTorn = false
  readonly #lines = new LinesIn(LINE_BYTES_MAX)
  #whole: string[] = []
  #wholeBytes = 0
  #timeMs: number
  /** Version 3 counts from event to event; what is less than a millisecond adds up. */
  #exactMs: number
  #badInRow = 0

  /** @param startMs time that the first interval counts from: that of a part. */
  constructor(startMs = 0) {
    this.#timeMs = startMs
    this.#exactMs = startMs
  }

  /** The time of the last event, which the next one may count from. */
  get exactMs(): number {
    return this.#exactMs
  }

  /** @throws {FlightrecError} failed, when it is no cast. */
  push(bytes: Uint8Array): CastEvent[] {
    const events: CastEvent[] = []
    for (const line of this.#lines.push(bytes)) this.#take(line, events)
    return events
  }

  /**
   * Returns what was left; there is nothing more to come.
   * @throws {FlightrecError} failed, when it was no cast.
   */
  end(): CastEvent[] {
    const events: CastEvent[] = []
    const rest = this.#lines.end()
    if (rest && this.version === undefined) this.#take(rest, events)
    else if (rest) this.#takeTorn(rest, events)
    if (this.version === undefined) this.#readWhole(events)
    this.#tellBad(events)
    return events
  }

  #take(line: LineIn, events: CastEvent[]): void {
    if (this.version !== undefined) this.#event(line, events)
    else this.#beginning(line, events)
  }

  /** A last line without an end may be half of one: it counts when it is whole all the same. */
  #takeTorn(line: LineIn, events: CastEvent[]): void {
    const event = line.isCut ? undefined : this.#eventIn(line.text)
    if (event) this.#tell(event, events)
    else if (line.text.trim() !== '' && !line.text.startsWith('#')) this.isTorn = true
  }

  #beginning({ text, isCut }: LineIn, events: CastEvent[]): void {
    const line = this.#wholeBytes === 0 ? text.replace(/^\uFEFF/, '') : text
    if (this.#wholeBytes === 0 && line.trim() === '') return
    if (isCut || (this.#wholeBytes === 0 && !line.trimStart().startsWith('{'))) throw notACast()
    this.#wholeBytes += line.length + 1
    this.#whole.push(line)
    if (this.#whole.length === 1) this.#header(parseJson(line))
    if (this.#wholeBytes > V1_BYTES_MAX) throw notACast()
    if (this.version === 1) this.#readWhole(events)
  }

  /** The first line alone is the header of all versions but the first. */
  #header(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    const { version } = value as { version?: unknown }
    if (version === 1) return
    if (version !== 2 && version !== 3) throw unknownVersion(version)
    this.header = headerOf(value as Record<string, unknown>, version)
    this.version = version
    this.#whole = []
  }

  /** Version 1: `stdout` holds the seconds since the piece before, and the piece. */
  #readWhole(events: CastEvent[]): void {
    const value = parseJson(this.#whole.join('\n'))
    if (typeof value !== 'object' || value === null) throw notACast()
    const { version, stdout } = value as { version?: unknown; stdout?: unknown }
    if (version !== 1) throw unknownVersion(version)
    if (!Array.isArray(stdout)) throw notACast()
    this.header = headerOf(value as Record<string, unknown>, 1)
    this.version = 1
    this.#whole = []
    for (const piece of stdout as unknown[]) {
      const [seconds, data] = Array.isArray(piece) ? (piece as unknown[]) : []
      this.#add(this.#timed(seconds, 'o', data), events)
    }
  }

  #event({ text, isCut }: LineIn, events: CastEvent[]): void {
    if (!isCut && (text.startsWith('#') || text.trim() === '')) return
    this.#add(isCut ? undefined : this.#eventIn(text), events)
  }

  #eventIn(text: string): CastEvent | undefined {
    const value = parseJson(text)
    if (!Array.isArray(value)) return undefined
    const [seconds, code, data] = value as unknown[]
    if (typeof code !== 'string' || code === '') return undefined
    const isSize = code !== 'r' || (typeof data === 'string' && parseTerminalSize(data))
    return isSize ? this.#timed(seconds, code, data) : undefined
  }

  #timed(seconds: unknown, code: string, given: unknown): CastEvent | undefined {
    const data = typeof given === 'number' ? String(given) : given
    if (typeof seconds !== 'number' || typeof data !== 'string') return undefined
    if (!(Math.abs(seconds) <= SECONDS_MAX)) return undefined
    const exactMs =
      this.version === 2 ? seconds * 1000 : this.#exactMs + Math.max(0, seconds * 1000)
    if (exactMs > SECONDS_MAX * 1000) return undefined
    this.#exactMs = exactMs
    // Time does not go backwards.
    this.#timeMs = Math.max(this.#timeMs, Math.round(exactMs))
    return { timeMs: this.#timeMs, code, data }
  }

  #add(event: CastEvent | undefined, events: CastEvent[]): void {
    if (event) {
      this.#tell(event, events)
      return
    }
    this.badLines += 1
    this.#badInRow += 1
  }

  #tell(event: CastEvent, events: CastEvent[]): void {
    this.#tellBad(events)
    events.push(event)
  }

  #tellBad(events: CastEvent[]): void {
    if (this.#badInRow === 0) return
    const data = `${GAP_MARKER}${showCount(this.#badInRow, 'line')} of the file cannot be read`
    this.#badInRow = 0
    events.push({ timeMs: this.#timeMs, code: 'm', data })
  }
}

/**
 * Reads a cast, or a part of one, as a whole.
 * @throws {FlightrecError} failed, when it is no cast.
 */
export function readCast(
  bytes: Uint8Array,
  startMs = 0,
): { header: CastHeader; events: CastEvent[] } {
  const reader = new CastReader(startMs)
  const events = [...reader.push(bytes), ...reader.end()]
  return { header: reader.header!, events }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Not JSON; the caller says what follows from it.
    return undefined
  }
}

function notACast(): FlightrecError {
  return new FlightrecError('failed', 'it is no asciicast', {
    hint: 'Run `flightrec recordings import --help` to see which files can be read.',
  })
}

function unknownVersion(version: unknown): FlightrecError {
  const what = typeof version === 'number' ? `asciicast version ${version}` : 'no asciicast'
  return new FlightrecError('failed', `it is ${what}; versions 1, 2 and 3 can be read`)
}
