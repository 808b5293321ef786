/**
 * Redacts what a terminal shows, event by event, before it is written. What could still become a secret waits, for two
 * seconds at most by the clock of the events; sequences and the width of what is replaced stay.
 */

import type { CastEvent } from '../../../model/cast.ts'
import { redactText } from '../redact-text.ts'
import type { SecretFinder } from '../secret-finder.ts'
import { HeldEvents } from './held-events.ts'
import { MappedText, type Range } from './mapped-text.ts'
import { ScreenText } from './screen-text.ts'

const PAUSE_MS = 100
const HELD_MAX_MS = 2_000

/** Hears of each secret, and of the text that it hides. */
type OnFound = (ruleId: string, text: string) => void

interface StreamRedactorOptions {
  finder: SecretFinder
  columns: number
  rows: number
  onFound?: OnFound
}

export class StreamRedactor {
  readonly #finder: SecretFinder
  readonly #held = new HeldEvents()
  readonly #output: ScreenText
  #outputLength = 0
  /** What is typed, where that is recorded. */
  readonly #input: MappedText
  #lastMs = 0

  /** Set where all is at hand: nothing is passed on before the end, and all that is found can be replaced. */
  readonly #onFound: OnFound | undefined

  constructor({ finder, columns, rows, onFound }: StreamRedactorOptions) {
    this.#finder = finder
    this.#onFound = onFound
    const isWhole = onFound !== undefined
    const mask = (code: string) => (ruleId: string, ranges: readonly Range[]) => {
      this.#onFound?.(ruleId, this.#held.textAt(code, ranges))
      this.#held.mask(code, ruleId, ranges)
    }
    this.#output = new ScreenText(finder, mask('o'), { columns, rows, isWhole })
    this.#input = new MappedText(finder, mask('i'))
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
    if (sinceMs === undefined || this.#onFound) return []
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
    if (this.#onFound) return []
    const undecided = { o: this.#output.undecidedFrom(), i: this.#input.undecidedFrom() }
    return this.#held.take(({ code }, end) => {
      return end <= (undecided[code as 'o' | 'i'] ?? Number.POSITIVE_INFINITY)
    })
  }
}
