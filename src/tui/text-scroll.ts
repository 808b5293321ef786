/** Which lines of a long text are on the screen. */
import { ListCursor } from './list-cursor.ts'
import type { Key } from './screen.ts'

/** A cursor that is always at the first line shown. */
export class TextScroll {
  readonly #cursor = new ListCursor()
  #count = 0
  #rows = 1

  get index(): number {
    return this.#cursor.index
  }

  set index(line: number) {
    this.#cursor.index = Math.max(0, Math.min(line, this.#last))
  }

  /** Returns the first line to show. */
  show(count: number, rows: number): number {
    this.#count = count
    this.#rows = Math.max(1, rows)
    this.#cursor.show(this.#last + 1, this.#rows)
    return this.#cursor.index
  }

  press(key: Key): boolean {
    return this.#cursor.press(key, this.#last + 1)
  }

  get #last(): number {
    return Math.max(0, this.#count - this.#rows)
  }
}
