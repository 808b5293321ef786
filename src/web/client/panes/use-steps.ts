/** Brings the steps of a session in, a page after another, and then what is new. */
import { signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { ROUTES } from '../../api/routes.ts'
import { ask } from '../browser/fetching.ts'
import { takeNewSteps } from '../state/session-list.ts'
import { addSteps, steps } from '../state/steps.ts'

export class StepsReading {
  readonly failure = signal<Error | undefined>(undefined)
  /** Whether all are there that there were. */
  readonly isWhole = signal(false)
  readonly #session: string
  readonly #asked = new AbortController()
  /** How many events the session had when it was last asked for. */
  #events = 0
  #isReading = false
  #isStale = false

  constructor(session: string) {
    this.#session = session
  }

  async begin(): Promise<void> {
    steps.value = []
    await this.#guard(async (signal) => {
      for (let start = 0, total = 1; start < total; ) {
        const asked = { session: this.#session, start: String(start) }
        const page = await ask(ROUTES.steps, asked, signal)
        addSteps(page.steps)
        this.#events = page.events
        total = page.total
        start += page.steps.length
        if (page.steps.length === 0) break
      }
      this.isWhole.value = true
    })
  }

  /** What came since; news that comes meanwhile is asked for afterwards. */
  async catchUp(): Promise<void> {
    this.#isStale = true
    if (!this.isWhole.value || this.#isReading) return
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
