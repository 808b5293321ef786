/** A long text on the screen: scrolled both ways and searched. Lines are made only when they are seen. */
import type { Desk } from './desk.ts'
import type { Line } from './line.ts'
import { ListSearch } from './list-search.ts'
import type { Key, Size } from './screen.ts'
import { TextScroll } from './text-scroll.ts'

const SHIFT_COLUMNS = 8

export const TEXT_HINTS = [
  ['/ n N', 'search'],
  ['< >', 'left, right'],
] as const

export class TextView {
  /** How many columns are scrolled out on the left. */
  left = 0
  readonly #scroll = new TextScroll()
  readonly #search: ListSearch

  /** `textAt` returns undefined where there is no line. */
  constructor(desk: Desk, textAt: (index: number) => string | undefined) {
    this.#search = new ListSearch(desk, this.#scroll, textAt)
  }

  get top(): number {
    return this.#scroll.index
  }

  set top(index: number) {
    this.#scroll.index = index
  }

  lines(count: number, { rows }: Size, lineAt: (index: number) => Line): Line[] {
    const top = this.#scroll.show(count, rows)
    return Array.from({ length: Math.max(0, Math.min(rows, count - top)) }, (_, n) =>
      lineAt(top + n),
    )
  }

  press(key: Key): boolean {
    if (this.#scroll.press(key)) return true
    if (key === '>') this.left += SHIFT_COLUMNS
    else if (key === '<') this.left = Math.max(0, this.left - SHIFT_COLUMNS)
    else return this.#search.press(key)
    return true
  }

  close(): void {
    this.#search.stop()
  }
}
