/**
 * The terminal as a full screen: what is drawn is compared with what is there, and only rows that differ are
 * sent. It stands in for standard output before ink, which would scroll.
 */
import { EventEmitter } from 'node:events'
import { sleep } from '../system/clock.ts'

const ENTER = [
  '\u001b[?1049h', // the alternate screen
  '\u001b[?7l', // too long a line is cut off and does not wrap
  '\u001b[?1000h\u001b[?1006h', // clicks and the wheel
  '\u001b[?25l',
  '\u001b[2J',
].join('')
const LEAVE = '\u001b[?25h\u001b[?1006l\u001b[?1000l\u001b[?7h\u001b[?1049l'
const STOPPING_MS = 50
const [BEGIN_FRAME, END_FRAME] = ['\u001b[?2026h', '\u001b[?2026l']

export class Terminal extends EventEmitter {
  readonly isTTY = true
  readonly #stream: NodeJS.WriteStream
  #shown: readonly string[] = []
  #isEntered = false
  readonly #onResize = () => {
    this.#shown = []
    this.#send('\u001b[2J')
    this.emit('resize')
  }
  readonly #onExit = () => this.leave()

  constructor(stream: NodeJS.WriteStream = process.stdout) {
    super()
    this.#stream = stream
  }

  get columns(): number {
    return this.#stream.columns || 80
  }

  get rows(): number {
    return this.#stream.rows || 24
  }

  enter(): void {
    this.#isEntered = true
    this.#shown = []
    this.#stream.on('resize', this.#onResize)
    // Whatever ends the process, the user gets the terminal back as it was, and sees what was said at the end.
    process.on('exit', this.#onExit)
    process.prependListener('uncaughtException', this.#onExit)
    this.#send(ENTER)
  }

  leave(): void {
    if (!this.#isEntered) return
    this.#send(LEAVE)
    this.#isEntered = false
    this.#stream.off('resize', this.#onResize)
    process.off('exit', this.#onExit)
    process.off('uncaughtException', this.#onExit)
  }

  /** Gives the terminal to something else for as long as `work` takes. */
  async lend(work: () => Promise<void>): Promise<void> {
    this.leave()
    // Else what is typed there would be read here. Pausing has no effect until Node has noticed that nobody listens.
    await new Promise((resolve) => setImmediate(resolve))
    process.stdin.pause()
    try {
      await work()
    } finally {
      this.enter()
    }
  }

  /** Stops the program as Ctrl-Z does elsewhere, until the shell goes on with it. */
  suspend(): Promise<void> {
    return this.lend(async () => {
      // With those around it, such as an npx that the shell waits for. Where there is no shell, nothing stops.
      process.kill(0, 'SIGTSTP')
      // The signal may take a moment; this time does not pass while stopped.
      await sleep(STOPPING_MS)
    })
  }

  /** Puts a text into the clipboard, where the terminal allows that. */
  copy(text: string): void {
    this.#send(`\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`)
  }

  /** Draws a frame: all rows, one a line. */
  write(frame: string): boolean {
    const rows = frame.split('\n').slice(0, this.rows)
    let changes = ''
    for (const [n, row] of rows.entries()) {
      if (row !== this.#shown[n]) changes += `\u001b[${n + 1};1H\u001b[2K${row}\u001b[0m`
    }
    if (rows.length < this.#shown.length) changes += `\u001b[${rows.length + 1};1H\u001b[J`
    this.#shown = rows
    return changes === '' ? true : this.#send(`${BEGIN_FRAME}${changes}${END_FRAME}`)
  }

  #send(text: string): boolean {
    return this.#isEntered ? this.#stream.write(text) : true
  }
}
