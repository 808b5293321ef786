/**
 * What a person sees of raw text: without colours and other escape sequences, also those that JSON has spelled out,
 * with backspaces done, and with readline's line wrap undone; and where each character comes from.
 */

/** Longest title, link or clipboard content that is read as one. */
const PAYLOAD_MAX = 4096
const WRAP_COLUMN_MIN = 40

const NEEDS_WORK = /[\u001b\b]|\r(?!\n)|\\(?:u001[bB]|x1[bB]|033|e)\[/
const SPECIAL = new RegExp(
  [
    '\\u001b\\[[0-?]{0,64}[ -/]{0,4}([@-~])',
    `\\u001b[\\]PX^_]([^\\n\\u0007\\u001b]{0,${PAYLOAD_MAX}})(?:\\u0007|\\u001b\\\\)`,
    '\\u001b[ -/]{0,4}[0-Z\\\\^-~]',
    '\\\\{1,8}(?:u001[bB]|x1[bB]|033|e)\\[[0-9;?]{0,64}([A-Za-z])',
    '[\\b]',
    '\\r(?!\\n)',
  ].join('|'),
  'g',
)
/** Ends of sequences that move the cursor: what follows does not adjoin what came before. */
const MOVES = 'ABCDEFGHdf'
const BOUNDARY = '\u0001'

interface Piece {
  text: string
  visibleStart: number
  rawStart: number
}

export class VisibleText {
  readonly text: string
  /** Where titles, links and the like stand in the raw text. */
  readonly payloads: readonly (readonly [start: number, end: number])[]
  readonly #pieces: readonly Piece[] | undefined

  constructor(raw: string) {
    const read = NEEDS_WORK.test(raw) ? readPieces(raw) : undefined
    this.#pieces = read?.pieces
    this.payloads = read?.payloads ?? []
    this.text = read ? read.pieces.map(({ text }) => text).join('') : raw
  }

  /** Returns where in the raw text the visible character `offset` stands. */
  rawOffset(offset: number): number {
    if (!this.#pieces) return offset
    const piece = this.#pieces[lastUpTo(this.#pieces, offset, 'visibleStart')]
    return piece === undefined ? offset : piece.rawStart + offset - piece.visibleStart
  }

  /** Returns the first visible character that stands at `rawOffset` or after it. */
  visibleOffset(rawOffset: number): number {
    if (!this.#pieces) return rawOffset
    const piece = this.#pieces[lastUpTo(this.#pieces, rawOffset, 'rawStart')]
    if (piece === undefined) return 0
    return piece.visibleStart + Math.min(rawOffset - piece.rawStart, piece.text.length)
  }
}

function lastUpTo(
  pieces: readonly Piece[],
  offset: number,
  key: 'visibleStart' | 'rawStart',
): number {
  let [low, high] = [0, pieces.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (pieces[middle]![key] <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

function readPieces(raw: string) {
  const payloads: [number, number][] = []
  const row = new Row()
  let done = 0
  for (const special of raw.matchAll(SPECIAL)) {
    const [whole, final, payload, spelledFinal] = special
    row.add(raw.slice(done, special.index), done)
    done = special.index + whole.length
    if (whole === '\b') row.takeBack()
    else if (whole === '\r') row.return(special.index)
    else if (payload !== undefined)
      payloads.push([special.index + 2, special.index + 2 + payload.length])
    else if (MOVES.includes(final ?? spelledFinal ?? ' ')) row.add(BOUNDARY, special.index)
  }
  row.add(raw.slice(done), done)
  return { pieces: row.pieces, payloads }
}

/** The visible characters so far. */
class Row {
  readonly pieces: Piece[] = []
  #length = 0
  #lineStart = 0

  add(text: string, rawStart: number): void {
    if (text === '') return
    this.pieces.push({ text, visibleStart: this.#length, rawStart })
    const lineEnd = text.lastIndexOf('\n')
    if (lineEnd >= 0) this.#lineStart = this.#length + lineEnd + 1
    this.#length += text.length
  }

  takeBack(): void {
    const last = this.pieces.at(-1)
    if (!last || last.text.endsWith('\n')) return
    last.text = last.text.slice(0, -1)
    this.#length--
    if (last.text === '') this.pieces.pop()
  }

  /** readline writes a space and a return where the terminal has wrapped; else a return ends what is read as one. */
  return(rawStart: number): void {
    const isWrap =
      this.pieces.at(-1)?.text.endsWith(' ') && this.#length - this.#lineStart > WRAP_COLUMN_MIN
    if (isWrap) this.takeBack()
    else this.add('\r', rawStart)
  }
}
