/**
 * Redacts what a terminal shows, event by event, before it is written. What could still become a secret waits, for two
 * seconds at most by the clock of the events; sequences and the width of what is replaced stay.
 */

import type { CastEvent } from '../../../model/cast.ts'
import { redactText } from '../redact-text.ts'
import type { SecretFinder } from '../secret-finder.ts'
import { HeldEvents } from './held-events.ts'
import { MappedText } from './mapped-text.ts'
import { ScreenText } from './screen-text.ts'

const PAUSE_MS = 100
const HELD_MAX_MS = 2_000

export class StreamRedactor {
  readonly #finder: SecretFinder
  readonly #held = new HeldEvents()
  readonly #output: ScreenText
  #outputLength = 0
  /** What is typed, where that is recorded. */
  readonly #input: MappedText
  #lastMs = 0

  constructor({
    finder,
    columns,
    rows,
  }: {
    finder: SecretFinder
    columns: number
    rows: number
  }) {
    this.#finder = finder
    this.#output = new ScreenText(finder, (...of) => this.#held.mask('o', ...of), columns, rows)
    this.#input = new MappedText(finder, (...of) => this.#held.mask('i', ...of))
  }

  /** Takes the next event and returns those that may be written now, in order. */
  offer(event: CastEvent): CastEvent[] {
    const due = this.release(event.timeMs)
    this.#lastMs = Math.max(this.#lastMs, event.timeMs)
    const { code, data } = event
    if (code === 'o') {
      const start = this.#outputLength
      this.#outputLength += data.length
      this.#held.add(event, start, this.#outputLength)
      this.#output.write(data, start)
    } else if (code === 'i') {
      const start = this.#input.length
      this.#input.add(data, start)
      this.#held.add(event, start, this.#input.length)
      this.#input.search()
    } else {
      if (code === 'r') this.#resize(data)
      this.#held.add({ ...event, data: redactText(this.#finder, data).text }, 0, 0)
    }
    return [...due, ...this.#take()]
  }

  /** Returns what need not wait any longer; the time is that of the events' clock. */
  release(nowMs: number): CastEvent[] {
    const { sinceMs } = this.#held
    if (sinceMs === undefined) return []
    if (nowMs - sinceMs >= HELD_MAX_MS) {
      this.#output.settle()
      this.#input.settle()
      return this.#held.takeAll()
    }
    if (nowMs - this.#lastMs >= PAUSE_MS) {
      this.#output.pause()
      this.#input.pause()
      return this.#take()
    }
    return []
  }

  /** Returns the rest; there is nothing more to come. */
  end(): CastEvent[] {
    this.#output.end()
    this.#input.end()
    return this.#held.takeAll()
  }

  #resize(size: string): void {
    const [columns = 0, rows = 0] = size.split('x').map(Number)
    this.#output.resize(columns, rows)
  }

  #take(): CastEvent[] {
    const undecided = { o: this.#output.undecidedFrom(), i: this.#input.undecidedFrom() }
    return this.#held.take(({ code }, end) => {
      return end <= (undecided[code as 'o' | 'i'] ?? Number.POSITIVE_INFINITY)
    })
  }
}
