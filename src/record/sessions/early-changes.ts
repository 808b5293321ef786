import { dropOldest } from '../../model/drop-oldest.ts'
import type { SessionId } from '../../model/session.ts'
import type { NewEvent } from './prepare-event.ts'

const SESSIONS_MAX = 100

/**
 * Changes put down to sessions that have not begun: the first call of one is read, and looked for on disk, before
 * it is recorded.
 */
export class EarlyChanges {
  readonly #events = new Map<SessionId, NewEvent[]>()

  keep(id: SessionId, events: readonly NewEvent[]): void {
    this.#events.set(id, [...(this.#events.get(id) ?? []), ...events])
    // Those of a session that has ended meanwhile are asked for no more.
    dropOldest(this.#events, SESSIONS_MAX)
  }

  take(id: SessionId): NewEvent[] {
    const events = this.#events.get(id) ?? []
    this.#events.delete(id)
    return events
  }
}
