/** Sessions that cannot be written now: what is said of them waits, in order, and keeps no other back. */
import type { SessionId } from '../../model/session.ts'
import { monotonicNow } from '../../system/clock.ts'

const FIRST_MS = 1_000
const LONGEST_MS = 30_000

interface Hold {
  untilMs: number
  lastMs: number
}

export class HeldSessions {
  readonly #holds = new Map<SessionId, Hold>()

  /** Holds them back for a while, longer each time. */
  hold(ids: readonly SessionId[]): void {
    for (const id of ids) {
      const before = this.#holds.get(id)?.lastMs
      const lastMs = before === undefined ? FIRST_MS : Math.min(LONGEST_MS, 2 * before)
      this.#holds.set(id, { untilMs: monotonicNow() + lastMs, lastMs })
    }
  }

  /** They can be written again. */
  release(ids: readonly SessionId[]): void {
    for (const id of ids) this.#holds.delete(id)
  }

  isHeld(ids: readonly SessionId[]): boolean {
    return ids.some((id) => (this.#holds.get(id)?.untilMs ?? 0) > monotonicNow())
  }
}
