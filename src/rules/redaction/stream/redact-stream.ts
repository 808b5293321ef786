/**
 * Redacts what a terminal shows, event by event, before it is written. What could still become a secret waits, for two
 * seconds at most by the clock of the events; escape sequences and the width of what is replaced stay.
 */

import type { CastEvent } from '../../../model/cast.ts'
import { redactText } from '../redact-text.ts'
import type { SecretFinder } from '../secret-finder.ts'
import { type Decided, SecretSpans } from '../secret-spans.ts'
import { HeldEvents } from './held-events.ts'

const HELD_MAX_MS = 2_000

/** The texts of one kind of event, as one. */
class Channel {
  readonly spans: SecretSpans
  length = 0
  decided = 0

  constructor(finder: SecretFinder) {
    this.spans = new SecretSpans(finder)
  }
}

export class StreamRedactor {
  readonly #finder: SecretFinder
  /** Output, and what was typed. */
  readonly #channels: Record<string, Channel>
  readonly #held = new HeldEvents()

  constructor({ finder }: { finder: SecretFinder; columns: number; rows: number }) {
    this.#finder = finder
    this.#channels = { o: new Channel(finder), i: new Channel(finder) }
  }

  /** Takes the next event and returns those that may be written now, in order. */
  offer(event: CastEvent): CastEvent[] {
    const due = this.release(event.timeMs)
    const channel = this.#channels[event.code]
    if (!channel) {
      this.#held.add({ ...event, data: redactText(this.#finder, event.data).text }, 0, 0)
      return [...due, ...this.#take()]
    }
    const start = channel.length
    channel.length += event.data.length
    this.#held.add(event, start, channel.length)
    this.#apply(event.code, channel.spans.push(event.data))
    this.#apply(event.code, channel.spans.pause())
    return [...due, ...this.#take()]
  }

  /** Returns what has waited for two seconds; the time is that of the events' clock. */
  release(nowMs: number): CastEvent[] {
    const { sinceMs } = this.#held
    if (sinceMs === undefined || nowMs - sinceMs < HELD_MAX_MS) return []
    for (const code of Object.keys(this.#channels)) {
      this.#apply(code, this.#channels[code]!.spans.settle())
    }
    return this.#take()
  }

  /** Returns the rest; there is nothing more to come. */
  end(): CastEvent[] {
    for (const code of Object.keys(this.#channels)) {
      this.#apply(code, this.#channels[code]!.spans.end())
    }
    return this.#take()
  }

  #apply(code: string, { spans, upTo }: Decided): void {
    for (const span of spans) this.#held.mask(span, code)
    this.#channels[code]!.decided = upTo
  }

  #take(): CastEvent[] {
    return this.#held.take(({ code }, end) => end <= (this.#channels[code]?.decided ?? end))
  }
}
