/**
 * What was told of an event after it was stored. Nothing stored is rewritten: an addition is an event of its own, which
 * names the one it belongs to, and whoever reads sees both as one.
 */
import { FILLED_FIELDS, type FilledField } from '../../model/event.ts'
import { parseEvent, type StoredEvent } from './journal-line.ts'

const MARK = Buffer.from('"fills":')

export class Additions {
  readonly #fields = new Map<number, Partial<StoredEvent>>()

  /** Takes those that lines of JSON hold; where there are none, the lines are not even parsed. */
  collect(lines: Buffer): void {
    for (let at = lines.indexOf(MARK); at >= 0; at = lines.indexOf(MARK, at)) {
      const start = lines.lastIndexOf(0x0a, at) + 1
      const found = lines.indexOf(0x0a, at)
      const end = found < 0 ? lines.length : found
      // A line of a journal begins with its checksum.
      const json = lines.indexOf(0x7b, start)
      const event = parseEvent(lines.toString('utf8', json, end))
      if (event?.fills !== undefined) this.#add(event.fills, event)
      at = end
    }
  }

  /** Returns an event with what was added to it; undefined for an addition, which is no event for readers. */
  applied(event: StoredEvent): StoredEvent | undefined {
    if (event.fills !== undefined) return undefined
    const added = this.#fields.get(event.seq)
    if (!added) return event
    const filled = Object.keys(added).filter((name) => !Object.hasOwn(event, name))
    return { ...added, ...event, filled: filled as FilledField[] }
  }

  #add(seq: number, addition: StoredEvent): void {
    const known = FILLED_FIELDS.flatMap((name) =>
      addition[name] === undefined ? [] : [[name, addition[name]] as const],
    )
    // What was told first stays.
    this.#fields.set(seq, { ...Object.fromEntries(known), ...this.#fields.get(seq) })
  }
}
