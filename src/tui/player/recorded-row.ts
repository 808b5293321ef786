/**
 * A row of a recorded screen on the way to the viewer's terminal. Whatever it holds, nothing but characters and colours
 * gets through.
 */
import stringWidth from 'string-width'
import { adaptColors, type ColorDepth } from './recorded-colors.ts'

/** SGR, any other sequence, or a control. */
const CODES = new RegExp(
  [
    /\u001b\[([\d;:]*)m/,
    /\u001b\[[0-?]*[ -/]*[@-~]?/,
    /\u001b[\]PX^_][^\u001b\u0007\u009c]*(?:\u0007|\u001b\\|\u009c)?/,
    /\u001b[ -/]*[0-~]?/,
    /[\u0000-\u001f\u007f-\u009f]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'y',
)
/** Turn the direction of what stands around them, or stand for nothing. */
const UNSEEN = new RegExp(
  [
    /[\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/,
    /[\ud800-\udbff](?![\udc00-\udfff])/,
    /(?<![\ud800-\udbff])[\udc00-\udfff]/,
  ]
    .map(({ source }) => source)
    .join('|'),
)
const NARROW = /^[\x20-\x7e─━│┃╭╮╰╯┌┐└┘├┤┬┴┼●⎿…✻❯›·]$/

/** What stands in one place: a character with what combines with it, and the codes in force. */
interface Glyph {
  text: string
  columns: number
  codes: string
}

const BLANK: Glyph = { text: ' ', columns: 1, codes: '' }

/** A row taken apart, so that any part of it can be shown. */
export class RecordedRow {
  readonly #glyphs: readonly Glyph[]

  /** @param painted text with SGR codes. */
  constructor(painted: string, colors: ColorDepth) {
    this.#glyphs = readGlyphs(painted, colors)
  }

  get columns(): number {
    return this.#glyphs.reduce((sum, glyph) => sum + glyph.columns, 0)
  }

  /** Whether anything but blanks stands in a column or beyond it. */
  reaches(from: number): boolean {
    let column = 0
    return this.#glyphs.some((glyph) => {
      column += glyph.columns
      return column > from && glyph.text !== ' '
    })
  }

  /** The text alone, with the column that each UTF-16 unit of it stands in. */
  get plain(): { text: string; columnOf: readonly number[] } {
    const columnOf: number[] = []
    let column = 0
    for (const { text, columns } of this.#glyphs) {
      for (let n = 0; n < text.length; n += 1) columnOf.push(column)
      column += columns
    }
    return { text: this.#glyphs.map(({ text }) => text).join(''), columnOf: [...columnOf, column] }
  }

  /**
   * Returns the columns from `from` up to `to` as they are sent, ended in the terminal's own style. A wide character of
   * which only half is within is a blank. Beyond the row's end there is nothing, unless `isFilled`.
   */
  slice(from: number, to: number, isFilled = false): string {
    let painted = ''
    let codes = ''
    const add = (glyph: Glyph) => {
      if (glyph.codes !== codes) painted += `\u001b[0m${glyph.codes}`
      codes = glyph.codes
      painted += glyph.text
    }
    let column = 0
    for (const glyph of this.#glyphs) {
      const end = column + glyph.columns
      const seen = Math.min(end, to) - Math.max(column, from)
      if (seen === glyph.columns) add(glyph)
      else for (let n = 0; n < seen; n += 1) add({ ...BLANK, codes: glyph.codes })
      column = end
      if (column > to) break
    }
    if (codes !== '') painted += '\u001b[0m'
    const missing = isFilled ? to - Math.max(from, column) : 0
    return painted + ' '.repeat(Math.max(0, missing))
  }
}

function readGlyphs(painted: string, colors: ColorDepth): Glyph[] {
  const glyphs: Glyph[] = []
  let codes = ''
  for (let at = 0; at < painted.length; ) {
    CODES.lastIndex = at
    const code = CODES.exec(painted)
    if (code) {
      at += code[0].length
      if (code[1] !== undefined) codes = followingCodes(codes, code[1], colors)
      continue
    }
    const text = String.fromCodePoint(painted.codePointAt(at)!)
    at += text.length
    if (UNSEEN.test(text)) continue
    const columns = NARROW.test(text) ? 1 : stringWidth(text)
    const last = glyphs.at(-1)
    if (columns > 0) glyphs.push({ text, columns, codes })
    else if (last) glyphs[glyphs.length - 1] = { ...last, text: last.text + text }
  }
  return glyphs
}

/** Codes add up until a `0`, with which everything begins anew. */
function followingCodes(codes: string, parameters: string, colors: ColorDepth): string {
  const { isReset, kept } = adaptColors(parameters, colors)
  return (isReset ? '' : codes) + (kept === '' ? '' : `\u001b[${kept}m`)
}
