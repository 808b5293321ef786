/** Reads the timeline of a root: the rows in sight, and how many there are, until all are known. */
import { signal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { isSnapshotId } from '../../../model/snapshot-id.ts'
import { ROUTES } from '../../api/routes.ts'
import { ask } from '../browser/fetching.ts'
import { chooseFrom } from '../state/timeline/chosen.ts'
import { noteTimeline, numberOf, rowOf, timeline } from '../state/timeline/entries.ts'

const PAGE = 100
const COUNT_AGAIN_MS = 400

/** `at` is what a link names: a snapshot or a time. */
export function useTimeline(root: string | undefined, q: string, at: string | undefined) {
  const reading = useMemo(() => new TimelineReading(), [])
  const named = useRef(at)
  // What is chosen later is in sight already.
  named.current = at
  useEffect(() => {
    if (root !== undefined) void reading.open(root, q, named.current)
    return () => reading.end()
  }, [reading, root, q])
  return reading
}

export class TimelineReading {
  readonly failure = signal<Error | undefined>(undefined)
  #asked = new AbortController()
  #root = ''
  #q = ''
  readonly #pending = new Set<number>()

  get #key(): string {
    return `${this.#root}\n${this.#q}`
  }

  async open(root: string, q: string, at: string | undefined): Promise<void> {
    this.end()
    this.#asked = new AbortController()
    this.#root = root
    this.#q = q
    await this.#load({ start: '0', count: String(PAGE) })
    if (at !== undefined) {
      const number = await this.seek(at)
      // A link may name a time: then what held at it is chosen.
      if (number !== undefined && !isSnapshotId(at)) chooseFrom(rowOf(number), 1)
    }
    await this.#countOn()
  }

  /** Fetches what is around a snapshot or a time; returns its number. */
  async seek(at: string): Promise<number | undefined> {
    return (await this.#load({ at, count: String(PAGE) }))?.place ?? undefined
  }

  /** Asks for the newest rows again. */
  async refresh(): Promise<void> {
    await this.#load({ start: String(-(timeline.peek()?.newer ?? 0) - PAGE), count: String(PAGE) })
  }

  /** Says which rows are in sight. */
  see({ start, end }: { start: number; end: number }): void {
    const { entries, key } = timeline.peek() ?? {}
    if (!entries || key !== this.#key) return
    for (let page = pageOf(numberOf(start)); page <= pageOf(numberOf(end - 1)); page += 1) {
      const first = page * PAGE
      const numbers = Array.from({ length: PAGE }, (_, n) => first + n)
      const isMissing = numbers.some(
        (number) => number >= numberOf(start) && number < numberOf(end) && !entries.has(number),
      )
      if (isMissing) void this.#loadPage(page)
    }
  }

  end(): void {
    this.#asked.abort()
    this.#pending.clear()
  }

  async #loadPage(page: number): Promise<void> {
    if (this.#pending.has(page)) return
    this.#pending.add(page)
    await this.#load({ start: String(page * PAGE), count: String(PAGE) })
    this.#pending.delete(page)
  }

  async #countOn(): Promise<void> {
    const { signal: asked } = this.#asked
    while (!asked.aborted && timeline.peek()?.isComplete === false) {
      await new Promise((resolve) => setTimeout(resolve, COUNT_AGAIN_MS))
      if (!asked.aborted) await this.#load({ start: '0', count: '1' })
      if (this.failure.value) return
    }
  }

  async #load(range: { start?: string; at?: string; count: string }) {
    const { signal: asked } = this.#asked
    const key = this.#key
    try {
      const q = this.#q === '' ? undefined : this.#q
      const page = await ask(
        ROUTES.timeline,
        { root: this.#root, ...range, ...(q !== undefined && { q }) },
        asked,
      )
      if (asked.aborted) return undefined
      noteTimeline(key, page)
      this.failure.value = undefined
      return page
    } catch (error) {
      if (!asked.aborted) this.failure.value = error as Error
      return undefined
    }
  }
}

function pageOf(number: number): number {
  return Math.floor(number / PAGE)
}
