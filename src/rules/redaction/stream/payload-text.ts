/** What a sequence carries: a title, a link, a folder, the content of the clipboard. */

import type { SecretFinder } from '../secret-finder.ts'
import { MappedText, type Mask } from './mapped-text.ts'

/** The clipboard comes in base64. */
const CLIPBOARD = /^52;[^;]{0,16};/
const HEAD_MAX = 24

export class PayloadText {
  readonly #text: MappedText
  readonly #kind: string
  readonly #start: number
  readonly #finder: SecretFinder
  readonly #mask: Mask
  #head = ''
  #clipboard: ClipboardText | undefined

  constructor(finder: SecretFinder, mask: Mask, kind: string, start: number) {
    this.#finder = finder
    this.#mask = mask
    this.#kind = kind
    this.#start = start
    this.#text = new MappedText(finder, mask)
  }

  write(text: string, offset: number): void {
    this.#text.add(text, offset)
    this.#clipboard?.write(text)
    if (this.#clipboard || this.#kind !== ']' || this.#head.length >= HEAD_MAX) return
    this.#head += text
    const head = CLIPBOARD.exec(this.#head)?.[0]
    if (head === undefined) return
    this.#clipboard = new ClipboardText(this.#finder, this.#mask, this.#start + head.length)
    this.#clipboard.write(this.#head.slice(head.length))
  }

  search(): void {
    this.#text.search()
  }

  settle(): void {
    this.#text.settle()
    this.#clipboard?.settle()
  }

  end(): void {
    this.#text.end()
    this.#clipboard?.end()
  }

  undecidedFrom(): number {
    return Math.min(
      this.#text.undecidedFrom(),
      this.#clipboard?.undecidedFrom() ?? Number.POSITIVE_INFINITY,
    )
  }
}

/** Text in base64: four characters of it are three of the text. */
class ClipboardText {
  readonly #text: MappedText
  readonly #start: number
  #pending = ''

  constructor(finder: SecretFinder, mask: Mask, start: number) {
    this.#start = start
    this.#text = new MappedText(finder, (ruleId, ranges) => {
      const encoded = ranges.map(([from, to]) => {
        const first = start + Math.floor(from / 3) * 4
        return [first, start + Math.ceil(to / 3) * 4] as const
      })
      mask(ruleId, encoded)
    })
  }

  write(text: string): void {
    const encoded = this.#pending + text
    const whole = encoded.length - (encoded.length % 4)
    this.#pending = encoded.slice(whole)
    this.#decode(encoded.slice(0, whole))
  }

  #decode(encoded: string): void {
    const decoded = Buffer.from(encoded, 'base64').toString('latin1')
    if (decoded !== '') this.#text.add(decoded, this.#text.length)
  }

  settle(): void {
    this.#text.settle()
  }

  end(): void {
    this.#decode(this.#pending)
    this.#text.end()
  }

  undecidedFrom(): number {
    const from = this.#text.undecidedFrom()
    return from === Number.POSITIVE_INFINITY ? from : this.#start + Math.floor(from / 3) * 4
  }
}
