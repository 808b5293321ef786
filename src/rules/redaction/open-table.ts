/** Tables with a column that its head calls secret: CSV, Markdown, what databases print. */
import { isLikelySecret } from './likely-secret.ts'
import type { Span } from './open-value.ts'
import { nameCalls, type SecretWord, secretNameOf } from './secret-name.ts'

const DELIMITERS = ['|', '\t', ',', ';'] as const
const CELLS_MAX = 64
const ROWS_MAX = 10_000
const HEAD = /^["']?[A-Za-z_][\w .-]{0,40}["']?$/

export class OpenTable {
  readonly #delimiter: string
  readonly #count: number
  readonly #columns: readonly (SecretWord | undefined)[]
  #rows = 0

  private constructor(delimiter: string, columns: readonly (SecretWord | undefined)[]) {
    this.#delimiter = delimiter
    this.#columns = columns
    this.#count = columns.length
  }

  /** Returns the table whose head the line is. */
  static openedBy(line: string): OpenTable | undefined {
    const delimiter = DELIMITERS.find((one) => line.includes(one))
    if (delimiter === undefined) return undefined
    const cells = cellsOf(line, delimiter).map(({ start, end }) => line.slice(start, end))
    if (cells.length < 2 || cells.length > CELLS_MAX || !cells.every((cell) => HEAD.test(cell)))
      return undefined
    // With blanks, commas part the words of a sentence, or arguments.
    if (/^[,;]$/.test(delimiter) && /[,;][ \t]/.test(line)) return undefined
    const columns = cells.map((cell) => secretNameOf(cell.replaceAll(/["']/g, '')))
    return columns.some(Boolean) ? new OpenTable(delimiter, columns) : undefined
  }

  /** Returns the secrets in the next line, or that the table is over. */
  read(line: string): Span[] | 'over' {
    if (/^[\s|+:=-]+$/.test(line) && /[-=]{2}/.test(line)) return []
    const cells = cellsOf(line, this.#delimiter)
    if (cells.length !== this.#count || ++this.#rows > ROWS_MAX) return 'over'
    return cells.filter((cell, at) => {
      const word = this.#columns[at]
      return word !== undefined && this.#isSecret(line.slice(cell.start, cell.end), word)
    })
  }

  #isSecret(value: string, word: SecretWord): boolean {
    if (!/\d/.test(value) || /\s/.test(value)) return false
    const separator = this.#delimiter === '|' ? 'spoken' : 'colon'
    const site = { word, separator, isQuoted: false, isAlone: true } as const
    return (
      isLikelySecret(value, { ...site, isQuery: false, isMarkup: false }) &&
      nameCalls(word, value, false)
    )
  }
}

/** Returns the cells of a row without blanks and quotes around them; bars may stand at its ends. */
function cellsOf(line: string, delimiter: string): Span[] {
  const isBar = delimiter === '|'
  const first = /^\s*\|?/.exec(isBar ? line : '')![0].length
  const last = line.length - /\|?\s*$/.exec(isBar ? line : line.replace(/\S.*/s, ''))![0].length
  const cells: Span[] = []
  let start = first
  let isQuoted = false
  for (let at = first; at <= last && cells.length <= CELLS_MAX; at++) {
    if (line[at] === '"') isQuoted = !isQuoted
    if (at < last && (isQuoted || line[at] !== delimiter)) continue
    cells.push(trimmed(line, start, at))
    start = at + 1
  }
  return cells
}

function trimmed(line: string, from: number, to: number): Span {
  const [, blank = '', text = ''] = /^(\s*["']?)(.*?)["']?\s*$/s.exec(line.slice(from, to)) ?? []
  return { start: from + blank.length, end: from + blank.length + text.length }
}
