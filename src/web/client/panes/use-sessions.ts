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
  /** Whether all are known that there were. */
  readonly isWhole = signal(false)
  #asked = new AbortController()
  #wanted: readonly string[] = []
  #isOutlining = false

  /** Reads all of them, also anew. */
  async read(): Promise<void> {
    this.#asked.abort()
    this.#asked = new AbortController()
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
      this.isWhole.value = true
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
    const failed = new Set<string>()
    try {
      for (;;) {
        const missing = withoutOutline(this.#wanted).filter((id) => !failed.has(id))
        if (missing.length === 0 || this.#asked.signal.aborted) return
        const ids = missing.slice(0, OUTLINES_A_PAGE)
        const { outlines } = await ask(
          ROUTES.sessionOutlines,
          { sessions: ids.join(',') },
          this.#asked.signal,
        )
        noteOutlines(outlines)
        // A session that goes on has more events than were listed, and a damaged one no outline: not asked again.
        for (const id of ids) failed.add(id)
      }
    } catch (error) {
      if (!this.#asked.signal.aborted) this.failure.value = error as Error
    } finally {
      this.#isOutlining = false
    }
  }
}
