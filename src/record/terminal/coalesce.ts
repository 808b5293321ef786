/** Joins output that comes in small pieces at one moment: a program that repaints writes hundreds of them. */
import { StringDecoder } from 'node:string_decoder'
import type { CastEvent } from '../../model/cast.ts'

const WITHIN_MS = 4
/** Longer ones are passed on at once. */
const CHARACTERS_MAX = 1 << 16

export class Coalescer {
  readonly #code: string
  readonly #pass: (event: CastEvent) => void
  /** A character may be cut where a piece ends. */
  readonly #decoder = new StringDecoder('utf8')
  #text = ''
  #sinceMs = 0
  #timer: NodeJS.Timeout | undefined

  /** Passes on events of one kind. */
  constructor(code: string, pass: (event: CastEvent) => void) {
    this.#code = code
    this.#pass = pass
  }

  offer(bytes: Uint8Array, timeMs: number): void {
    if (this.#text !== '' && timeMs - this.#sinceMs >= WITHIN_MS) this.flush()
    if (this.#text === '') this.#sinceMs = timeMs
    this.#text += this.#decoder.write(bytes as Buffer)
    if (this.#text.length >= CHARACTERS_MAX) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), WITHIN_MS)
  }

  /** Passes on what was joined so far; half a character goes on waiting for its other half. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const data = this.#text
    this.#text = ''
    if (data !== '') this.#pass({ timeMs: this.#sinceMs, code: this.#code, data })
  }

  /** Nothing more will come. */
  end(): void {
    this.#text += this.#decoder.end()
    this.flush()
  }
}
