import { dropOldest } from '../../model/drop-oldest.ts'
import type { SessionId } from '../../model/session.ts'
import type { NewEvent } from './prepare-event.ts'

const SESSIONS_MAX = 100

/**
 * Changes put down to calls of which the session has not been told: a call is read, and what it does is looked for on
 * disk, before it is recorded.
 */
export class EarlyChanges {
  readonly #events = new Map<SessionId, NewEvent[]>()

  keep(id: SessionId, events: readonly NewEvent[]): void {
    if (events.length === 0) return
    this.#events.set(id, [...(this.#events.get(id) ?? []), ...events])
    // Those of a session that has ended meanwhile are asked for no more.
    dropOldest(this.#events, SESSIONS_MAX)
  }

  /** Gives, once, those that `isWanted`. */
  take(id: SessionId, isWanted: (event: NewEvent) => boolean): NewEvent[] {
    const events = this.#events.get(id) ?? []
    const left = events.filter((event) => !isWanted(event))
    if (left.length === 0) this.#events.delete(id)
    else this.#events.set(id, left)
    return events.filter(isWanted)
  }
}
