/** The line a position lies in, found once as positions go up, so that a text of one long line stays cheap. */
import { joinPattern } from '../../join-pattern.ts'
export class TextLine {
  readonly #text: string
  start = 0
  /** Of the line end, or of the text's end. */
  end = -1
  /** Where the last secret ended: what begins there begins a word. */
  resume = -1
  /** Whether the line is JSON as far as can be seen: then every double quote has its meaning. */
  isJson = false

  /** How many columns the terminal has that the text was shown on, where that is known. */
  readonly columns: number | undefined

  /** `isJson` tells of a first line whose beginning is no longer in the text. */
  constructor(text: string, isJson: boolean | undefined, columns?: number) {
    this.#text = text
    this.columns = columns
    this.end = endOfLine(text, 0)
    this.isJson = isJson ?? looksLikeJson(text, 0)
  }

  /** Moves on to the line that holds `position`, which may not go back. */
  moveTo(position: number): this {
    while (position > this.end) {
      this.start = this.end + 1
      this.end = endOfLine(this.#text, this.start)
      if (position <= this.end) this.isJson = looksLikeJson(this.#text, this.start)
    }
    return this
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

const JSON_START = joinPattern(
  'my',
  String.raw`[ \t]{0,256}(?:[[{][ \t]*){0,64}(?:"|[[{\]}](?:[ \t]*[\]}]){0,64}[ \t]*(?:,|\r?$)`,
  String.raw`|(?:true|false|null|-?\d[\d.eE+-]*)[ \t]*[,\]}])`,
)

function looksLikeJson(text: string, start: number): boolean {
  JSON_START.lastIndex = start
  return JSON_START.test(text)
}
