/** All that a recording showed as text: the lines that scrolled by, then the screen at its end. */
import xterm, { type IBuffer, type Terminal } from '@xterm/headless'
import { parseTerminalSize } from '../../model/terminal-size.ts'
import { recordingEvents } from '../../store/recordings/recording-events.ts'
import type { RecordingSource } from '../../store/recordings/recording-source.ts'

/** Lines that have scrolled by are taken out before there is no room for those of one more piece. */
const SCROLLBACK = 40_000
const TAKEN_AT = 20_000
const PIECE_CHARACTERS = 16_384

/** Yields it piece by piece; rows that the terminal has wrapped are one line. */
export async function* plainText(source: RecordingSource): AsyncGenerator<string> {
  const { columns: cols, rows } = source.recording
  const options = { cols, rows, scrollback: SCROLLBACK, allowProposedApi: true }
  const screen = new TextScreen(new xterm.Terminal(options))
  try {
    for await (const events of recordingEvents(source)) {
      for (const { code, data } of events) {
        if (code === 'o') yield* screen.show(data)
        else if (code === 'r') screen.resize(data)
      }
    }
    yield await screen.rest()
  } finally {
    screen.close()
  }
}

class TextScreen {
  readonly #terminal: Terminal
  readonly #text = new JoinedRows()
  #waiting = ''

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  async *show(data: string): AsyncGenerator<string> {
    this.#waiting += data
    if (this.#waiting.length < PIECE_CHARACTERS) return
    const text = this.#waiting
    this.#waiting = ''
    for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
      await this.#write(text.slice(at, at + PIECE_CHARACTERS))
      const { baseY } = this.#terminal.buffer.normal
      if (baseY < TAKEN_AT) continue
      yield this.#text.take(this.#terminal.buffer.normal, baseY)
      // Gone from it, and so never taken twice.
      this.#terminal.options.scrollback = 0
      this.#terminal.options.scrollback = SCROLLBACK
    }
  }

  resize(size: string): void {
    const { columns, rows } = parseTerminalSize(size) ?? {}
    if (!columns || !rows) return
    this.#terminal.write(this.#waiting)
    this.#waiting = ''
    this.#terminal.write('', () => this.#terminal.resize(columns, rows))
  }

  async rest(): Promise<string> {
    await this.#write(this.#waiting)
    const { normal, active } = this.#terminal.buffer
    const scrolled = this.#text.take(normal, normal.length)
    if (active === normal || active.type === 'normal') return `${scrolled.trimEnd()}\n`
    // A program that has the whole screen to itself was at work.
    const shown = new JoinedRows().take(active, active.length)
    return `${scrolled.trimEnd()}\n${shown.trimEnd()}\n`
  }

  close(): void {
    this.#terminal.dispose()
  }

  #write(text: string): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(text, resolve))
  }
}

class JoinedRows {
  #isFirst = true

  /** Returns the text of the first `count` rows; what it begins with goes on with what was taken before. */
  take(buffer: IBuffer, count: number): string {
    let text = ''
    for (let y = 0; y < count; y += 1) {
      const row = buffer.getLine(y)
      if (!row) continue
      if (!row.isWrapped && !this.#isFirst) text += '\n'
      this.#isFirst = false
      text += row.translateToString(buffer.getLine(y + 1)?.isWrapped !== true)
    }
    return text
  }
}
