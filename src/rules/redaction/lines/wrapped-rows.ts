/** Lines that a terminal or a formatter has cut at its width: a secret may go on in the next one. */
import { joinPattern } from '../../join-pattern.ts'
import { looksRandom } from '../values/looks-random.ts'

const WIDTH_MIN = 40
const WIDTH_MAX = 512
const JOINED_MAX = 2048
/** Most secrets end within so much. */
const JOINED_FIRST = 512
/** What terminals have; at another width only what the rows hold can tell that they are rows. */
const USUAL_WIDTHS = [80, 100, 120, 132, 160, 200]

/** How far beyond the end of a line `joinRows` may look. */
export const ROWS_LOOKAHEAD = JOINED_MAX + WIDTH_MAX

export interface JoinedRows {
  text: string
  /** Where in `text` the first row ends. */
  seam: number
  /** Where in `text` the second row ends. */
  nextSeam: number
  /** Whether the first row is as wide as the terminal, or as terminals are. */
  isUsualWidth: boolean
  /** Whether the rows stand in a box or an indented column. */
  hasMargin: boolean
  /** Whether more rows follow that a secret which ends near the end of `text` may go on in. */
  mayGoOn: boolean
  /** Returns where a character of `text` stands in the text the rows come from. */
  offset(at: number): number
}

/** Whether the line may have been cut at its end. */
export function mayGoOn(text: string, start: number, end: number, columns = WIDTH_MIN): boolean {
  const length = rowEnd(text, end) - start
  if (length < Math.min(WIDTH_MIN, columns / 2) || length > WIDTH_MAX) return false
  return text.charCodeAt(rowEnd(text, end) - 1) > 0x20
}

/** Returns the line and those it goes on in as one text, when they look like rows of one; of `columns`, where known. */
export function joinRows(
  text: string,
  start: number,
  end: number,
  columns: number | undefined,
  extent: 'first' | 'all',
): JoinedRows | undefined {
  const lengthMax = extent === 'all' ? JOINED_MAX : JOINED_FIRST
  const width = widthOf(text, start, rowEnd(text, end))
  const margin = end < text.length ? marginAt(text, end + 1) : 0
  const inner = (at: number) => (margin === 0 ? rowEnd(text, at) : innerEnd(text, at))
  const rows = [{ start, end: inner(end) }]
  let length = 0
  for (let lineEnd = end; lineEnd < text.length && length < lengthMax; ) {
    const next = lineEnd + 1
    const nextEnd = endWithin(text, next)
    const nextWidth = widthOf(text, next, rowEnd(text, nextEnd))
    if (nextWidth.least > width.most || marginAt(text, next) !== margin) break
    if (!goesOn(text, next + margin, nextEnd)) break
    rows.push({ start: next + margin, end: Math.max(next + margin, inner(nextEnd)) })
    length += nextEnd - next
    if (nextWidth.most < width.least) break
    lineEnd = nextEnd
  }
  if (rows.length === 1) return undefined
  const above = widthAbove(text, start)
  if (above && above.least > width.most) return undefined
  return {
    text: rows.map((row) => text.slice(row.start, row.end)).join(''),
    seam: rows[0]!.end - start,
    nextSeam: rows[0]!.end - start + rows[1]!.end - rows[1]!.start,
    isUsualWidth: (columns === undefined ? USUAL_WIDTHS : [columns]).some((one) =>
      canBe(width, one),
    ),
    hasMargin: margin > 0,
    mayGoOn: extent === 'first' && length >= lengthMax,
    offset: (at) => offsetIn(rows, at),
  }
}

/** What people look for in a record: a count, a word, a version, a time, a path, a status line, an id. */
const EVIDENCE = joinPattern(
  '',
  String.raw`^(?:\d+|[A-Z]?[a-z]+|[A-Z]+|[^A-Za-z0-9]+|[A-Z]?[a-z]{3,}(?:\d{1,4}|[A-Z][a-z]{2,})+`,
  String.raw`|v?\d+(?:[.:T-]\d+)+[A-Z]?|[A-Z]+/[\d.]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`,
  String.raw`|[\w.-]+(?:/[\w.-]+)*\.[a-z]{1,4}|/?(?:[a-z_.-]{2,}/)+[\w.-]{0,32})$`,
)
/** So much of a token says of itself that it goes on below. */
const BEGUN_MIN = 8
/** Fewer characters of a token are no secret, but may be a count. */
const REST_MIN = 4

/** A secret that would begin in one row and end in another. */
interface SplitSecret {
  start: number
  end: number
  /** Whether its kind is known by its own letters, and not by what stands around it. */
  isToken: boolean
  /** Whether what the first row holds is one already. */
  isWhole: boolean
}

/** Whether what stands below is the secret's rest, and no line of its own that happens to follow. */
export function isRestOf(
  { text, seam, nextSeam, isUsualWidth, hasMargin }: JoinedRows,
  { start, end, isToken, isWhole }: SplitSecret,
): boolean {
  const rest = text.slice(Math.max(seam, start), end)
  if (!isWhole) {
    if (isToken && seam - start >= BEGUN_MIN) return true
    if (hasMargin) return false
    return isUsualWidth && (isToken || /\d|[a-z][A-Z]/.test(rest))
  }
  if (hasMargin) return false
  const isDiff = /^[+-]/.test(text) && /^[+-]/.test(rest)
  const word = /^\S*/.exec(text.slice(isDiff ? seam + 1 : seam, nextSeam))![0]
  if (/["'`]/.test(text[start - 1] ?? '') && text[end] === text[start - 1]) return true
  if (word.length < REST_MIN) return false
  const isHex = /^[0-9a-f]+$/.test(word)
  const isHexToken = !isDiff && /[0-9a-f]{12}$/.test(text.slice(start, seam))
  if (isHex ? !isHexToken : EVIDENCE.test(word)) return false
  return isUsualWidth || (!isHex && !isDiff && looksRandom(rest.replaceAll('/', '+')))
}

function offsetIn(rows: readonly { start: number; end: number }[], at: number): number {
  let left = at
  for (const row of rows) {
    if (left < row.end - row.start) return row.start + left
    left -= row.end - row.start
  }
  return rows.at(-1)!.end + left
}

/** How many columns a row may take: what is no ASCII takes two, one, or none when it is a byte among others. */
interface Width {
  least: number
  most: number
}

function widthOf(text: string, start: number, end: number): Width {
  const width = { least: 0, most: 0 }
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x80) width.least++
    width.most += code < 0x80 ? 1 : 2
  }
  return width
}

function canBe({ least, most }: Width, columns: number): boolean {
  return least <= columns && columns <= most
}

function widthAbove(text: string, start: number): Width | undefined {
  if (start === 0) return undefined
  const above = Math.max(text.lastIndexOf('\n', start - 2) + 1, start - 2 * WIDTH_MAX)
  return widthOf(text, above, rowEnd(text, start - 1))
}

function endWithin(text: string, from: number): number {
  const end = text.slice(from, from + WIDTH_MAX).indexOf('\n')
  return end < 0 ? Math.min(text.length, from + WIDTH_MAX) : from + end
}

function rowEnd(text: string, end: number): number {
  return text.charCodeAt(end - 1) === 13 ? end - 1 : end
}

const MARGIN = /[ \t]{0,16}(?:[│┃║|][ \t]{0,4})?/y
const MARGIN_END = /[ \t]{0,64}[│┃║|]?[ \t]{0,16}\r?$/

/** Returns how much of a row is the border of a box, or the indent of a column. */
function marginAt(text: string, start: number): number {
  MARGIN.lastIndex = start
  MARGIN.test(text)
  return MARGIN.lastIndex - start
}

function innerEnd(text: string, end: number): number {
  const near = text.slice(Math.max(0, end - 96), end)
  return end - MARGIN_END.exec(near)![0].length
}

/** A line that begins with a blank, or with a name and its value, is one of its own. */
function goesOn(text: string, start: number, end: number): boolean {
  if (end === start || text.charCodeAt(start) <= 0x20) return false
  const head = text.slice(start, Math.min(end, start + 80))
  return !/^(?:export |- |[+-]?["']?[A-Za-z_][\w.-]*["']?[ \t]*[:=][ \t]*["']?[\w$/.~{[+-])/.test(
    head,
  )
}
