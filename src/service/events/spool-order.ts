/** Where payloads stand among the changes of files: the notices of both come through one queue. */
import { dropOldest } from '../../model/drop-oldest.ts'
import type { Arrival } from '../../record/attribution/call.ts'
import { nextNotice } from '../../system/notice-order.ts'

/** Names that were heard of and not read yet; also those heard of again when they go. */
const HEARD_MAX = 1_000

export class SpoolOrder {
  readonly #heard = new Map<string, number>()
  readonly #unheard = new Map<string, Arrival>()
  #sinceMs = Number.POSITIVE_INFINITY

  /** Notes that a name was heard of in the spool. */
  hear(name: string, nowMs: number): void {
    this.#sinceMs = Math.min(this.#sinceMs, nowMs)
    const order = nextNotice()
    const arrival = this.#unheard.get(name)
    this.#unheard.delete(name)
    if (arrival) arrival.order = order
    else this.#heard.set(name, order)
    dropOldest(this.#heard, HEARD_MAX)
  }

  /** Gives a payload that is read its place: what is yet to be heard of comes after all that was. */
  place(name: string, arrival: Arrival): void {
    const order = this.#heard.get(name)
    this.#heard.delete(name)
    if (order !== undefined) arrival.order = order
    else if (arrival.time > this.#sinceMs) {
      arrival.order = Number.POSITIVE_INFINITY
      this.#unheard.set(name, arrival)
    }
  }
}
