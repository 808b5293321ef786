/** Lines that look like source text, to fill files with: zlib shrinks them about as far as real code. */
import type { Random } from './random.ts'

const LINES = 60_000
const WORDS = 4_000
/** Different lines in one text. */
const LINES_OF_A_TEXT = 400
const LETTERS = 'etaoinshrdlucmfwypvbgkjqxz'
const SHAPES = [
  (word: () => string) => `const ${word()} = ${word()}.${word()}(${word()}, ${word()})`,
  (word: () => string) => `if (${word()} === ${word()}) return ${word()}`,
  (word: () => string) => `use ${word()}::{${word()}, ${word()}}; // ${word()}`,
  (word: () => string) => `// ${word()} ${word()} ${word()} ${word()} ${word()} ${word()}`,
  (word: () => string) => `${word()}: '${word()} ${word()}',`,
  () => '}',
]

export class TextPool {
  readonly #random: Random
  readonly #lines: string[]

  constructor(random: Random) {
    this.#random = random
    const words = Array.from({ length: WORDS }, () => makeWord(random))
    // Squared chance: few words are frequent, most are rare.
    const word = () => words[Math.floor(random.next() ** 2 * WORDS)]!
    this.#lines = Array.from({ length: LINES }, () => {
      const indent = '  '.repeat(random.below(4))
      return `${indent}${random.pick(SHAPES)(word)}\n`
    })
  }

  line(): string {
    return this.#random.pick(this.#lines)
  }

  /**
   * Returns text of `sizeBytes` that begins with `title`, which makes it unlike any other. Its lines are
   * neighbours in the pool: a file keeps coming back to the same few things.
   */
  text(title: string, sizeBytes: number): string {
    const start = this.#random.below(LINES - LINES_OF_A_TEXT)
    const parts = [`// ${title}\n`]
    let length = parts[0]!.length
    while (length < sizeBytes) {
      const line = this.#lines[start + this.#random.below(LINES_OF_A_TEXT)]!
      parts.push(line)
      length += line.length
    }
    return parts.join('').slice(0, sizeBytes)
  }
}

function makeWord(random: Random): string {
  const length = 2 + random.below(9)
  const letter = () => LETTERS[Math.floor(random.next() ** 2 * LETTERS.length)]!
  return Array.from({ length }, letter).join('')
}
