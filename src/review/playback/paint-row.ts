/** A row of the screen as characters and SGR codes: nothing that was recorded gets through as anything else. */
import type { IBufferCell, IBufferLine } from '@xterm/headless'

/** One row as it stands on the screen. */
export interface ShownRow {
  /** As it is read, without blanks at its end. */
  text: string
  /** With its colours: characters and SGR codes, and nothing else. */
  painted: string
}

/** What a terminal would act upon, or what turns the direction of what is beside it. */
export const UNFIT = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu
const RESET = '\x1b[0m'

export function paintRow(line: IBufferLine, columns: number): ShownRow {
  let [text, painted] = ['', '']
  /** Blanks that are painted only when something follows them. */
  let blanks = 0
  let codes = ''
  let cell: IBufferCell | undefined
  for (let column = 0; column < columns; column += 1) {
    cell = line.getCell(column, cell)
    // The second half of a wide character.
    if (!cell || cell.getWidth() === 0) continue
    const [wanted, shown] = [codesOf(cell), shownIn(cell)]
    text += shown
    if (wanted === '' && shown === ' ') {
      blanks += 1
      continue
    }
    if (blanks > 0) {
      painted += (codes === '' ? '' : RESET) + ' '.repeat(blanks)
      codes = ''
      blanks = 0
    }
    if (wanted !== codes) painted += wanted === '' ? RESET : `\x1b[0;${wanted}m`
    codes = wanted
    painted += shown
  }
  return { text: text.trimEnd(), painted: codes === '' ? painted : `${painted}${RESET}` }
}

function shownIn(cell: IBufferCell): string {
  const chars = cell.getChars()
  const isShown = chars !== '' && !cell.isInvisible() && chars.search(UNFIT) < 0
  return isShown ? chars : ' '.repeat(cell.getWidth())
}

/** What a cell of @xterm/headless knows beyond its declared type. */
interface CellWords {
  fg: number
  hasExtendedAttrs(): number
  extended: { _ext: number; underlineColor: number }
}

const UNDERLINE = 0x10000000
const STYLE_SHIFT = 26
const COLOR_MODE = 0x03000000
const RGB = 0x03000000

/** The parameters of SGR; '' for a plain cell. */
function codesOf(cell: IBufferCell): string {
  if (cell.isAttributeDefault()) return ''
  const codes: (number | string)[] = []
  if (cell.isBold()) codes.push(1)
  if (cell.isDim()) codes.push(2)
  if (cell.isItalic()) codes.push(3)
  if (cell.isUnderline()) codes.push(...underlineOf(cell as unknown as CellWords))
  if (cell.isBlink()) codes.push(5)
  if (cell.isInverse()) codes.push(7)
  if (cell.isStrikethrough()) codes.push(9)
  if (cell.isOverline()) codes.push(53)
  if (cell.isFgRGB()) codes.push(byValues(38, cell.getFgColor()))
  else if (cell.isFgPalette()) codes.push(byIndex(30, cell.getFgColor()))
  if (cell.isBgRGB()) codes.push(byValues(48, cell.getBgColor()))
  else if (cell.isBgPalette()) codes.push(byIndex(40, cell.getBgColor()))
  return codes.join(';')
}

function underlineOf(cell: CellWords): (number | string)[] {
  const extended = cell.hasExtendedAttrs() ? cell.extended : undefined
  const style = ((extended?._ext ?? 0) >>> STYLE_SHIFT) & 7
  if (style === 0 && (cell.fg & UNDERLINE) === 0) return []
  const codes: (number | string)[] = [style <= 1 ? 4 : `4:${style}`]
  const color = extended && extended.underlineColor !== -1 ? extended.underlineColor : 0
  if ((color & COLOR_MODE) === RGB) codes.push(byValues(58, color))
  else if ((color & COLOR_MODE) !== 0) codes.push(`58;5;${color & 255}`)
  return codes
}

function byIndex(base: 30 | 40, index: number): string {
  if (index < 8) return String(base + index)
  if (index < 16) return String(base + 60 + index - 8)
  return `${base + 8};5;${index}`
}

function byValues(code: 38 | 48 | 58, color: number): string {
  return `${code};2;${(color >> 16) & 255};${(color >> 8) & 255};${color & 255}`
}
