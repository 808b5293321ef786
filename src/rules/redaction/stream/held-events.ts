/** Events of a recording that wait until it is decided what in them is secret. */

import type { CastEvent } from '../../../model/cast.ts'
import type { SecretSpan } from '../secret-spans.ts'
import { CellMask, cellCount } from './mask-cells.ts'

/** An event, and where its text begins and ends among all texts of its kind. */
interface Held {
  event: CastEvent
  start: number
  end: number
  edits: { start: number; end: number; text: string }[]
}

export class HeldEvents {
  #held: Held[] = []

  /** The time of the first event that waits. */
  get sinceMs(): number | undefined {
    return this.#held[0]?.event.timeMs
  }

  add(event: CastEvent, start: number, end: number): void {
    this.#held.push({ event, start, end, edits: [] })
  }

  /** Replaces a secret in the texts of one kind of event; what is passed on already stays. */
  mask({ ruleId, start, end }: SecretSpan, code: string): void {
    const parts = this.#held
      .filter(
        ({ event, ...place }) => event.code === code && place.start < end && place.end > start,
      )
      .map((held) => ({
        held,
        from: Math.max(start, held.start) - held.start,
        to: Math.min(end, held.end) - held.start,
      }))
    const raw = parts.map(({ held, from, to }) => held.event.data.slice(from, to))
    const mask = new CellMask(ruleId, cellCount(raw.join('')))
    parts.forEach(({ held, from, to }, at) => {
      held.edits.push({ start: from, end: to, text: mask.replace(raw[at]!) })
    })
  }

  /** Returns the events that can be passed on, in order: up to the first that is not decided. */
  take(isDecided: (event: CastEvent, end: number) => boolean): CastEvent[] {
    const waiting = this.#held.findIndex(({ event, end }) => !isDecided(event, end))
    const taken = this.#held.splice(0, waiting < 0 ? this.#held.length : waiting)
    return taken.map(edited)
  }
}

function edited({ event, edits }: Held): CastEvent {
  if (edits.length === 0) return event
  let data = ''
  let at = 0
  for (const { start, end, text } of edits.sort((a, b) => a.start - b.start)) {
    data += event.data.slice(at, start) + text
    at = end
  }
  return { ...event, data: data + event.data.slice(at) }
}
