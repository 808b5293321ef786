/** Reads the list of sessions: those that were active last at once, then the others; outlines of those in sight. */
import { signal } from '@preact/signals'
import { useLayoutEffect, useMemo } from 'preact/hooks'
import { ROUTES } from '../../api/routes.ts'
import { OUTLINES_A_PAGE, SESSIONS_A_PAGE } from '../../api/session-lists.ts'
import { ask } from '../browser/fetching.ts'
import {
  known,
  noteAll,
  noteOutlines,
  noteSessions,
  withoutOutline,
} from '../state/sessions/listed.ts'

/** So many fill a screen. */
const FIRST_PAGE = 60

export function useSessions() {
  const reading = useMemo(() => new SessionsReading(), [])
  // An effect would wait until the empty page is painted.
  useLayoutEffect(() => {
    void reading.read()
    return () => reading.end()
  }, [reading])
  return reading
}

class SessionsReading {
  readonly failure = signal<Error | undefined>(undefined)
  readonly #asked = new AbortController()
  #isReading = false
  #isStale = false
  #wanted: readonly string[] = []
  #isOutlining = false
  /** A session that goes on has more events than were listed, and a damaged one no outline: asked once a reading. */
  readonly #outlined = new Set<string>()

  /** Reads all of them, also anew: after what is being read, which news would else never let arrive. */
  async read(): Promise<void> {
    this.#isStale = true
    if (this.#isReading) return
    this.#isReading = true
    while (this.#isStale && !this.#asked.signal.aborted) {
      this.#isStale = false
      await this.#readAll()
    }
    this.#isReading = false
  }

  async #readAll(): Promise<void> {
    const { signal } = this.#asked
    try {
      const ids = new Set<string>()
      for (let start = 0, total = 1; start < total; ) {
        const count = start === 0 ? FIRST_PAGE : SESSIONS_A_PAGE
        const asked = { start: String(start), count: String(count) }
        const page = await ask(ROUTES.sessions, asked, signal)
        noteSessions(page)
        for (const { id } of page.sessions) ids.add(id)
        start += count
        total = page.total
      }
      noteAll(ids)
      this.failure.value = undefined
      this.#outlined.clear()
      void this.#outline()
    } catch (error) {
      if (!signal.aborted) this.failure.value = error as Error
    }
  }

  /** Says which sessions are in sight, by their ids. */
  see(ids: readonly string[]): void {
    this.#wanted = ids
    void this.#outline()
  }

  end(): void {
    this.#asked.abort()
  }

  /** One request at a time, always for what is in sight then. */
  async #outline(): Promise<void> {
    if (this.#isOutlining || !known.peek()) return
    this.#isOutlining = true
    try {
      for (;;) {
        const missing = withoutOutline(this.#wanted).filter((id) => !this.#outlined.has(id))
        if (missing.length === 0 || this.#asked.signal.aborted) return
        const ids = missing.slice(0, OUTLINES_A_PAGE)
        for (const id of ids) this.#outlined.add(id)
        const { outlines } = await ask(
          ROUTES.sessionOutlines,
          { sessions: ids.join(',') },
          this.#asked.signal,
        )
        noteOutlines(outlines)
      }
    } catch (error) {
      if (!this.#asked.signal.aborted) this.failure.value = error as Error
    } finally {
      this.#isOutlining = false
    }
  }
}
