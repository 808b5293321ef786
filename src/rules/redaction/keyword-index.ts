/**
 * Finds where any of many keywords stands, in one pass: a table tells which three characters some keyword begins
 * with, so that most of a text is passed at the cost of a look-up a character.
 */
const TABLE_SIZE = 1 << 16

interface Entry<Value> {
  keyword: string
  ignoresCase: boolean
  value: Value
}

export class KeywordIndex<Value> {
  readonly #table = new Uint8Array(TABLE_SIZE)
  readonly #buckets = new Map<number, Entry<Value>[]>()

  /** Of two keywords that stand at one place, the longer comes first, then the one added first. */
  add(keyword: string, ignoresCase: boolean, value: Value): void {
    const slot = slotOf(keyword.charCodeAt(0), keyword.charCodeAt(1), keyword.charCodeAt(2))
    this.#table[slot] = 1
    const bucket = this.#buckets.get(slot) ?? []
    bucket.push({ keyword: ignoresCase ? keyword.toLowerCase() : keyword, ignoresCase, value })
    bucket.sort((a, b) => b.keyword.length - a.keyword.length)
    this.#buckets.set(slot, bucket)
  }

  /** Returns the first position in [from, to) where a keyword may stand, or -1. */
  next(text: string, from: number, to: number): number {
    const table = this.#table
    const last = Math.min(to, text.length - 2)
    if (from >= last) return -1
    let a = text.charCodeAt(from) | 32
    let b = text.charCodeAt(from + 1) | 32
    for (let at = from; at < last; at++) {
      const c = text.charCodeAt(at + 2) | 32
      if (table[(a * 1021 + b * 31 + c) & (TABLE_SIZE - 1)] === 1) return at
      a = b
      b = c
    }
    return -1
  }

  /** Returns the values of the keywords that stand at `position`. */
  at(text: string, position: number): readonly Value[] {
    const slot = slotOf(
      text.charCodeAt(position),
      text.charCodeAt(position + 1),
      text.charCodeAt(position + 2),
    )
    const standing = this.#buckets.get(slot)?.filter(({ keyword, ignoresCase }) => {
      if (!ignoresCase) return text.startsWith(keyword, position)
      return text.slice(position, position + keyword.length).toLowerCase() === keyword
    })
    return standing ? standing.map(({ value }) => value) : []
  }
}

function slotOf(a: number, b: number, c: number): number {
  return ((a | 32) * 1021 + (b | 32) * 31 + (c | 32)) & (TABLE_SIZE - 1)
}
