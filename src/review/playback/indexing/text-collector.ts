/** Looks at each picture for texts that have newly appeared; a text stays one appearance while it moves. */
import { bytesOf, type TerminalScreen } from '../screen.ts'
import type { LineCells } from '../terminal-core.ts'
import type { TextIndex } from './text-index.ts'

/** What is kept of a row, to see whether it has changed. */
interface KnownRow {
  cells: Buffer
  text: string
}

export class TextCollector {
  readonly #screen: TerminalScreen
  readonly #texts: TextIndex
  #known: ReadonlyMap<LineCells, KnownRow> = new Map()
  #shown: ReadonlySet<string> = new Set()

  constructor(screen: TerminalScreen, texts: TextIndex) {
    this.#screen = screen
    this.#texts = texts
  }

  /** Notes the rows of the next picture, and those that have left the screen since the one before. */
  note(frame: number, left: readonly LineCells[]): void {
    const shown = new Set<string>()
    const add = (text: string, row: number) => {
      if (text === '' || shown.has(text)) return
      shown.add(text)
      if (!this.#shown.has(text)) this.#texts.add(text, frame, row)
    }
    const before = this.#known
    for (const [row, text] of this.#rows().entries()) add(text, row)
    for (const line of left) add(knownRow(line, before.get(line)).text, 0)
    this.#shown = shown
  }

  /** Only rows whose cells have changed are made into texts; one that has scrolled is the same row elsewhere. */
  #rows(): string[] {
    const known = new Map<LineCells, KnownRow>()
    const texts: string[] = []
    for (let row = 0; row < this.#screen.size.rows; row += 1) {
      const line = this.#screen.cellsOf(row)
      const one = knownRow(line, this.#known.get(line))
      known.set(line, one)
      texts.push(one.text)
    }
    this.#known = known
    return texts
  }
}

function knownRow(line: LineCells, known: KnownRow | undefined): KnownRow {
  if (known && isSame(line, known)) return known
  const text = line.translateToString(true)
  const cells = bytesOf(line._data)
  if (known?.cells.length !== cells.length) return { cells: Buffer.from(cells), text }
  known.cells.set(cells)
  known.text = text
  return known
}

function isSame(line: LineCells, { cells }: KnownRow): boolean {
  // What does not fit into the words of a cell stands beside them.
  return Object.keys(line._combined).length === 0 && cells.equals(bytesOf(line._data))
}
