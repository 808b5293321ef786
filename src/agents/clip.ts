/** Keeps what is recorded of a payload within bounds. */

const TEXT_MAX_CHARACTERS = 16_384
const VALUE_MAX_CHARACTERS = 131_072
const VALUES_MAX = 4_000
const DEPTH_MAX = 24
const SUMMARY_MAX_CHARACTERS = 200

interface Clipped<Value> {
  value: Value
  isTruncated: boolean
}

export function clipText(text: string, limit = TEXT_MAX_CHARACTERS): Clipped<string> {
  if (text.length <= limit) return { value: text, isTruncated: false }
  // Not between the two halves of a character.
  const end = /[\ud800-\udbff]/.test(text[limit - 1]!) ? limit - 1 : limit
  return { value: text.slice(0, end), isTruncated: true }
}

/** Returns a copy of a JSON value with long texts cut, and what is too much or too deep left out. */
export function clipValue(value: unknown): Clipped<unknown> {
  const clipper = new Clipper()
  return { value: clipper.copy(value, 0), isTruncated: clipper.isTruncated }
}

/** Returns `text` on one line, cut to what fits a line. */
export function summaryOf(text: string): string {
  const { value, isTruncated } = clipText(text.slice(0, 4 * SUMMARY_MAX_CHARACTERS).trim())
  const line = clipText(value.replace(/\s+/g, ' '), SUMMARY_MAX_CHARACTERS)
  return line.isTruncated || isTruncated ? `${line.value}…` : line.value
}

class Clipper {
  isTruncated = false
  #characters = VALUE_MAX_CHARACTERS
  #values = VALUES_MAX

  copy(value: unknown, depth: number): unknown {
    this.#values -= 1
    if (typeof value === 'string') return this.#text(value)
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
    if (typeof value !== 'object' || value === null) return value
    if (depth >= DEPTH_MAX) {
      this.isTruncated = true
      return null
    }
    if (Array.isArray(value)) return this.#some(value).map((item) => this.copy(item, depth + 1))
    const entries = this.#some(Object.entries(value))
    return Object.fromEntries(
      entries.map(([name, item]) => [this.#text(name), this.copy(item, depth + 1)]),
    )
  }

  #some<Item>(items: readonly Item[]): readonly Item[] {
    const room = Math.max(0, this.#values)
    if (items.length > room) this.isTruncated = true
    return items.slice(0, room)
  }

  #text(text: string): string {
    const clipped = clipText(text, Math.max(0, Math.min(TEXT_MAX_CHARACTERS, this.#characters)))
    this.#characters -= clipped.value.length
    if (clipped.isTruncated) this.isTruncated = true
    return clipped.value
  }
}
