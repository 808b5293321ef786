/**
 * The screen as far as its text goes: which character stands where, and where in the output that came from. What has
 * been written in a row is read when the cursor leaves it, and before any of it is lost.
 */

import { cellWidth } from './cell-width.ts'
import { RowGrid } from './row-grid.ts'
import type { RowEnd, RowReader } from './row-reader.ts'
import { NOWHERE, type ScreenRow, SECOND_HALF } from './screen-row.ts'
import type { VtActions } from './vt-parser.ts'

/** Larger screens are taken for this large: nobody has them, and a header may say anything. */
const COLUMNS_MAX = 1_000
const ROWS_MAX = 1_000
const TAB = 8
/** Fewer characters than this that are lost unread are no secret. */
const WORTH_READING = 8

const SAME_AS: Record<string, string> = { '`': 'G', a: 'C', e: 'B', f: 'H' }

interface CursorPosition {
  row: number
  column: number
}

export class ScreenRows implements VtActions {
  /** Where in the output the piece at hand begins. */
  base = 0
  columns = 0
  /** Where in the output the writing in this row began. */
  visitStart = 0
  /** Where in the output the synchronised update began that is going on. */
  syncStart: number | undefined
  readonly #reader: RowReader
  readonly #grid = new RowGrid()
  #row = 0
  #column = 0
  #saved: CursorPosition = { row: 0, column: 0 }
  #isInserting = false
  #wraps = true
  /** The character shown last, which may be repeated. */
  #last = ''
  /** Where in the output what was shown so far ends. */
  #shownTo = 0

  constructor(reader: RowReader, columns: number, rows: number) {
    this.#reader = reader
    this.resize(columns, rows)
  }

  get current(): ScreenRow {
    return this.#grid.at(this.#row)!
  }

  get above(): ScreenRow | undefined {
    return this.#grid.at(this.#row - 1)
  }

  /** The column of the cursor, which after a full row still stands in the last one. */
  get #here(): number {
    return Math.min(this.#column, this.columns - 1)
  }

  /** How long a row may become. */
  get #width(): number {
    return this.#wraps ? this.columns : COLUMNS_MAX
  }

  resize(columns: number, rows: number): void {
    if (this.#grid.count > 0) this.read('over')
    this.columns = Math.max(1, Math.min(COLUMNS_MAX, columns || 80))
    this.#row -= this.#grid.resize(Math.max(1, Math.min(ROWS_MAX, rows || 24)), this.#row)
    this.#column = this.#here
  }

  /** Takes all that is written so far as decided. */
  settleVisit(): void {
    this.visitStart = this.#shownTo
    if (this.syncStart !== undefined) this.syncStart = this.#shownTo
  }

  print(text: string, start: number, end: number): void {
    for (let at = start; at < end; ) {
      const code = text.charCodeAt(at)
      if (code < 0x300 && !this.#isInserting) at = this.#printPlain(text, at, end)
      else {
        const point = text.codePointAt(at)!
        this.#printWide(point, this.base + at)
        at += point > 0xffff ? 2 : 1
      }
    }
    this.#shownTo = this.base + end
    this.#last = text.slice(Math.max(start, end - 1), end)
  }

  /** Characters that take one cell each, up to the end of the row. */
  #printPlain(text: string, start: number, end: number): number {
    if (this.#column >= this.#width) this.#wrap()
    const row = this.current
    const first = this.#column
    this.#readBefore(first)
    // Not in one go where some of it may have to be read before the rest is written.
    const room = first < row.unreadTo ? 1 : Math.min(end - start, this.#width - first)
    row.reach(first + room)
    const { codes, offsets } = row
    const offset = this.base + start
    let done = 0
    for (; done < room; done++) {
      const code = text.charCodeAt(start + done)
      if (code >= 0x300) break
      codes[first + done] = code
      offsets[first + done] = offset + done
    }
    row.touch(first, first + done, offset + done - 1)
    this.#column = first + done
    return start + done
  }

  #printWide(code: number, offset: number): void {
    const width = cellWidth(code)
    if (width === 0) return
    if (this.#column + width > this.#width) this.#wrap()
    const row = this.current
    const first = this.#column
    const end = Math.min(this.#width, first + width)
    this.#readBefore(first)
    if (this.#isInserting) row.insert(first, width, this.columns)
    row.reach(end)
    row.codes[first] = code
    row.offsets[first] = offset
    if (width === 2 && end - first === 2) {
      row.codes[first + 1] = SECOND_HALF
      row.offsets[first + 1] = offset
    }
    row.touch(first, this.#isInserting ? row.length : end, offset)
    this.#column = end
  }

  /** A row that is full goes on in the next one, which belongs to the same stretch of writing. */
  #wrap(): void {
    this.read('goes-on')
    const { visitStart } = this
    this.#down()
    this.visitStart = visitStart
    this.#column = 0
    this.current.isContinued = true
  }

  /** Reads what has not been read of the row at hand, before it is left. */
  read(end: RowEnd): void {
    if (this.current.isUnread) this.#reader.read(this.current, this.above, end)
  }

  /** Reads it before cells are written or erased that do not just follow. */
  #readBefore(column: number): void {
    const { unreadFrom, unreadTo, isContinued } = this.current
    const isBefore = isContinued || column < unreadFrom
    if (column < unreadTo && (isBefore || unreadTo - unreadFrom >= WORTH_READING)) this.read('left')
  }

  #down(): void {
    if (this.#row === this.#grid.bottom) this.#grid.scroll(this.#grid.top, this.#grid.bottom, 1)
    else if (this.#row < this.#grid.count - 1) this.#row++
    this.visitStart = this.#shownTo
  }

  #goTo(row: number, column: number): void {
    const to = Math.max(0, Math.min(this.#grid.count - 1, row))
    if (to !== this.#row) {
      this.read('left')
      this.#row = to
      this.visitStart = this.#shownTo
    }
    this.#column = Math.max(0, Math.min(this.columns - 1, column))
  }

  control(code: number): void {
    if (code === 0x0d) this.#column = 0
    else if (code === 0x08) this.#column = Math.max(0, this.#here - 1)
    else if (code === 0x09) this.#tab(1)
    else if (code >= 0x0a && code <= 0x0c) this.#lineFeed()
    else if (code > 0x7f) this.escape(String.fromCharCode(code - 0x40))
  }

  #lineFeed(): void {
    this.read('over')
    this.#column = this.#here
    this.#down()
    this.current.isContinued = false
  }

  #tab(stops: number): void {
    const next = (Math.floor(this.#here / TAB) + stops) * TAB
    this.#column = Math.max(0, Math.min(this.columns - 1, next))
  }

  escape(final: string): void {
    if (final === '7') this.#save()
    else if (final === '8') this.#restore()
    else if (final === 'D') this.#lineFeed()
    else if (final === 'E') {
      this.#lineFeed()
      this.#column = 0
    } else if (final === 'M') this.#reverse()
    else if (final === 'c') this.#reset()
  }

  #reverse(): void {
    if (this.#row === this.#grid.top) this.#scrollRegion(-1)
    else this.#goTo(this.#row - 1, this.#here)
  }

  #reset(): void {
    this.#switch(false)
    this.#goTo(0, 0)
    this.#grid.reset()
    this.#isInserting = false
    this.#wraps = true
  }

  #save(): void {
    this.#saved = { row: this.#row, column: this.#here }
  }

  #restore(): void {
    this.#goTo(this.#saved.row, this.#saved.column)
  }

  csi(final: string, params: readonly number[], prefix: string): void {
    const isMode = final === 'h' || final === 'l'
    if (prefix === '?' && isMode) for (const mode of params) this.#setMode(mode, final === 'h')
    if (prefix !== '') return
    if (isMode && params.includes(4)) this.#isInserting = final === 'h'
    ScreenRows.#ACTS[SAME_AS[final] ?? final]?.(this, Math.max(1, params[0] ?? 1), params)
  }

  static readonly #ACTS: Record<
    string,
    (screen: ScreenRows, count: number, params: readonly number[]) => void
  > = {
    A: (to, count) => to.#goTo(to.#row - count, to.#here),
    B: (to, count) => to.#goTo(to.#row + count, to.#here),
    C: (to, count) => to.#goTo(to.#row, to.#here + count),
    D: (to, count) => to.#goTo(to.#row, to.#here - count),
    E: (to, count) => to.#goTo(to.#row + count, 0),
    F: (to, count) => to.#goTo(to.#row - count, 0),
    G: (to, count) => to.#goTo(to.#row, count - 1),
    d: (to, count) => to.#goTo(count - 1, to.#here),
    H: (to, count, params) => to.#goTo(count - 1, Math.max(1, params[1] ?? 1) - 1),
    I: (to, count) => to.#tab(count),
    Z: (to, count) => to.#tab(to.#here % TAB === 0 ? -count : 1 - count),
    J: (of, _, params) => of.#eraseScreen(params[0] ?? 0),
    K: (of, _, params) => of.#eraseInRow(params[0] ?? 0),
    X: (of, count) => of.#eraseCells(of.#here, of.#here + count),
    '@': (of, count) => of.#change((row, at) => row.insert(at, count, of.columns)),
    P: (of, count) => of.#change((row, at) => row.remove(at, count)),
    L: (of, count) => of.#moveRows(-count),
    M: (of, count) => of.#moveRows(count),
    S: (of, count) => of.#scrollRegion(count),
    T: (of, count) => of.#scrollRegion(-count),
    b: (of, count) => of.#repeat(count),
    r: (of, count, params) => of.#setRegion(count - 1, (params[1] || of.#grid.count) - 1),
    s: (of) => of.#save(),
    u: (of) => of.#restore(),
  }

  /** Changes the order of the characters in the row at hand: what then stands together is read again. */
  #change(act: (row: ScreenRow, at: number) => void): void {
    this.read('left')
    act(this.current, this.#here)
    this.current.touch(this.#here, this.current.length)
  }

  #moveRows(count: number): void {
    if (this.#row < this.#grid.top || this.#row > this.#grid.bottom) return
    this.read('left')
    this.#grid.scroll(this.#row, this.#grid.bottom, count)
    this.visitStart = this.#shownTo
  }

  #scrollRegion(count: number): void {
    this.read('left')
    this.#grid.scroll(this.#grid.top, this.#grid.bottom, count)
    this.visitStart = this.#shownTo
  }

  #repeat(count: number): void {
    const to = Math.min(this.columns, this.#column + count)
    this.#readBefore(this.#column)
    this.current.reach(to)
    this.current.codes.fill(this.#last.codePointAt(0) ?? 0x20, this.#column, to)
    this.current.offsets.fill(NOWHERE, this.#column, to)
    this.current.touch(this.#column, to)
    this.#column = Math.max(this.#column, to)
  }

  #setRegion(top: number, bottom: number): void {
    if (top >= bottom || bottom >= this.#grid.count) return
    this.#grid.top = top
    this.#grid.bottom = bottom
    this.#goTo(0, 0)
  }

  #setMode(mode: number, isOn: boolean): void {
    if (mode === 1049 || mode === 1047 || mode === 47) {
      if (isOn && mode === 1049) this.#save()
      this.#switch(isOn)
      if (!isOn && mode === 1049) this.#restore()
    } else if (mode === 7) this.#wraps = isOn
    else if (mode === 2026) this.#sync(isOn)
  }

  #sync(isOn: boolean): void {
    this.read('left')
    this.syncStart = isOn ? (this.syncStart ?? this.#shownTo) : undefined
    if (!isOn) this.visitStart = this.#shownTo
  }

  #switch(toAlternate: boolean): void {
    this.read('left')
    if (this.#grid.show(toAlternate)) this.visitStart = this.#shownTo
  }

  #eraseScreen(part: number): void {
    if (part > 2) return
    this.#eraseInRow(part)
    if (part !== 1) this.#grid.clear(this.#row + 1, this.#grid.count)
    if (part !== 0) this.#grid.clear(0, this.#row)
  }

  #eraseInRow(part: number): void {
    const from = part === 0 ? this.#here : 0
    this.#eraseCells(from, part === 1 ? this.#here + 1 : COLUMNS_MAX)
    if (part !== 0) this.current.isContinued = false
  }

  #eraseCells(from: number, to: number): void {
    this.#readBefore(from)
    this.current.erase(from, to)
  }
}
