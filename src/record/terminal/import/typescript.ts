/**
 * What `script` of util-linux writes: a typescript, and a log of its times: of old `SECONDS BYTES` a line, since 2.35
 * also lines that begin with what they are about (`O` output, `I` input, `S` signal, `H` header).
 */
import { StringDecoder } from 'node:string_decoder'
import type { CastEvent, CastHeader } from '../../../model/cast.ts'
import { FlightrecError } from '../../../model/errors.ts'
import { isTerminalSize, USUAL_SIZE } from '../../../model/terminal-size.ts'
import type { CastOnDisk } from '../../../store/recordings/cast-on-disk.ts'
import { LinesIn } from '../../../store/recordings/lines-in.ts'

const LINE_BYTES_MAX = 4096
const PIECE_BYTES_MAX = 16 << 20
const LINE = /^(?:([A-Z]) )?(\d{1,9}(?:\.\d{1,9})?) (.*)$/

interface TimingLine {
  /** `O` where nothing is said. */
  about: string
  delayMs: number
  rest: string
}

function* timingLines(timing: CastOnDisk): Generator<TimingLine> {
  const lines = new LinesIn(LINE_BYTES_MAX)
  for (const chunk of timing.chunks()) {
    for (const { text } of lines.push(chunk)) if (text !== '') yield parse(text)
  }
  const last = lines.end()
  if (last && LINE.test(last.text)) yield parse(last.text)
}

function parse(text: string): TimingLine {
  const [, about = 'O', seconds, rest = ''] = LINE.exec(text) ?? []
  if (seconds !== undefined) return { about, delayMs: Number(seconds) * 1000, rest }
  throw new FlightrecError('failed', 'the log of its times is none of `script`', {
    hint: 'Give what `script --log-timing FILE` has written with --timing.',
  })
}

/** Returns what the typescript and the log say of the terminal. */
export function typescriptHeader(beginning: Buffer, timing: CastOnDisk): CastHeader {
  const facts = new Map<string, string>()
  const [first = ''] = beginning.toString('utf8').split('\n', 1)
  for (const [, name, value] of first.matchAll(/([A-Z]+)="([^"]*)"/g)) facts.set(name!, value!)
  for (const { about, rest } of timingLines(timing)) {
    if (about === 'O') break
    const [, name, value] = /^([A-Z_]+) (.*)$/.exec(rest) ?? []
    if (about === 'H' && name) facts.set(name, value!)
  }
  const [columns, rows] = [Number(facts.get('COLUMNS')), Number(facts.get('LINES'))]
  const size = isTerminalSize(columns, rows) ? { columns, rows } : USUAL_SIZE
  const startedMs = Date.parse(
    (facts.get('START_TIME') ?? /\d{4}-\d\d-\d\d [\d:+]+/.exec(first)?.[0] ?? '').replace(' ', 'T'),
  )
  const [command, term] = [facts.get('COMMAND'), facts.get('TERM')]
  return {
    ...size,
    ...(startedMs > 0 && { timestamp: Math.floor(startedMs / 1000) }),
    ...(command !== undefined && command !== '' && { command }),
    ...(term !== undefined && { term }),
  }
}

/** @throws {FlightrecError} failed, where the log is none; what the typescript has no more of is left out. */
export function* typescriptEvents(
  typescript: CastOnDisk,
  timing: CastOnDisk,
): Generator<CastEvent> {
  const bytes = new TypescriptBytes(typescript)
  const decoder = new StringDecoder('utf8')
  let timeMs = 0
  for (const { about, delayMs, rest } of timingLines(timing)) {
    timeMs += delayMs
    if (about === 'O') {
      const length = Number(/^\d{1,9}$/.exec(rest)?.[0] ?? Number.NaN)
      if (!(length <= PIECE_BYTES_MAX))
        throw new FlightrecError('failed', 'the log of its times is none of `script`')
      yield { timeMs, code: 'o', data: decoder.write(bytes.take(length)) }
    } else if (about === 'S') {
      const [, rows, columns] = /^SIGWINCH ROWS=(\d{1,5}) COLS=(\d{1,5})/.exec(rest) ?? []
      if (isTerminalSize(Number(columns), Number(rows)))
        yield { timeMs, code: 'r', data: `${columns}x${rows}` }
    } else if (about === 'H') {
      const [, exitCode] = /^EXIT_CODE (\d{1,3})$/.exec(rest) ?? []
      if (exitCode !== undefined) yield { timeMs, code: 'x', data: exitCode }
    }
  }
  const last = decoder.end()
  if (last !== '') yield { timeMs, code: 'o', data: last }
}

/** The bytes of a typescript after its first line, which the log does not count. */
class TypescriptBytes {
  readonly #chunks: Iterator<Buffer>
  #pending: Buffer

  constructor(file: CastOnDisk) {
    this.#chunks = file.chunks()[Symbol.iterator]()
    this.#pending = this.#next() ?? Buffer.alloc(0)
    const isBegun = this.#pending.toString('latin1', 0, 14) === 'Script started'
    const end = isBegun ? this.#pending.indexOf(0x0a) : -1
    this.#pending = this.#pending.subarray(end + 1)
  }

  take(length: number): Buffer {
    while (this.#pending.length < length) {
      const next = this.#next()
      if (!next) break
      this.#pending = Buffer.concat([this.#pending, next])
    }
    const taken = this.#pending.subarray(0, length)
    this.#pending = this.#pending.subarray(taken.length)
    return taken
  }

  #next(): Buffer | undefined {
    const { value, done } = this.#chunks.next()
    return done ? undefined : value
  }
}
