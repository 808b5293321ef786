/** Redacts a text that comes in pieces: it does not matter where they are cut. */

import type { SecretFinder } from './secret-finder.ts'
import { MARK_START } from './secret-probes.ts'
import { type Decided, type SecretSpan, SecretSpans } from './secret-spans.ts'

const KEPT_ESCAPES = /\u001b\[[0-?]{0,64}[ -/]{0,4}[@-~]|\r?\n/g

export class TextRedactor {
  /** How many secrets were replaced, by rule. */
  readonly counts: Map<string, number>
  readonly #spans: SecretSpans
  /** What is not passed on yet. */
  #buffer = ''
  /** Where in the text the buffer begins. */
  #base = 0

  constructor(finder: SecretFinder, counts = new Map<string, number>()) {
    this.#spans = new SecretSpans(finder)
    this.counts = counts
  }

  /** Takes the next piece and returns what can be passed on. */
  push(text: string): string {
    this.#buffer += text
    return this.#pass(this.#spans.push(text))
  }

  /** Returns what no secret can begin in, after a short pause: what waits is `end` or `settle` to decide. */
  pause(): string {
    return this.#pass(this.#spans.pause())
  }

  /** Returns everything, after a long pause. A token that seems to be cut off is replaced, and so is its rest. */
  settle(): string {
    return this.#pass(this.#spans.settle())
  }

  /** Returns the rest; the text has ended. */
  end(): string {
    return this.#pass(this.#spans.end())
  }

  #pass({ spans, upTo }: Decided): string {
    let out = ''
    let at = this.#base
    for (const span of spans) {
      out += this.#slice(at, span.start) + this.#replacement(span)
      at = span.end
    }
    const next = Math.max(at, upTo)
    out += this.#slice(at, next)
    this.#buffer = this.#buffer.slice(next - this.#base)
    this.#base = next
    return out
  }

  #replacement({ ruleId, start, end, quote = '' }: SecretSpan): string {
    const kept = this.#slice(start, end).match(KEPT_ESCAPES)?.join('') ?? ''
    if (ruleId === '') return kept
    this.counts.set(ruleId, (this.counts.get(ruleId) ?? 0) + 1)
    return `${quote}${MARK_START}${ruleId}]${quote}${kept}`
  }

  #slice(start: number, end: number): string {
    return this.#buffer.slice(start - this.#base, end - this.#base)
  }
}
