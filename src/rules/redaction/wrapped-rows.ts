/** Lines that a terminal or a formatter has cut at its width: a secret may go on in the next one. */

const WIDTH_MIN = 40
const WIDTH_MAX = 512
/** Bytes are counted, and a row with accents has more of them than columns. */
const WIDTH_SLACK = 8
const JOINED_MAX = 2048

/** How far beyond the end of a line `joinRows` may look. */
export const ROWS_LOOKAHEAD = JOINED_MAX + WIDTH_MAX

export interface JoinedRows {
  text: string
  /** Where in `text` the first row ends. */
  seam: number
  /** Returns where a character of `text` stands in the text the rows come from. */
  offset(at: number): number
}

/** Whether the line may have been cut at its end. */
export function mayGoOn(text: string, start: number, end: number): boolean {
  const width = rowEnd(text, end) - start
  if (width < WIDTH_MIN || width > WIDTH_MAX) return false
  return text.charCodeAt(rowEnd(text, end) - 1) > 0x20
}

/** Returns the line and those it goes on in as one text, when they look like rows of one. */
export function joinRows(text: string, start: number, end: number): JoinedRows | undefined {
  const width = rowEnd(text, end) - start
  const rows = [{ start, end: rowEnd(text, end) }]
  let length = 0
  for (let lineEnd = end; lineEnd < text.length && length < JOINED_MAX; ) {
    const next = lineEnd + 1
    const nextEnd = endWithin(text, next)
    const nextWidth = rowEnd(text, nextEnd) - next
    if (nextWidth > width + WIDTH_SLACK || !goesOn(text, next, nextEnd)) break
    rows.push({ start: next, end: rowEnd(text, nextEnd) })
    length += nextWidth
    if (nextWidth < width - WIDTH_SLACK) break
    lineEnd = nextEnd
  }
  if (rows.length === 1) return undefined
  const before = text.lastIndexOf('\n', start - 2)
  if (start > 0 && start - before - 2 > width + WIDTH_SLACK) return undefined
  return {
    text: rows.map((row) => text.slice(row.start, row.end)).join(''),
    seam: rows[0]!.end - start,
    offset: (at) => offsetIn(rows, at),
  }
}

function offsetIn(rows: readonly { start: number; end: number }[], at: number): number {
  let left = at
  for (const row of rows) {
    if (left < row.end - row.start) return row.start + left
    left -= row.end - row.start
  }
  return rows.at(-1)!.end + left
}

function endWithin(text: string, from: number): number {
  const end = text.slice(from, from + WIDTH_MAX).indexOf('\n')
  return end < 0 ? Math.min(text.length, from + WIDTH_MAX) : from + end
}

function rowEnd(text: string, end: number): number {
  return text.charCodeAt(end - 1) === 13 ? end - 1 : end
}

/** A line that begins with a blank, or with a name and its value, is one of its own. */
function goesOn(text: string, start: number, end: number): boolean {
  if (end === start || text.charCodeAt(start) <= 0x20) return false
  const head = text.slice(start, Math.min(end, start + 80))
  return !/^(?:export |- |[+-]?["']?[A-Za-z_][\w.-]*["']?[ \t]*[:=][ \t]*[^=\s])/.test(head)
}
