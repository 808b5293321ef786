/** The only writer to standard output and standard error. stdout is data, stderr is talk. */
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { showJson } from '../../model/show.ts'
import { monotonicNow } from '../../system/clock.ts'
import { environment } from '../../system/environment.ts'
import { choosePager, PagedText } from './pager.ts'
import { type ColorChoice, createStyle, hasColor, type Style } from './style.ts'

const FLUSH_CHARACTERS = 1 << 16
const PROGRESS_INTERVAL_MS = 80
const WIPE_LINE = '\r\u001b[K'

/** What a command writes to. */
export interface Output {
  /** Whether `--json` was given: then only `json` may write to stdout. */
  readonly isJson: boolean
  /** Whether stdout is a terminal: a person reads along. */
  readonly isTerminal: boolean
  /** Width of the terminal, 80 when it is none. */
  readonly columns: number
  /** Whether text for stdout may be coloured. */
  readonly isColored: boolean
  /** Styles text for stdout; returns it unchanged when colour is off. */
  readonly style: Style
  /** Writes one line of data. The caller has made it safe with `showText`, `showPath` or `showBlock`. */
  line(text?: string): void
  /** Writes one JSON value on a line of its own. */
  json(value: unknown): void
  /** Writes bytes as they are, for data that is not text. */
  bytes(content: Uint8Array): void
  /** From here on, what cannot be written is lost, and the work goes on; but for a reader that leaves. */
  goOnUnheard(): void
  /** Says something about the work on stderr; silent with `--quiet`. */
  talk(text: string): void
  /** Says on stderr, once a line, that something is not as it should be. */
  warn(text: string): void
  /** Shows how far long work is, on a terminal only; `undefined` wipes the line. */
  progress(text: string | undefined): void
  /** From here on, lines go through the pager when stdout is a terminal and they fill the screen. */
  page(): void
  /** Resolves when readers have kept up: await it now and then in a loop that writes much. */
  drain(): Promise<void>
}

/** How output is to be written; from the global options. */
interface OutputSettings {
  isJson: boolean
  isQuiet: boolean
  usesPager: boolean
  color: ColorChoice
  /** Called when nobody reads stdout any more. */
  onBrokenPipe(): void
}

/** The streams themselves, for whoever runs commands; commands see them as `Output`. */
export class TerminalOutput implements Output {
  readonly isJson: boolean
  readonly isTerminal = process.stdout.isTTY === true
  readonly columns: number
  readonly isColored: boolean
  readonly style: Style
  readonly #settings: OutputSettings
  #pending = ''
  #flushTimer: NodeJS.Immediate | undefined
  #paged: PagedText | undefined
  #isBroken = false
  #goesOnUnheard = false
  #progressShown = false
  #progressTime = Number.NEGATIVE_INFINITY

  constructor(settings: OutputSettings) {
    this.#settings = settings
    this.isJson = settings.isJson
    this.columns = process.stdout.columns || Number(environment('COLUMNS')) || 80
    this.isColored = hasColor(settings.color, this.isTerminal)
    this.style = createStyle(this.isColored)
    process.stdout.on('error', (error) => this.#onStreamError(error))
    process.stderr.on('error', () => {
      // Nobody listens, and there is nowhere left to say so; the exit code still tells.
    })
  }

  /** Whether the user is in the pager, which then owns the terminal. */
  get isPaging(): boolean {
    return this.#paged?.isRunning === true
  }

  line(text = ''): void {
    if (this.isJson) throw new Error(`a line of text among JSON: ${text}`)
    this.#queue(`${text}\n`)
  }

  json(value: unknown): void {
    this.#queue(`${showJson(value)}\n`)
  }

  bytes(content: Uint8Array): void {
    if (this.isJson) throw new Error('bytes among JSON')
    this.flush()
    this.#write(content)
  }

  goOnUnheard(): void {
    this.#goesOnUnheard = true
  }

  talk(text: string): void {
    if (!this.#settings.isQuiet) this.complain(text)
  }

  warn(text: string): void {
    this.complain(`warning: ${text}`)
  }

  /** Writes a line on stderr, whatever was asked to be quiet. */
  complain(text: string): void {
    this.flush()
    this.#wipeProgress()
    process.stderr.write(`${text}\n`)
  }

  progress(text: string | undefined): void {
    if (text === undefined) this.#wipeProgress()
    if (text === undefined || !process.stderr.isTTY || this.#settings.isQuiet || this.isPaging)
      return
    if (monotonicNow() - this.#progressTime < PROGRESS_INTERVAL_MS) return
    this.flush()
    this.#progressTime = monotonicNow()
    this.#progressShown = true
    process.stderr.write(`${WIPE_LINE}${text.slice(0, this.columns - 1)}`)
  }

  page(): void {
    if (this.#paged || !this.isTerminal || !this.#settings.usesPager) return
    const command = choosePager()
    if (command === undefined || environment('TERM') === 'dumb') return
    this.flush()
    this.#paged = new PagedText(command, {
      rows: process.stdout.rows || 24,
      columns: this.columns,
      write: (chunk) => process.stdout.write(chunk),
      onQuit: () => this.#break(),
      warn: (text) => this.warn(text),
    })
  }

  async drain(): Promise<void> {
    this.flush()
    if (this.#paged) await this.#paged.drain()
    else if (process.stdout.writableNeedDrain) {
      await new Promise<void>((resolve) => {
        const done = () => {
          process.stdout.off('drain', done).off('close', done)
          resolve()
        }
        process.stdout.on('drain', done).on('close', done)
      })
    }
    // A turn of the event loop, so that Ctrl-C and a closed pipe are noticed in a busy loop.
    await new Promise((resolve) => setImmediate(resolve))
  }

  /** Hands what is queued to the stream. */
  flush(): void {
    if (this.#flushTimer) clearImmediate(this.#flushTimer)
    this.#flushTimer = undefined
    const text = this.#pending
    this.#pending = ''
    if (text !== '') this.#write(text)
  }

  /** Resolves when everything is written and the user has left the pager. */
  async close(): Promise<void> {
    this.flush()
    this.#wipeProgress()
    await this.#paged?.end()
    await Promise.all([process.stdout, process.stderr].map(written))
    // A failed write is told a turn later.
    await new Promise((resolve) => setImmediate(resolve))
  }

  #queue(text: string): void {
    if (this.#isBroken) return
    this.#pending += text
    if (this.#pending.length >= FLUSH_CHARACTERS) this.flush()
    else this.#flushTimer ??= setImmediate(() => this.flush())
  }

  #write(chunk: string | Uint8Array): void {
    if (this.#isBroken) return
    this.#wipeProgress()
    if (this.#paged) this.#paged.write(chunk)
    else process.stdout.write(chunk)
  }

  #wipeProgress(): void {
    if (!this.#progressShown) return
    this.#progressShown = false
    process.stderr.write(WIPE_LINE)
  }

  #onStreamError(error: Error): void {
    if (errnoOf(error) === 'EPIPE') {
      this.#break()
      return
    }
    if (this.#goesOnUnheard) return
    throw new FlightrecError('failed', `cannot write to standard output: ${error.message}`, {
      cause: error,
    })
  }

  #break(): void {
    if (this.#isBroken) return
    this.#isBroken = true
    this.#pending = ''
    this.#settings.onBrokenPipe()
  }
}

/** Resolves when `stream` has passed on what it was given, or can no longer. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed) return resolve()
    stream.once('close', resolve)
    stream.write('', () => resolve())
  })
}
