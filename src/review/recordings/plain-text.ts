/** All that a recording showed as text: the lines that scrolled by, then the screen at its end. */
import { parseTerminalSize } from '../../model/terminal-size.ts'
import { recordingEvents } from '../../store/recordings/recording-events.ts'
import type { RecordingSource } from '../../store/recordings/recording-source.ts'
import { TerminalScreen } from '../playback/screen.ts'

const PIECE_CHARACTERS_MAX = 4_096

/** Yields it piece by piece; rows that the terminal has wrapped are one line. */
export async function* plainText(source: RecordingSource): AsyncGenerator<string> {
  const screen = new TerminalScreen(source.recording)
  const scrolled = new ScrolledText(screen)
  try {
    for await (const events of recordingEvents(source)) {
      let text = ''
      for (const { code, data } of events) {
        if (code === 'o') text += scrolled.show(data)
        else if (code === 'r') text += scrolled.resize(data)
      }
      yield text
    }
    yield scrolled.rest()
  } finally {
    screen.close()
  }
}

class ScrolledText {
  readonly #screen: TerminalScreen
  /** So many characters can scroll by no more rows than are kept. */
  readonly #pieceCharacters: number
  #taken = 0

  constructor(screen: TerminalScreen) {
    this.#screen = screen
    this.#pieceCharacters = Math.max(1, Math.min(PIECE_CHARACTERS_MAX, screen.rowsKept >> 1))
  }

  /** Returns the lines that scroll by. */
  show(output: string): string {
    let text = ''
    for (let at = 0; at < output.length; at += this.#pieceCharacters) {
      this.#screen.write(output.slice(at, at + this.#pieceCharacters))
      text += this.#take()
    }
    return text
  }

  resize(data: string): string {
    const size = parseTerminalSize(data)
    if (!size) return ''
    this.#screen.resize(size)
    // Where rows are wrapped anew there may be fewer of them.
    this.#taken = Math.min(this.#taken, this.#screen.rowsLeft)
    return this.#take()
  }

  /** Returns what is on the screen. */
  rest(): string {
    const shown = textOf(this.#screen.rowsFrom(this.#taken)).trimEnd()
    // A program that has the whole screen to itself was at work.
    const own = textOf(this.#screen.ownRows()).trimEnd()
    return [shown, own].map((text) => (text === '' ? '' : `${text}\n`)).join('')
  }

  #take(): string {
    const count = this.#screen.rowsLeft - this.#taken
    if (count <= 0) return ''
    const rows = this.#screen.rowsFrom(this.#taken)
    this.#taken += count
    return textOf(first(rows, count))
  }
}

function* first<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let left = count
  for (const item of items) {
    yield item
    left -= 1
    if (left === 0) return
  }
}

function textOf(rows: Iterable<{ text: string; goesOn: boolean }>): string {
  let all = ''
  for (const { text, goesOn } of rows) all += goesOn ? text : `${text}\n`
  return all
}
