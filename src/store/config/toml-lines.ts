/**
 * Finds on which line of a TOML text each key and each element of a list stands, which the parser does not
 * say. The text should have parsed: of one that would not, it gives what it can make out.
 */

/** One key of a TOML text. */
export interface TomlKey {
  segments: string[]
  /** Counted from 1. */
  line: number
}

const BARE = /[A-Za-z0-9_-]+/y
const BLANK = /(?:[ \t\r\n]|#[^\n]*)*/y
const SPACE = /[ \t]*/y
const SCALAR = /[^,\]}#\n]*/y
/** Multi-line strings first; an escape is part of a basic string only. */
const STRING = /"""(?:\\.|[^\\])*?"{3,5}|'''.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'/sy
const DEPTH_MAX = 100

/** Writes a key path as TOML would: `watch.roots`, `"a b".c`. */
export function formatTomlKey(segments: readonly string[]): string {
  return segments
    .map((segment) => (/^[A-Za-z0-9_-]+$/.test(segment) ? segment : JSON.stringify(segment)))
    .join('.')
}

/** Returns the keys in the order they stand; elements of lists as `watch.roots[1]` in `linesOf` only. */
export function scanTomlKeys(text: string): { keys: TomlKey[]; linesOf: Map<string, number> } {
  const scanner = new TomlScanner(text)
  scanner.scan()
  return { keys: scanner.keys, linesOf: scanner.linesOf }
}

class TomlScanner {
  readonly keys: TomlKey[] = []
  readonly linesOf = new Map<string, number>()
  readonly #text: string
  #at = 0
  #line = 1
  #countedTo = 0

  constructor(text: string) {
    this.#text = text
  }

  scan(): void {
    let table: string[] = []
    for (;;) {
      this.#take(BLANK)
      const start = this.#at
      if (start >= this.#text.length) return
      if (this.#text[start] === '[') {
        this.#at += this.#text[start + 1] === '[' ? 2 : 1
        table = this.#key([])
      } else this.#keyValue(table, 0)
      this.#skipLine()
      if (this.#at === start) return
    }
  }

  get #currentLine(): number {
    for (; this.#countedTo < this.#at; this.#countedTo += 1) {
      if (this.#text[this.#countedTo] === '\n') this.#line += 1
    }
    return this.#line
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at)
    this.#at = end < 0 ? this.#text.length : end + 1
  }

  #keyValue(table: readonly string[], depth: number): void {
    const segments = this.#key(table)
    this.#take(SPACE)
    if (this.#text[this.#at] !== '=') return
    this.#at += 1
    this.#value(segments, formatTomlKey(segments), depth)
  }

  /** Reads a dotted key below `table` and notes its line. */
  #key(table: readonly string[]): string[] {
    const segments = [...table]
    const line = this.#currentLine
    do {
      this.#take(SPACE)
      const quoted = this.#take(STRING)
      const segment = quoted === '' ? this.#take(BARE) : unquote(quoted)
      segments.push(segment)
      this.#take(SPACE)
    } while (this.#takeMark('.'))
    this.keys.push({ segments, line })
    const name = formatTomlKey(segments)
    if (!this.linesOf.has(name)) this.linesOf.set(name, line)
    return segments
  }

  #takeMark(mark: string): boolean {
    if (this.#text[this.#at] !== mark) return false
    this.#at += 1
    return true
  }

  #value(segments: string[], name: string, depth: number): void {
    this.#take(SPACE)
    if (depth > DEPTH_MAX) return
    if (this.#takeMark('[')) this.#list(segments, name, depth + 1)
    else if (this.#takeMark('{')) this.#inlineTable(segments, depth + 1)
    else if (this.#take(STRING) === '') this.#take(SCALAR)
  }

  #list(segments: string[], name: string, depth: number): void {
    for (let index = 0; ; index += 1) {
      this.#take(BLANK)
      if (this.#takeMark(']') || this.#at >= this.#text.length) return
      const element = `${name}[${index}]`
      this.linesOf.set(element, this.#currentLine)
      this.#value(segments, element, depth)
      this.#take(BLANK)
      if (!this.#takeMark(',')) {
        this.#takeMark(']')
        return
      }
    }
  }

  #inlineTable(segments: string[], depth: number): void {
    do {
      this.#take(BLANK)
      if (this.#text[this.#at] !== '}') this.#keyValue(segments, depth)
      this.#take(BLANK)
    } while (this.#takeMark(','))
    this.#takeMark('}')
  }
}

function unquote(quoted: string): string {
  if (quoted.startsWith("'")) return quoted.slice(1, -1)
  try {
    return String(JSON.parse(quoted))
  } catch {
    // TOML knows an escape JSON does not (\UXXXXXXXX, \e): the key stays as it is written.
    return quoted.slice(1, -1)
  }
}
