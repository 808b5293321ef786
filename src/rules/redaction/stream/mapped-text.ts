/** A text that is searched for secrets as it grows, and where in the output each of its characters came from. */

import type { SecretFinder } from '../secret-finder.ts'
import { type Decided, type SecretSpan, SecretSpans } from '../secret-spans.ts'
import { NOWHERE } from './screen-row.ts'

/** A stretch of the output. */
export type Range = readonly [start: number, end: number]

export type Mask = (ruleId: string, ranges: readonly Range[]) => void

export class MappedText {
  readonly #spans: SecretSpans
  readonly #mask: Mask
  #unsearched = ''
  #length = 0
  /** Where each piece begins in this text, and in the output: nowhere where it must stay as it is. */
  #starts: number[] = []
  #origins: number[] = []

  constructor(finder: SecretFinder, mask: Mask) {
    this.#spans = new SecretSpans(finder)
    this.#mask = mask
  }

  /** The width that rows are cut at. */
  set columns(columns: number) {
    this.#spans.columns = columns
  }

  get isInKeyBlock(): boolean {
    return this.#spans.isInKeyBlock
  }

  get length(): number {
    return this.#length
  }

  /** Adds a text that comes from one place. */
  add(text: string, origin: number): void {
    this.place(this.#length, origin)
    this.write(text)
  }

  /** Says where what begins at `start` comes from. */
  place(start: number, origin: number): void {
    this.#starts.push(start)
    this.#origins.push(origin)
  }

  write(text: string): void {
    this.#unsearched += text
    this.#length += text.length
  }

  search(): void {
    if (this.#unsearched === '') return
    const text = this.#unsearched
    this.#unsearched = ''
    this.#apply(this.#spans.push(text))
  }

  pause(): void {
    this.search()
    this.#apply(this.#spans.pause())
  }

  settle(): void {
    this.search()
    this.#apply(this.#spans.settle())
  }

  end(): void {
    this.search()
    this.#apply(this.#spans.end())
  }

  /** Returns where in the output the first character stands of which it is not decided whether it is secret. */
  undecidedFrom(): number {
    let first = Number.POSITIVE_INFINITY
    for (const origin of this.#origins) if (origin !== NOWHERE && origin < first) first = origin
    return first
  }

  #apply({ spans, upTo }: Decided): void {
    let from = 0
    for (const span of spans) from = this.#applySpan(span, from)
    this.#forget(upTo)
  }

  /** Returns the piece it ends in. */
  #applySpan({ ruleId, start, end }: SecretSpan, from: number): number {
    const ranges: Range[] = []
    let at = from
    while (at + 1 < this.#starts.length && this.#starts[at + 1]! <= start) at++
    for (; at < this.#starts.length && this.#starts[at]! < end; at++) {
      const origin = this.#origins[at]!
      if (origin === NOWHERE) continue
      const begun = this.#starts[at]!
      const ended = this.#starts[at + 1] ?? this.#length
      ranges.push([origin + Math.max(start, begun) - begun, origin + Math.min(end, ended) - begun])
    }
    if (ranges.length > 0) this.#mask(ruleId, ranges)
    return Math.max(from, at - 1)
  }

  #forget(upTo: number): void {
    let gone = 0
    while (gone + 1 < this.#starts.length && this.#starts[gone + 1]! <= upTo) gone++
    const isAllGone = upTo >= this.#length
    if (gone > 0 || isAllGone) {
      this.#starts = isAllGone ? [] : this.#starts.slice(gone)
      this.#origins = isAllGone ? [] : this.#origins.slice(gone)
    }
    this.#cut(upTo)
  }

  /** What is decided of a piece is no longer waited for. */
  #cut(upTo: number): void {
    const [start] = this.#starts
    if (start === undefined || start >= upTo) return
    if (this.#origins[0] !== NOWHERE) this.#origins[0]! += upTo - start
    this.#starts[0] = upTo
  }
}
