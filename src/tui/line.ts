/** Lines of the screen: pieces of text, each with a style, cut to the columns there are. */
import stringWidth from 'string-width'
import { showText } from '../model/show.ts'
import { STYLE_CODES, type StyleName } from '../model/style.ts'

/** Styles that only a full screen needs, beside those of the command line. */
const SCREEN_CODES = {
  keyword: ['35', '39'],
  string: ['36', '39'],
  comment: ['2', '22'],
  'added-keyword': ['1;32', '22;39'],
  'removed-keyword': ['1;31', '22;39'],
  'added-comment': ['2;32', '22;39'],
  'removed-comment': ['2;31', '22;39'],
  marked: ['7', '27'],
  danger: ['1;31', '22;39'],
  live: ['36', '39'],
  hit: ['30;43', '39;49'],
  'hit-meant': ['1;30;43', '22;39;49'],
} as const satisfies Record<string, readonly [string, string]>

export type ScreenStyle = StyleName | keyof typeof SCREEN_CODES

export interface Span {
  text: string
  style?: ScreenStyle | undefined
}

export type Line = readonly Span[]

/** Which codes this terminal is given. */
export interface Palette {
  isColored: boolean
  /** Codes that begin a style, where the terminal can show better ones. */
  brand: Partial<Record<ScreenStyle, string>>
}

const CODES: Record<ScreenStyle, readonly [string, string]> = { ...STYLE_CODES, ...SCREEN_CODES }
/** What the cursor is on, and what was found, must be seen without colour too. */
const UNCOLORED: Partial<Record<ScreenStyle, readonly [string, string]>> = {
  marked: ['7', '27'],
  hit: ['4', '24'],
  'hit-meant': ['7', '27'],
}
/** One column a character: also the signs we draw with ourselves. */
const NARROW = /^[\x20-\x7e▌─│…→›✖━●┄╷▼▲⊘·┃‖▸]*$/
const TAB_COLUMNS = 4
const ELLIPSIS = '…'
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

export function span(text: string, style?: ScreenStyle): Span {
  return style === undefined ? { text } : { text, style }
}

export function plain(text: string, style?: ScreenStyle): Line {
  return [span(text, style)]
}

export function widthOf(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text)
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0)
}

/** Returns the part of `text` that fills at most `columns`. */
export function cut(text: string, columns: number): string {
  if (NARROW.test(text)) return text.slice(0, Math.max(0, columns))
  let width = 0
  let kept = ''
  for (const { segment } of graphemes.segment(text)) {
    width += stringWidth(segment)
    if (width > columns) break
    kept += segment
  }
  return kept
}

/** Drops the first `columns` of `text`; half a wide character becomes a blank. */
export function dropColumns(text: string, columns: number): string {
  if (NARROW.test(text)) return text.slice(columns)
  let left = columns
  let rest = ''
  for (const { segment } of graphemes.segment(text)) {
    if (left <= 0) rest += segment
    else {
      left -= stringWidth(segment)
      rest += ' '.repeat(Math.max(0, -left))
    }
  }
  return rest
}

/** Breaks `text` between words, or within a word that fills more than a line; lines after the first are indented. */
export function wrapText(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = []
  let rest = text
  while (widthOf(rest) > columns) {
    const most = cut(rest, columns)
    const blank = most.lastIndexOf(' ')
    // Not at the blanks it begins with: nothing would be taken.
    const kept = most.slice(0, blank).trim() === '' ? most : most.slice(0, blank)
    // Not even one character has room.
    if (kept === '') break
    lines.push(kept)
    rest = indent + rest.slice(kept.length).trimStart()
    if (widthOf(indent) >= columns) break
  }
  return [...lines, rest]
}

/** Drops the first columns of a line. */
export function shiftLine(line: Line, columns: number): Span[] {
  const shifted: Span[] = []
  let left = columns
  for (const one of line) {
    const width = left > 0 ? widthOf(one.text) : 0
    shifted.push(left > 0 ? { ...one, text: dropColumns(one.text, left) } : one)
    left -= width
  }
  return shifted
}

/** Replaces tabs by blanks up to the next multiple of four columns. */
export function expandTabs(text: string): string {
  if (!text.includes('\t')) return text
  let shown = ''
  for (const [n, part] of text.split('\t').entries()) {
    if (n > 0) shown += ' '.repeat(TAB_COLUMNS - (widthOf(shown) % TAB_COLUMNS))
    shown += part
  }
  return shown
}

/** Cuts `text` with a sign that there was more, or fills it up with blanks. */
export function fitText(text: string, columns: number): string {
  const width = widthOf(text)
  if (width <= columns) return text + ' '.repeat(columns - width)
  const kept = cut(text, columns - 1) + ELLIPSIS
  return kept + ' '.repeat(Math.max(0, columns - widthOf(kept)))
}

/** As `fitText`, but keeps the end, which is what tells paths apart. */
export function fitTextEnd(text: string, columns: number): string {
  const width = widthOf(text)
  if (width <= columns) return text + ' '.repeat(columns - width)
  return fitText(ELLIPSIS + dropColumns(text, width - columns + 1), columns)
}

/** Cuts a line to `columns`. */
function fitLine(line: Line, columns: number): Span[] {
  const fitted: Span[] = []
  let left = columns
  for (const [n, one] of line.entries()) {
    const width = widthOf(one.text)
    const hasMore = line.slice(n + 1).some(({ text }) => text !== '')
    if (width < left || (width === left && !hasMore)) {
      fitted.push(one)
      left -= width
      continue
    }
    fitted.push({ ...one, text: fitText(`${one.text}${hasMore ? ' ' : ''}`, left) })
    return fitted
  }
  return fitted
}

/** Fills a line up with blanks, so that its background is seen to the edge. */
export function fillLine(line: Line, columns: number): Span[] {
  const fitted = fitLine(line, columns)
  const left = columns - lineWidth(fitted)
  return left > 0 ? [...fitted, span(' '.repeat(left))] : fitted
}

/**
 * Returns a line as what is sent to the terminal. Whatever a span holds, it cannot do more than show itself:
 * what is not yet escaped is escaped here.
 */
export function paintLine(line: Line, columns: number, palette: Palette): string {
  return fitLine(
    line.map((one) => ({ ...one, text: showText(one.text) })),
    columns,
  )
    .map(({ text, style }) => paintText(text, style, palette))
    .join('')
}

function paintText(text: string, style: ScreenStyle | undefined, palette: Palette): string {
  if (style === undefined || text === '') return text
  if (!palette.isColored) {
    const codes = UNCOLORED[style]
    return codes ? `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m` : text
  }
  const [begin, end] = CODES[style]
  return `\u001b[${palette.brand[style] ?? begin}m${text}\u001b[${end}m`
}
