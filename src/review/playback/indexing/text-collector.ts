/** Looks at each picture for texts that have newly appeared; a text stays one appearance while it moves. */
import { bytesOf, type TerminalScreen } from '../screen.ts'
import type { TextIndex } from './text-index.ts'

/** What is kept of a row, to see whether it has changed. */
interface KnownRow {
  cells: Buffer
  text: string
}

export class TextCollector {
  readonly #screen: TerminalScreen
  readonly #texts: TextIndex
  #known: KnownRow[] = []
  #shown: ReadonlySet<string> = new Set()

  constructor(screen: TerminalScreen, texts: TextIndex) {
    this.#screen = screen
    this.#texts = texts
  }

  /** Notes the rows of the next picture, and those that have left the screen since the one before. */
  note(frame: number, left: readonly string[]): void {
    const shown = new Set<string>()
    const add = (text: string, row: number) => {
      if (text === '' || shown.has(text)) return
      shown.add(text)
      if (!this.#shown.has(text)) this.#texts.add(text, frame, row)
    }
    for (const [row, text] of this.#rows().entries()) add(text, row)
    for (const text of left) add(text, 0)
    this.#shown = shown
  }

  /** Only rows whose cells have changed are made into texts. */
  #rows(): string[] {
    const { rows } = this.#screen.size
    this.#known.length = Math.min(this.#known.length, rows)
    for (let row = 0; row < rows; row += 1) {
      const { _data: words, _combined: combined } = this.#screen.cellsOf(row)
      const cells = bytesOf(words)
      const known = this.#known[row]
      if (known?.cells.equals(cells) && Object.keys(combined).length === 0) continue
      this.#known[row] = { cells: Buffer.from(cells), text: this.#screen.textOf(row) }
    }
    return this.#known.map(({ text }) => text)
  }
}
