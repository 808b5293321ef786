/** Brings the steps of a session in, a page after another, and then what is new. */
import { signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { ROUTES } from '../../api/routes.ts'
import type { SentStep } from '../../api/step-rows.ts'
import { ask } from '../browser/fetching.ts'
import { takeNewSteps } from '../state/session-list.ts'
import { addSteps, type ListedStep, shownStep, steps } from '../state/steps.ts'

export class StepsReading {
  readonly failure = signal<Error | undefined>(undefined)
  /** The worst that rules reported of all steps, null for nothing; undefined until it is known. */
  readonly worst = signal<ListedStep | null | undefined>(undefined)
  /** Whether all are there that there were. */
  readonly isWhole = signal(false)
  readonly #session: string
  readonly #asked = new AbortController()
  /** How many events the session had when what is known of it was read. */
  #events = 0
  #isReading = false
  #isStale = false

  constructor(session: string) {
    this.#session = session
  }

  async begin(): Promise<void> {
    steps.value = []
    await this.#readAll()
  }

  /** What there is; what came meanwhile is asked for afterwards. */
  async #readAll(): Promise<void> {
    this.#isStale = false
    await this.#guard(async (signal) => {
      /** Not shown yet: each showing looks at all that there are, so there are to be few. */
      let more: SentStep[] = []
      for (let start = 0, total = 1; start < total; ) {
        const asked = { session: this.#session, start: String(start) }
        const page = await ask(ROUTES.steps, asked, signal)
        more.push(...page.steps)
        const isLast = page.steps.length === 0 || start + page.steps.length >= page.total
        if (isLast || more.length >= steps.value.length) {
          addSteps(more)
          more = []
        }
        // A step of the first page may have gone on since.
        if (start === 0) this.#events = page.events
        start += page.steps.length
        this.worst.value = page.worst === null ? null : shownStep(page.worst)
        if (isLast) break
        total = page.total
      }
      this.isWhole.value = true
    })
    if (this.#isStale && this.isWhole.value) await this.catchUp()
  }

  /** What came since, or all of it when that failed; news that comes meanwhile is asked for afterwards. */
  async catchUp(): Promise<void> {
    this.#isStale = true
    if (this.#isReading) return
    if (!this.isWhole.value) {
      await this.#readAll()
      return
    }
    while (this.#isStale && !this.#asked.signal.aborted) {
      this.#isStale = false
      await this.#guard(async (signal) => {
        const asked = { session: this.#session, since: String(this.#events) }
        const page = await ask(ROUTES.steps, asked, signal)
        this.#events = page.events
        takeNewSteps(page.steps)
      })
    }
  }

  end(): void {
    this.#asked.abort()
  }

  async #guard(read: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#isReading = true
    try {
      await read(this.#asked.signal)
      this.failure.value = undefined
    } catch (error) {
      if (!this.#asked.signal.aborted) this.failure.value = error as Error
    } finally {
      this.#isReading = false
    }
  }
}

export function useSteps(session: string): StepsReading {
  const reading = useMemo(() => new StepsReading(session), [session])
  useEffect(() => {
    void reading.begin()
    return () => reading.end()
  }, [reading])
  return reading
}
