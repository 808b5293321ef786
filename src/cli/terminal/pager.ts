/** Shows long output through the user's pager, the way git does; short output goes straight out. */
import { environment } from '../../system/environment.ts'
import { NOT_FOUND } from '../../system/find-program.ts'
import { findOnPath } from '../../system/programs.ts'
import { startUserProgram, type UserProgram } from '../../system/user-program.ts'

/**
 * Returns the pager's command line: FLIGHTREC_PAGER, else PAGER, else less; undefined when there is none
 * or when it was set to nothing or to `cat`.
 */
export function choosePager(): string | undefined {
  const chosen = environment('FLIGHTREC_PAGER') ?? environment('PAGER')
  const command = chosen === undefined ? (findOnPath('less') ? 'less' : '') : chosen.trim()
  return command === '' || command === 'cat' ? undefined : command
}

/** What a paged text needs of the terminal it is shown on. */
interface PagedScreen {
  rows: number
  columns: number
  /** Writes to the terminal itself, for text that fits. */
  write(chunk: string | Uint8Array): void
  /** Called once when the pager is left before it has read everything. */
  onQuit(): void
  warn(text: string): void
}

/** Holds back text until it is more than a screenful, then starts the pager and feeds it. */
export class PagedText {
  readonly #command: string
  readonly #screen: PagedScreen
  #held: (string | Uint8Array)[] = []
  #heldLines = 0
  #pager: UserProgram | undefined
  #hasEnded = false

  constructor(command: string, screen: PagedScreen) {
    this.#command = command
    this.#screen = screen
  }

  get isRunning(): boolean {
    return this.#pager !== undefined && !this.#hasEnded
  }

  /** Returns false when the pager has more waiting than it has read. */
  write(chunk: string | Uint8Array): boolean {
    if (this.#pager) return this.#pager.stdin.write(chunk)
    this.#held.push(chunk)
    this.#heldLines += countLines(chunk, this.#screen.columns)
    if (this.#heldLines >= this.#screen.rows) this.#start()
    return true
  }

  /** Resolves when the pager has read enough to be given more, or is gone. */
  async drain(): Promise<void> {
    if (!this.#pager?.stdin.writableNeedDrain) return
    const { stdin, ended } = this.#pager
    await Promise.race([new Promise((resolve) => stdin.once('drain', resolve)), ended])
  }

  /** Ends the text; resolves when the user has left the pager. */
  async end(): Promise<void> {
    if (!this.#pager) {
      for (const chunk of this.#held.splice(0)) this.#screen.write(chunk)
      return
    }
    this.#pager.stdin.end()
    if ((await this.#pager.ended) === NOT_FOUND) {
      this.#screen.warn(`cannot start the pager '${this.#command}'; give --no-pager to do without`)
    }
  }

  #start(): void {
    const defaults = { LESS: environment('LESS') ?? 'FRX', LV: environment('LV') ?? '-c' }
    const pager = startUserProgram(this.#command, defaults)
    this.#pager = pager
    pager.ended.then(() => {
      this.#hasEnded = true
    })
    pager.stdin.on('error', () => this.#screen.onQuit())
    for (const chunk of this.#held.splice(0)) pager.stdin.write(chunk)
  }
}

/** Returns how many lines of the screen `chunk` fills. */
function countLines(chunk: string | Uint8Array, columns: number): number {
  const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1')
  const lines = text.replaceAll(/\u001b\[[\d;]*m/g, '').split('\n')
  const wrapped = lines.map((line) => Math.max(1, Math.ceil(line.length / columns)))
  return wrapped.reduce((sum, rows) => sum + rows, 0) - (lines.at(-1) === '' ? 1 : 0)
}
