/** Which texts stood on the screen, and where and when each appeared. */
import stringWidth from 'string-width'
import { dropOldest } from '../../../model/drop-oldest.ts'
import type { IndexBlocks } from './index-blocks.ts'

/** Where a text is found. */
export interface RowHit {
  /** The picture in which it appeared. */
  frame: number
  /** From 0; the top row for what has scrolled through within one picture. */
  row: number
  /** From 0, in cells. */
  column: number
  /** In cells. */
  length: number
  /** The row it stood in. */
  text: string
}

interface FoundText {
  index: number
  length: number
}

export interface TextMatch {
  /** Whether a row holds what is looked for, and where; undefined when it does not. */
  find(text: string): FoundText | undefined
  /** Whether one of many rows may hold it. */
  mayBeIn?(texts: string): boolean
}

/** Numbers of pictures and rows in turn. */
type Appearances = number[]

/** The blocks of texts, one a line, and of where each of them appeared. */
export interface TextBlocks {
  texts: number
  appearances: number
}

/** Rows beyond so many characters are not found; a recording of as many is larger than most disks' worth of screens. */
const CHARACTERS_MAX = 96 << 20
/** So much text goes into a block; the same row is kept once in each. */
const BLOCK_CHARACTERS = 256 << 10
const BLOCK_NUMBERS = 128 << 10
/** So many blocks that were looked into are kept as they are: the next search is for another text. */
const EXPANDED_MAX = 96

export class TextIndex {
  readonly blocks: TextBlocks[]
  characters: number
  readonly #stored: IndexBlocks
  /** What is in no block yet. */
  #open = new Map<string, Appearances>()
  #openCharacters = 0
  #openNumbers = 0
  readonly #expanded = new Map<number, string>()

  constructor(stored: IndexBlocks, blocks: TextBlocks[] = [], characters = 0) {
    this.#stored = stored
    this.blocks = blocks
    this.characters = characters
  }

  /** Whether there was more text than it holds. */
  get isFull(): boolean {
    return this.characters >= CHARACTERS_MAX
  }

  add(text: string, frame: number, row: number): void {
    const known = this.#open.get(text)
    if (!known && this.isFull) return
    if (known) known.push(frame, row)
    else {
      this.#open.set(text, [frame, row])
      this.characters += text.length
      this.#openCharacters += text.length
    }
    this.#openNumbers += 2
    if (this.#openCharacters >= BLOCK_CHARACTERS || this.#openNumbers >= BLOCK_NUMBERS) this.store()
  }

  /** Puts into a block what is in none. */
  store(): void {
    if (this.#open.size === 0) return
    const texts = this.#stored.add([...this.#open.keys()].join('\n'))
    const appearances = this.#stored.add(JSON.stringify([...this.#open.values()]))
    this.blocks.push({ texts, appearances })
    this.#open = new Map()
    this.#openCharacters = 0
    this.#openNumbers = 0
  }

  /** Returns where rows that match appeared, the first place first. */
  find(match: TextMatch): RowHit[] {
    const hits: RowHit[] = []
    for (const { texts, appearances } of this.blocks) {
      const all = this.#textsOf(texts)
      if (match.mayBeIn?.(all) === false) continue
      const found = all.split('\n').flatMap((text, n) => {
        const place = match.find(text)
        return place ? [{ text, n, place }] : []
      })
      if (found.length === 0) continue
      const places = JSON.parse(this.#stored.read(appearances)) as Appearances[]
      for (const { text, n, place } of found) addHits(hits, text, place, places[n]!)
    }
    for (const [text, places] of this.#open) {
      const place = match.find(text)
      if (place) addHits(hits, text, place, places)
    }
    return hits.sort((a, b) => a.frame - b.frame || a.row - b.row || a.column - b.column)
  }

  #textsOf(block: number): string {
    const texts = this.#expanded.get(block) ?? this.#stored.read(block)
    this.#expanded.delete(block)
    this.#expanded.set(block, texts)
    dropOldest(this.#expanded, EXPANDED_MAX)
    return texts
  }
}

function addHits(hits: RowHit[], text: string, found: FoundText, places: Appearances): void {
  const column = widthOf(text.slice(0, found.index))
  const length = widthOf(text.slice(found.index, found.index + found.length))
  for (let n = 0; n < places.length; n += 2)
    hits.push({ frame: places[n]!, row: places[n + 1]!, column, length, text })
}

/** Matches a text as it stands. Upper case is told apart only where it is asked for. */
export function holding(wanted: string): TextMatch {
  const isExact = wanted !== wanted.toLowerCase()
  const comparable = (text: string) => (isExact ? text : text.toLowerCase())
  return {
    find(text) {
      const index = wanted === '' ? -1 : comparable(text).indexOf(wanted)
      return index < 0 ? undefined : { index, length: wanted.length }
    },
    mayBeIn: (texts) => wanted !== '' && comparable(texts).includes(wanted),
  }
}

/** In cells, as a terminal counts: each character for itself. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += character < '\u0300' ? 1 : stringWidth(character)
  return width
}
