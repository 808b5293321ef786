/** Searches, part after part, and shows what was found meanwhile. */
import { signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { ROUTES } from '../../api/routes.ts'
import type { SearchPart } from '../../api/search.ts'
import { ask } from '../browser/fetching.ts'

const PARTS_MAX = 500

export function useSearch(q: string): Searching {
  const searching = useMemo(() => new Searching(), [])
  useEffect(() => {
    void searching.search(q)
    return () => searching.end()
  }, [searching, q])
  return searching
}

export class Searching {
  readonly parts = signal<readonly SearchPart[]>([])
  /** How many sessions have been looked at, of how many. */
  readonly looked = signal<{ done: number; total: number }>({ done: 0, total: 0 })
  readonly isSearching = signal(false)
  readonly failure = signal<Error | undefined>(undefined)
  #asked = new AbortController()

  async search(q: string): Promise<void> {
    this.end()
    this.#asked = new AbortController()
    const { signal: asked } = this.#asked
    this.parts.value = []
    this.looked.value = { done: 0, total: 0 }
    this.failure.value = undefined
    if (q.trim() === '') return
    this.isSearching.value = true
    try {
      await Promise.all([this.#events(q, asked), this.#terminals(q, asked)])
    } catch (error) {
      if (!asked.aborted) this.failure.value = error as Error
    }
    if (!asked.aborted) this.isSearching.value = false
  }

  end(): void {
    this.#asked.abort()
    this.isSearching.value = false
  }

  async #events(q: string, asked: AbortSignal): Promise<void> {
    let next: string | undefined
    for (let n = 0; n < PARTS_MAX; n += 1) {
      const part: SearchPart = await ask(
        ROUTES.searchEvents,
        next === undefined ? { q } : { q, next },
        asked,
      )
      if (asked.aborted) return
      this.parts.value = [...this.parts.value, part]
      this.looked.value = { done: part.looked, total: part.total }
      if (part.next === null) return
      next = part.next
    }
  }

  async #terminals(q: string, asked: AbortSignal): Promise<void> {
    const part = await ask(ROUTES.searchTerminals, { q }, asked)
    if (!asked.aborted) this.parts.value = [...this.parts.value, part]
  }
}
