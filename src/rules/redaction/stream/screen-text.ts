/** Reads the rows of a screen as lines of text, and what sequences carry as texts of their own. */

import type { SecretFinder } from '../secret-finder.ts'
import { MappedText, type Mask } from './mapped-text.ts'
import { PayloadText } from './payload-text.ts'
import type { RowEnd, RowReader } from './row-reader.ts'
import { NOWHERE, type ScreenRow, SECOND_HALF } from './screen-row.ts'
import { ScreenRows } from './screen-rows.ts'
import { type Payloads, VtParser } from './vt-parser.ts'

const NOTHING = Number.POSITIVE_INFINITY
/** So many letters of a token are known for one on the stream, and where all is at hand. */
const BEGUN_MIN = 8
const BEGUN_MIN_WHOLE = 4

interface ScreenSettings {
  columns: number
  rows: number
  /** Whether all of the output is at hand, so that whatever stands on the screen can be replaced. */
  isWhole: boolean
}

export class ScreenText implements RowReader, Payloads {
  readonly #finder: SecretFinder
  readonly #isWhole: boolean
  readonly #mask: Mask
  readonly #screen: ScreenRows
  readonly #parser: VtParser
  readonly #lines: MappedText
  #payload: PayloadText | undefined
  #lastRow: ScreenRow | undefined
  #lastEnd: RowEnd | 'open' = 'over'
  #units = new Uint16Array(2_048)

  constructor(finder: SecretFinder, mask: Mask, { columns, rows, isWhole }: ScreenSettings) {
    this.#isWhole = isWhole
    this.#finder = finder
    this.#mask = mask
    this.#lines = new MappedText(finder, mask)
    this.#screen = new ScreenRows(this, columns, rows)
    this.#lines.columns = this.#screen.columns
    this.#parser = new VtParser(this.#screen, this)
  }

  /** Takes a piece of the output, which begins at `base`. */
  write(text: string, base: number): void {
    this.#screen.base = base
    this.#parser.parse(text, base)
    this.#lines.search()
    this.#payload?.search()
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows)
    this.#lines.columns = this.#screen.columns
  }

  /** Returns where the output begins of which it is not decided yet what in it is secret. */
  undecidedFrom(): number {
    const { current, visitStart, syncStart = NOTHING } = this.#screen
    const isOpen = current.lastOffset >= visitStart
    return Math.min(
      isOpen ? visitStart : NOTHING,
      syncStart,
      this.#lines.undecidedFrom(),
      this.#payload?.undecidedFrom() ?? NOTHING,
    )
  }

  /** After a short pause, decides what no secret can begin in. */
  pause(): void {
    if (this.#screen.syncStart !== undefined) return
    this.#lines.pause()
    const { current, visitStart } = this.#screen
    if (this.#lines.isInKeyBlock || current.lastOffset < visitStart) return
    const text = this.#textOf(current, current.textEnd(), undefined)
    const quiet = text.length > current.length ? 0 : this.#finder.quietUpTo(text)
    const places = current.places(visitStart, quiet)
    this.#screen.visitStart = Math.min(current.lastOffset + 1, ...places)
  }

  /** After a long pause, decides all there is. */
  settle(): void {
    const { current } = this.#screen
    if (current.isUnread) {
      if (this.#lines.isInKeyBlock) this.#maskOpenRow(current)
      else this.#readOpen(current)
    }
    this.#lines.settle()
    this.#payload?.settle()
    this.#screen.settleVisit()
  }

  end(): void {
    const { current } = this.#screen
    if (current.isUnread) this.#readOpen(current)
    this.#lines.end()
    this.#payload?.end()
    this.#screen.settleVisit()
  }

  read(row: ScreenRow, above: ScreenRow | undefined, end: RowEnd): void {
    if (end === 'left') this.#maskBegun(row)
    this.#add(row, above, end)
    if (end !== 'goes-on') this.#endLine()
  }

  /** A field that is typed into is painted again with each key: each time with a little more of a token. */
  #maskBegun(row: ScreenRow): void {
    const end = row.textEnd()
    const begun = this.#finder.tokenBegunAtEnd(
      this.#textOf(row, end, undefined),
      this.#isWhole ? BEGUN_MIN_WHOLE : BEGUN_MIN,
    )
    if (!begun) return
    const from = this.#isWhole ? 0 : this.#screen.visitStart
    const places = row.places(from, end - begun.length)
    this.#mask(
      begun.ruleId,
      places.map((offset) => [offset, offset + 1]),
    )
  }

  #readOpen(row: ScreenRow): void {
    this.#add(row, this.#screen.above, 'open')
  }

  /** Within a key what is left of a line is part of it. */
  #maskOpenRow(row: ScreenRow): void {
    const from = this.#screen.visitStart
    const ranges = row.places(from).map((offset) => [offset, offset + 1] as const)
    if (ranges.length > 0) this.#mask('', ranges)
  }

  #add(row: ScreenRow, above: ScreenRow | undefined, end: RowEnd | 'open'): void {
    const lines = this.#lines
    if (this.#lastEnd === 'open') this.#endLine()
    const isNext = above !== undefined && this.#lastRow === above
    if (!isNext && this.#lastEnd === 'goes-on') this.#endLine()
    if (above && !isNext) this.#addAbove(row, above)
    const columns = this.#screen.columns
    const length = end === 'goes-on' ? row.length : row.textEnd()
    lines.write(this.#textOf(row, Math.min(length, Math.max(columns, row.length)), lines))
    row.setRead()
    this.#lastRow = row
    this.#lastEnd = end
  }

  /** A row that goes on from one that was not read just now needs it to be understood; it stays as it is. */
  #addAbove(row: ScreenRow, above: ScreenRow): void {
    const end = above.textEnd()
    if (end < this.#screen.columns) return
    if (this.#isWhole) this.#lines.write(this.#textOf(above, end, this.#lines))
    else this.#lines.add(this.#textOf(above, end, undefined), NOWHERE)
    if (!row.isContinued) this.#lines.add('\n', NOWHERE)
  }

  #endLine(): void {
    this.#lines.add('\n', NOWHERE)
    this.#lastEnd = 'over'
  }

  /** Returns the text of the first cells, and says where it comes from. */
  #textOf(row: ScreenRow, end: number, lines: MappedText | undefined): string {
    const { codes, offsets } = row
    const units = this.#units
    const { visitStart, syncStart = NOTHING } = this.#screen
    const floor = this.#isWhole ? 0 : Math.min(visitStart, syncStart)
    const base = lines?.length ?? 0
    let length = 0
    let expected = Number.NaN
    for (let at = 0; at < end; at++) {
      const code = codes[at]!
      if (code === SECOND_HALF) continue
      const offset = offsets[at]! >= floor ? offsets[at]! : NOWHERE
      if (lines && offset !== expected) lines.place(base + length, offset)
      const size = code > 0xffff ? 2 : 1
      expected = offset === NOWHERE ? NOWHERE : offset + size
      if (size === 2) units[length++] = 0xd800 + ((code - 0x10000) >> 10)
      units[length++] = size === 2 ? 0xdc00 + ((code - 0x10000) & 0x3ff) : code
    }
    return String.fromCharCode.apply(null, units.subarray(0, length) as unknown as number[])
  }

  payloadStart(kind: string, offset: number): void {
    this.#payload = new PayloadText(this.#finder, this.#mask, kind, offset)
  }

  payload(text: string, offset: number): void {
    this.#payload?.write(text, offset)
  }

  payloadEnd(): void {
    this.#payload?.end()
    this.#payload = undefined
  }
}
