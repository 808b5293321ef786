/** The keys `/`, `n` and `N` in what is held as a list: rows of a list, or lines of a text. */
import { showText } from '../model/show.ts'
import type { Desk } from './desk.ts'
import type { Key } from './screen.ts'
import { Search } from './search.ts'

/** How many entries are searched before the keyboard gets a turn. */
const SEARCH_TURN = 2_000

export class ListSearch {
  readonly #desk: Desk
  readonly #cursor: { index: number }
  readonly #textAt: (index: number) => string | undefined
  readonly #search = new Search()
  /** What was found last, and where the cursor could go then: a text does not scroll beyond its end. */
  #found = { at: 0, index: -1 }

  /** `textAt` returns undefined where there is no entry. */
  constructor(
    desk: Desk,
    cursor: { index: number },
    textAt: (index: number) => string | undefined,
  ) {
    this.#desk = desk
    this.#cursor = cursor
    this.#textAt = textAt
  }

  press(key: Key): boolean {
    if (key === '/') this.#desk.ask('search:', this.#search.text, (text) => this.#find(text, 1))
    else if (key === 'n' || key === 'N') this.#find(this.#search.text, key === 'n' ? 1 : -1)
    else return false
    return true
  }

  stop(): void {
    this.#search.stop()
  }

  #find(text: string, step: 1 | -1): void {
    if (text === '') return
    const matches = this.#search.begin(text)
    this.#desk.follow(this.#go(matches, step, this.#search.signal))
  }

  async #go(matches: (text: string) => boolean, step: 1 | -1, signal: AbortSignal): Promise<void> {
    const cursor = this.#cursor
    const from = cursor.index === this.#found.index ? this.#found.at : cursor.index
    const shown = showText(this.#search.text)
    for (let at = from + step; ; at += step) {
      const entry = this.#textAt(at)
      if (entry === undefined) break
      if (matches(entry)) {
        cursor.index = at
        this.#found = { at, index: cursor.index }
        return this.#desk.say(`/${shown}`)
      }
      if (at % SEARCH_TURN === 0) await new Promise((resolve) => setImmediate(resolve))
      if (signal.aborted) return
    }
    this.#desk.say(`'${shown}' is not ${step > 0 ? 'below' : 'above'}`)
  }
}
