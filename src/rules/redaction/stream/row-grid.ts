/** The rows of a screen and of the one behind it, and the region of them that scrolls. */

import { ScreenRow } from './screen-row.ts'

export class RowGrid {
  count = 0
  top = 0
  bottom = 0
  #rows: ScreenRow[] = []
  /** The screen behind the alternate one, or the alternate one. */
  #other: ScreenRow[] = []
  #isAlternate = false

  at(index: number): ScreenRow | undefined {
    return this.#rows[index]
  }

  /** Keeps the row at `current` on a screen of `count` rows, and returns how many above it have gone. */
  resize(count: number, current: number): number {
    const lost = Math.max(0, current + 1 - count)
    const fitted = (rows: ScreenRow[]) =>
      Array.from({ length: count }, (_, at) => rows[at + lost] ?? new ScreenRow())
    this.#rows = fitted(this.#rows)
    this.#other = fitted(this.#other)
    this.count = count
    this.top = 0
    this.bottom = count - 1
    return lost
  }

  /** Moves the rows of a region up, or down where `count` is negative. */
  scroll(top: number, bottom: number, count: number): void {
    const turns = Math.min(Math.abs(count), bottom - top + 1)
    const [from, to] = count > 0 ? [top, bottom] : [bottom, top]
    const isWhole = count > 0 && top === 0 && bottom === this.#rows.length - 1
    for (let turn = 0; turn < turns; turn++) {
      const row = isWhole ? this.#rows.shift()! : this.#rows.splice(from, 1)[0]!
      row.clear()
      if (isWhole) this.#rows.push(row)
      else this.#rows.splice(to, 0, row)
    }
  }

  /** Whether that was another screen; the alternate one begins empty. */
  show(alternate: boolean): boolean {
    if (alternate === this.#isAlternate) return false
    ;[this.#rows, this.#other] = [this.#other, this.#rows]
    this.#isAlternate = alternate
    if (alternate) this.clear(0, this.count)
    return true
  }

  reset(): void {
    this.clear(0, this.count)
    this.top = 0
    this.bottom = this.count - 1
  }

  clear(from: number, to: number): void {
    for (let at = from; at < to; at++) this.#rows[at]!.clear()
  }
}
