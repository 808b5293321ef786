/** A content as lines, and what is known of parts of it: counted once, looked up by line. */

/** A stretch of a text, in characters; `end` is not part of it. */
export interface TextPart {
  start: number
  end: number
}

export class SourceText {
  readonly text: string
  /** Where each line begins, and behind them the end. */
  readonly #starts: number[] = [0]

  constructor(text: string) {
    this.text = text
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
      this.#starts.push(at + 1)
    if (this.#starts.at(-1) !== text.length) this.#starts.push(text.length)
  }

  get lineCount(): number {
    return this.#starts.length - 1
  }

  /** Returns where a line stands, counted from 1, without its end. */
  placeOf(line: number): TextPart {
    const start = this.#starts[line - 1] ?? this.text.length
    const end = this.#starts[line] ?? this.text.length
    return { start, end: this.text[end - 1] === '\n' && end > start ? end - 1 : end }
  }
}

/** Returns those that touch a place, in order; spans are in order and none lies within another. */
export function spansAt<Span extends TextPart>(
  spans: readonly Span[],
  { start, end }: TextPart,
): Span[] {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle]!.end <= start) low = middle + 1
    else high = middle
  }
  const found: Span[] = []
  for (let at = low; at < spans.length && spans[at]!.start < end; at += 1) found.push(spans[at]!)
  return found
}
