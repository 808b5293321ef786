/** Which texts stood on the screen, and where and when each appeared; it stays one appearance while it moves. */
import stringWidth from 'string-width'
import { bytesOf, type TerminalScreen } from './screen.ts'

/** Where a text is found. */
export interface RowHit {
  /** The picture in which it appeared. */
  frame: number
  /** From 0; the top row for what has scrolled through within one picture. */
  row: number
  /** From 0, in cells. */
  column: number
  /** In cells. */
  length: number
  /** The row it stood in. */
  text: string
}

/** Whether a row holds what is looked for, and where; undefined when it does not. */
export type TextMatch = (text: string) => { index: number; length: number } | undefined

/** Numbers of pictures and rows in turn. */
type Appearances = number[]

/** What is kept of a row, to see whether it has changed. */
interface KnownRow {
  cells: Buffer
  text: string
}

/** Rows beyond so many characters are not found; a recording of as many is larger than most disks' worth of screens. */
const CHARACTERS_MAX = 96 << 20

export class TextIndex {
  readonly #screen: TerminalScreen
  readonly #appearances = new Map<string, Appearances>()
  #known: KnownRow[] = []
  #shown: ReadonlySet<string> = new Set()
  #characters = 0

  constructor(screen: TerminalScreen) {
    this.#screen = screen
  }

  /** Whether there was more text than it holds. */
  get isFull(): boolean {
    return this.#characters >= CHARACTERS_MAX
  }

  /** Notes the rows of the next picture, and those that have left the screen since the one before. */
  note(frame: number, left: readonly string[]): void {
    const shown = new Set<string>()
    const add = (text: string, row: number) => {
      if (text === '' || shown.has(text)) return
      shown.add(text)
      if (!this.#shown.has(text)) this.#add(text, frame, row)
    }
    for (const [row, text] of this.#texts().entries()) add(text, row)
    const onScreen = new Set(shown)
    for (const text of left) add(text, 0)
    this.#shown = onScreen
  }

  /** Only rows whose cells have changed are made into texts. */
  #texts(): string[] {
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

  #add(text: string, frame: number, row: number): void {
    const known = this.#appearances.get(text)
    if (known) known.push(frame, row)
    else if (!this.isFull) {
      this.#appearances.set(text, [frame, row])
      this.#characters += text.length
    }
  }

  /** Returns where rows that match appeared, the first place first. */
  find(match: TextMatch): RowHit[] {
    const hits: RowHit[] = []
    for (const [text, appearances] of this.#appearances) {
      const found = match(text)
      if (!found) continue
      const column = widthOf(text.slice(0, found.index))
      const length = widthOf(text.slice(found.index, found.index + found.length))
      for (let n = 0; n < appearances.length; n += 2)
        hits.push({ frame: appearances[n]!, row: appearances[n + 1]!, column, length, text })
    }
    return hits.sort((a, b) => a.frame - b.frame || a.row - b.row || a.column - b.column)
  }
}

/** Matches a text as it stands. Upper case is told apart only where it is asked for. */
export function holding(wanted: string): TextMatch {
  const isExact = wanted !== wanted.toLowerCase()
  return (text) => {
    const index = wanted === '' ? -1 : (isExact ? text : text.toLowerCase()).indexOf(wanted)
    return index < 0 ? undefined : { index, length: wanted.length }
  }
}

/** In cells, as a terminal counts: each character for itself. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += character < '\u0300' ? 1 : stringWidth(character)
  return width
}
