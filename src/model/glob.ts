/**
 * The glob language of config.toml, byte for byte that of Rust's `globset` as it comes: `*` and `?` also
 * match `/`, `**` between slashes stands for any number of folders, `[a-z]` and `[!a-z]`, `{a,b}` nested,
 * `\` escapes. Case counts, a leading dot is a character like others, and a pattern covers the whole path.
 */
import { FlightrecError } from './errors.ts'
import { rawFromText } from './raw-path.ts'
import { showText } from './show.ts'

/** What a pattern is made of once parsed; `byte` holds the regular expression of one byte. */
export type GlobToken =
  | { kind: 'byte'; source: string }
  /** `*`, and `**` that is not a whole name. */
  | { kind: 'star' }
  /** A leading `**` with its slash: nothing, or any folders. */
  | { kind: 'leading-folders' }
  /** `/**` at an end: a slash and all that follows. */
  | { kind: 'all-below' }
  /** A `**` with both its slashes: one slash, or folders between two. */
  | { kind: 'inner-folders' }
  | { kind: 'alternates'; branches: GlobToken[][] }

const LENGTH_MAX = 4096
const DEPTH_MAX = 20

/** @throws {FlightrecError} usage, naming what is wrong with the pattern and at which character. */
export function parseGlob(pattern: string): GlobToken[] {
  if (pattern.length > LENGTH_MAX)
    throw globError(pattern, `it is longer than ${LENGTH_MAX} characters`)
  return new GlobParser(pattern).parse()
}

/** Returns the error for `pattern`; `index` counts from 0 and is shown from 1. */
export function globError(pattern: string, problem: string, index?: number): FlightrecError {
  const shown = pattern.length > 80 ? `${pattern.slice(0, 79)}…` : pattern
  const where = index === undefined ? '' : ` at character ${index + 1}`
  return new FlightrecError('usage', `bad glob '${showText(shown)}'${where}: ${problem}`)
}

class GlobParser {
  readonly #pattern: string
  /** Opened groups, innermost last; the first is the pattern itself, with one branch. */
  readonly #groups: { branches: GlobToken[][]; openedAt: number }[] = [
    { branches: [[]], openedAt: 0 },
  ]
  #at = 0

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  parse(): GlobToken[] {
    while (this.#at < this.#pattern.length) this.#parseNext()
    const open = this.#groups.at(-1)!
    if (this.#groups.length > 1) throw this.#error("unclosed '{'", open.openedAt)
    return open.branches[0]!
  }

  get #isInGroup(): boolean {
    return this.#groups.length > 1
  }

  get #tokens(): GlobToken[] {
    return this.#groups.at(-1)!.branches.at(-1)!
  }

  #error(problem: string, index: number): FlightrecError {
    return globError(this.#pattern, problem, index)
  }

  #parseNext(): void {
    const start = this.#at
    const character = String.fromCodePoint(this.#pattern.codePointAt(start)!)
    this.#at += character.length
    if (character === '?') this.#tokens.push({ kind: 'byte', source: '[^]' })
    else if (character === '*') this.#parseStar(start)
    else if (character === '[') this.#tokens.push(this.#parseClass(start))
    else if (character === '{') this.#openGroup(start)
    else if (character === '}') this.#closeGroup(start)
    else if (character === ',' && this.#isInGroup) this.#groups.at(-1)!.branches.push([])
    else if (character === '\\') this.#parseEscape(start)
    else this.#pushLiteral(character)
  }

  #pushLiteral(text: string): void {
    for (const byte of rawFromText(text)) {
      this.#tokens.push({ kind: 'byte', source: byteSource(byte) })
    }
  }

  #parseEscape(start: number): void {
    const code = this.#pattern.codePointAt(this.#at)
    if (code === undefined) throw this.#error("nothing follows the '\\'", start)
    const character = String.fromCodePoint(code)
    this.#at += character.length
    this.#pushLiteral(character)
  }

  #openGroup(start: number): void {
    if (this.#groups.length > DEPTH_MAX)
      throw this.#error(`groups nested deeper than ${DEPTH_MAX}`, start)
    this.#groups.push({ branches: [[]], openedAt: start })
  }

  #closeGroup(start: number): void {
    if (!this.#isInGroup) throw this.#error("'}' without a '{' before it", start)
    const { branches } = this.#groups.pop()!
    this.#tokens.push({ kind: 'alternates', branches })
  }

  /** `**` is special only as a whole name: between slashes, or a slash and an end of the pattern. */
  #parseStar(start: number): void {
    const tokens = this.#tokens
    if (this.#pattern[this.#at] !== '*') {
      tokens.push({ kind: 'star' })
      return
    }
    this.#at += 1
    const next = this.#pattern[this.#at]
    if (tokens.length === 0) {
      if (next === undefined || next === '/') {
        this.#at += 1
        tokens.push({ kind: 'leading-folders' })
      } else tokens.push({ kind: 'star' })
      return
    }
    const endsHere = next === undefined || (this.#isInGroup && (next === ',' || next === '}'))
    if (this.#pattern[start - 1] !== '/' || (!endsHere && next !== '/')) {
      tokens.push({ kind: 'star' })
      return
    }
    if (!endsHere) this.#at += 1
    // What is before is a slash, or a `**/` which these two stars add nothing to.
    const before = tokens.at(-1)!.kind
    if (before === 'leading-folders') return
    tokens.pop()
    tokens.push({ kind: endsHere ? 'all-below' : 'inner-folders' })
  }

  #parseClass(start: number): GlobToken {
    const isNegated = /[!^]/.test(this.#pattern[this.#at] ?? '')
    if (isNegated) this.#at += 1
    const first = this.#at
    // A `]` that comes first is a member.
    const end = this.#pattern.indexOf(']', first + 1)
    if (end < 0) throw this.#error('unclosed character class', start)
    this.#at = end + 1
    const members = this.#pattern.slice(first, end)
    if (/[^\x00-\x7f]/.test(members)) {
      throw this.#error('a class can hold ASCII only; write {é,è} for [éè]', start)
    }
    const ranges = this.#parseRanges(members, first)
    const source = ranges.map(([low, high]) => `${byteSource(low)}-${byteSource(high)}`).join('')
    return { kind: 'byte', source: `[${isNegated ? '^' : ''}${source}]` }
  }

  /** A `-` at either end is a member; one after a range makes that range longer, as in globset. */
  #parseRanges(members: string, first: number): [low: string, high: string][] {
    const ranges: [low: string, high: string][] = []
    for (let at = 0; at < members.length; at += 1) {
      if (members[at] !== '-' || at === 0 || at === members.length - 1) {
        ranges.push([members[at]!, members[at]!])
        continue
      }
      at += 1
      const range = ranges.at(-1)!
      range[1] = members[at]!
      if (range[1] < range[0])
        throw this.#error(`range '${range[0]}-${range[1]}' is backwards`, first + at - 2)
    }
    return ranges
  }
}

function byteSource(byte: string): string {
  return /[A-Za-z0-9_]/.test(byte) ? byte : `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`
}
