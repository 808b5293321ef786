/** One row of the screen: what stands in its cells, and where in the output that came from. */

/** Of a cell that nothing was shown in, and of the second half of a wide character. */
const BLANK = 0x20
export const SECOND_HALF = 0
export const NOWHERE = -1

export class ScreenRow {
  /** A code point a cell. */
  codes = new Uint32Array(0)
  /** Where in the output it stands. */
  offsets = new Float64Array(0)
  /** How many cells have been written. */
  length = 0
  /** Whether it goes on with what stands in the row above. */
  isContinued = false
  /** The cells that have not been read yet. */
  unreadFrom = Number.POSITIVE_INFINITY
  unreadTo = 0

  /** Where in the output the latest of its characters stands. */
  lastOffset = NOWHERE

  get isUnread(): boolean {
    return this.unreadTo > 0
  }

  /** Makes room for the cells before `end`; those nothing was written in are blank. */
  reach(end: number): void {
    if (end > this.codes.length) {
      const size = Math.max(end, 2 * this.codes.length, 80)
      const { codes, offsets } = this
      this.codes = new Uint32Array(size).fill(BLANK)
      this.codes.set(codes)
      this.offsets = new Float64Array(size).fill(NOWHERE)
      this.offsets.set(offsets)
    }
    if (end > this.length) this.length = end
  }

  /** Takes note that the cells have changed; `offset` is that of the last one written. */
  touch(from: number, to: number, offset = NOWHERE): void {
    if (offset > this.lastOffset) this.lastOffset = offset
    if (from < this.unreadFrom) this.unreadFrom = from
    if (to > this.unreadTo) this.unreadTo = to
  }

  setRead(): void {
    this.unreadFrom = Number.POSITIVE_INFINITY
    this.unreadTo = 0
  }

  erase(from: number, to: number): void {
    const end = Math.min(to, this.length)
    if (end <= from) return
    if (end === this.length) this.length = from
    this.codes.fill(BLANK, from, end)
    this.offsets.fill(NOWHERE, from, end)
  }

  /** Moves what stands at `at` and after it to the right, in a row of so many columns. */
  insert(at: number, count: number, columns: number): void {
    if (at >= this.length) return
    const end = Math.min(columns, this.length + count)
    this.reach(end)
    this.length = end
    this.codes.copyWithin(at + count, at, Math.max(at, end - count))
    this.offsets.copyWithin(at + count, at, Math.max(at, end - count))
    this.codes.fill(BLANK, at, Math.min(at + count, end))
    this.offsets.fill(NOWHERE, at, Math.min(at + count, end))
  }

  /** Takes cells out; what stands behind them moves to the left. */
  remove(at: number, count: number): void {
    if (at >= this.length) return
    this.codes.copyWithin(at, at + count, this.length)
    this.offsets.copyWithin(at, at + count, this.length)
    this.erase(Math.max(at, this.length - count), this.length)
  }

  /** Returns the cells before the blanks that the row ends with. */
  textEnd(): number {
    let end = this.length
    while (end > 0 && this.codes[end - 1] === BLANK) end--
    return end
  }

  /** Returns where in the output the cells come from that were written from `offset` on. */
  places(offset: number, firstCell = 0): number[] {
    return Array.from(this.offsets.subarray(firstCell, this.length)).filter((one) => one >= offset)
  }

  clear(): void {
    this.erase(0, this.length)
    this.isContinued = false
    this.setRead()
  }
}
