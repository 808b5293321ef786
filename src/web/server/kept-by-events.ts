/** What was made of a session's events, for as long as it has no others: few, the one used longest ago goes first. */
import { dropOldest } from '../../model/drop-oldest.ts'
import type { Session } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'

export class KeptByEvents<Value> {
  readonly #max: number
  readonly #kept = new Map<string, { events: number; value: Value }>()

  constructor(max: number) {
    this.#max = max
  }

  async of(home: Home, session: Session, make: () => Promise<Value>): Promise<Value> {
    const key = `${home.path} ${session.id}`
    const { events } = session.totals
    const known = this.#kept.get(key)
    const value = known?.events === events ? known.value : await make()
    this.#kept.delete(key)
    this.#kept.set(key, { events, value })
    dropOldest(this.#kept, this.#max)
    return value
  }
}
