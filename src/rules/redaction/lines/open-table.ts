/** Tables with a column that its head calls secret: CSV, Markdown, what databases print. */
import { isLikelySecret } from '../values/likely-secret.ts'
import type { TextSpan } from '../values/open-value.ts'
import { nameCalls, type SecretWord, secretNameOf } from '../values/secret-name.ts'

const DELIMITERS = ['|', '\t', ',', ';'] as const
const CELLS_MAX = 64
const ROWS_MAX = 10_000
/** Few other lines have nothing but names in them. */
const HEAD_LINE = /^[+-]?[\w \t.|,;"'-]*\r?$/
const ROW_MAX = 8192
const HEAD = /^["']?[A-Za-z_][\w .-]{0,40}["']?$/

export class OpenTable {
  readonly #delimiter: string
  /** Of the sign of a diff. */
  readonly #margin: number
  readonly #count: number
  readonly #columns: readonly (SecretWord | undefined)[]
  #rows = 0

  private constructor(
    delimiter: string,
    margin: number,
    columns: readonly (SecretWord | undefined)[],
  ) {
    this.#delimiter = delimiter
    this.#margin = margin
    this.#columns = columns
    this.#count = columns.length
  }

  /** Returns the table whose head the line is. */
  static openedBy(head: string): OpenTable | undefined {
    if (!HEAD_LINE.test(head)) return undefined
    const margin = /^[+-]/.test(head) ? 1 : 0
    const line = head.slice(margin)
    const delimiter = DELIMITERS.find((one) => line.includes(one))
    if (delimiter === undefined) return undefined
    const cells = cellsOf(line, delimiter).map(({ start, end }) => line.slice(start, end))
    if (cells.length < 2 || cells.length > CELLS_MAX || !cells.every((cell) => HEAD.test(cell)))
      return undefined
    // With blanks, commas part the words of a sentence, or arguments.
    if (/^[,;]$/.test(delimiter) && /[,;][ \t]/.test(line)) return undefined
    const columns = cells.map((cell) => secretNameOf(cell.replaceAll(/["']/g, '')))
    return columns.some(Boolean) ? new OpenTable(delimiter, margin, columns) : undefined
  }

  /** Returns the secrets in the next line, or that the table is over. */
  read(row: string): TextSpan[] | 'over' {
    const margin = this.#margin
    const line = row.slice(margin)
    if (/^[\s|+:=-]+$/.test(line) && /[-=]{2}/.test(line)) return []
    const cells = line.length > ROW_MAX ? [] : cellsOf(line, this.#delimiter)
    if (cells.length !== this.#count || ++this.#rows > ROWS_MAX) return 'over'
    return cells.flatMap(({ start, end }, at) => {
      const word = this.#columns[at]
      const isSecret = word !== undefined && this.#isSecret(line.slice(start, end), word)
      return isSecret ? [{ start: margin + start, end: margin + end }] : []
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
function cellsOf(line: string, delimiter: string): TextSpan[] {
  const row = trimmed(line, { start: 0, end: line.length })
  const isBarred = delimiter === '|' && line[row.start] === '|'
  const first = isBarred ? row.start + 1 : 0
  const last = isBarred && line[row.end - 1] === '|' ? row.end - 1 : line.length
  const cells: TextSpan[] = []
  let start = first
  let isQuoted = false
  for (let at = first; at <= last && cells.length <= CELLS_MAX; at++) {
    if (line[at] === '"') isQuoted = !isQuoted
    if (at < last && (isQuoted || line[at] !== delimiter)) continue
    cells.push(withoutQuotes(line, trimmed(line, { start, end: at })))
    start = at + 1
  }
  return cells
}

function trimmed(line: string, { start, end }: TextSpan): TextSpan {
  const span = { start, end }
  while (span.start < span.end && line.charCodeAt(span.start) <= 0x20) span.start++
  while (span.end > span.start && line.charCodeAt(span.end - 1) <= 0x20) span.end--
  return span
}

function withoutQuotes(line: string, { start, end }: TextSpan): TextSpan {
  const isQuoted = end - start > 1 && /["']/.test(line[start]!) && line[end - 1] === line[start]
  return isQuoted ? { start: start + 1, end: end - 1 } : { start, end }
}
