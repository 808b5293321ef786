/**
 * The terminal as a full screen: what is drawn is compared with what is there, and only rows that differ are
 * sent. It stands in for standard output before ink, which would scroll.
 */
import { EventEmitter } from 'node:events'
import { sleep } from '../system/clock.ts'
import { type Picture, paintPicture } from './painter.ts'

const ENTER = [
  '\u001b[?1049h', // the alternate screen
  '\u001b[?7l', // too long a line is cut off and does not wrap
  '\u001b[?1000h\u001b[?1006h', // clicks and the wheel
  '\u001b[?25l',
  '\u001b[2J',
].join('')
const LEAVE = '\u001b[?25h\u001b[?1006l\u001b[?1000l\u001b[?7h\u001b[?1049l'
const STOPPING_MS = 50
/** Which background it has, and how wide it shows a sign of ours; at last what every terminal answers. */
const QUESTIONS = '\u001b[1;1H\u25cf\u001b[6n\u001b]11;?\u001b\\\u001b[c'

export class Terminal extends EventEmitter {
  readonly isTTY = true
  readonly #stream: NodeJS.WriteStream
  /** Undefined when nothing is known of what it shows. */
  #shown: Picture | undefined
  #isEntered = false
  readonly #onResize = () => {
    this.#shown = undefined
    this.emit('resize')
  }
  readonly #onDrain = () => this.emit('drain')
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
    this.#shown = undefined
    this.#stream.on('resize', this.#onResize).on('drain', this.#onDrain)
    // Whatever ends the process, the user gets the terminal back as it was, and sees what was said at the end.
    process.on('exit', this.#onExit)
    process.prependListener('uncaughtException', this.#onExit)
    this.#send(ENTER)
  }

  leave(): void {
    if (!this.#isEntered) return
    // A cursor of another shape was the recording's.
    this.#send((this.#shown?.cursor?.shape ? '\u001b[0 q' : '') + LEAVE)
    this.#isEntered = false
    this.#stream.off('resize', this.#onResize).off('drain', this.#onDrain)
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
    return this.lend(() => this.stop())
  }

  /** Stops the program while the terminal is lent. */
  async stop(): Promise<void> {
    // With those around it, such as an npx that the shell waits for. Where there is no shell, nothing stops.
    process.kill(0, 'SIGTSTP')
    // The signal may take a moment; this time does not pass while stopped.
    await sleep(STOPPING_MS)
  }

  /** Puts a text into the clipboard, where the terminal allows that. */
  copy(text: string): void {
    this.#send(`\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`)
  }

  /** Asks what only the terminal knows; what it answers comes as if it were typed. */
  ask(): void {
    this.#send(QUESTIONS)
  }

  /** Whether what was sent is not yet taken: what is sent now would come late. `drain` tells when it is. */
  get isBusy(): boolean {
    return this.#stream.writableNeedDrain
  }

  /** Draws a frame: all rows, one a line. */
  write(frame: string): boolean {
    return this.show({ rows: frame.split('\n').slice(0, this.rows) })
  }

  show(picture: Picture): boolean {
    const changes = paintPicture(this.#shown, picture)
    this.#shown = picture
    return changes === '' ? true : this.#send(changes)
  }

  #send(text: string): boolean {
    return this.#isEntered ? this.#stream.write(text) : true
  }
}
