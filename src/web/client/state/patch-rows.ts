/** The rows of a patch as they come in, a page at a time; those of other settings are other rows. */
import { batch, signal } from '@preact/signals'
import type { PatchAnswer, PatchPair, PatchRow } from '../../api/change-routes.ts'

export const ROWS_A_PAGE = 1_000

type AskPage = (start: number, signal: AbortSignal) => Promise<PatchAnswer>

export class PatchRows {
  /** All but the rows; undefined before the first answer. */
  readonly head = signal<PatchAnswer | undefined>(undefined)
  readonly failure = signal<Error | undefined>(undefined)
  /** How many pages have come: whoever shows rows looks at it. */
  readonly loaded = signal(0)
  readonly #rows: (PatchRow | undefined)[] = []
  readonly #pairs: (PatchPair | undefined)[] = []
  readonly #asked = new Set<number>()
  readonly #end = new AbortController()
  readonly #ask: AskPage

  constructor(ask: AskPage) {
    this.#ask = ask
  }

  /** Asks for the pages of these rows that have not been asked for. */
  want(start: number, end: number): void {
    for (let page = Math.floor(start / ROWS_A_PAGE); page * ROWS_A_PAGE < end; page += 1)
      if (!this.#asked.has(page)) void this.#load(page)
  }

  again(): void {
    this.failure.value = undefined
    this.want(0, 1)
  }

  row(index: number): PatchRow | undefined {
    return this.#rows[index]
  }

  pair(index: number): PatchPair | undefined {
    return this.#pairs[index]
  }

  close(): void {
    this.#end.abort()
  }

  async #load(page: number): Promise<void> {
    this.#asked.add(page)
    const start = page * ROWS_A_PAGE
    try {
      const answer = await this.#ask(start, this.#end.signal)
      for (const [at, row] of answer.rows.entries()) this.#rows[start + at] = row
      for (const [at, pair] of answer.pairs.entries()) this.#pairs[start + at] = pair
      batch(() => {
        this.head.value = answer
        this.loaded.value += 1
      })
    } catch (error) {
      if (this.#end.signal.aborted) return
      this.#asked.delete(page)
      this.failure.value = error as Error
    }
  }
}
