/** Pieces of one row, some of them at its right edge, of which the least needed go first. */
import { fitText, type Line, lineWidth, type Span, span } from '../line.ts'

export interface RowPiece {
  spans: Line
  /** The highest go first; what has none stays. */
  goes?: number | undefined
  isRight?: boolean
  /** What may be shortened instead, down to so many columns. */
  least?: number
}

/** Between what is left and what is right there is at least one blank. */
const BETWEEN = 1

/** Returns a row of exactly `columns`, with a blank at either edge. */
export function spread(pieces: readonly RowPiece[], columns: number): Line {
  let kept = [...pieces]
  const widthOf = (piece: RowPiece) =>
    Math.min(lineWidth(piece.spans), piece.least ?? Number.POSITIVE_INFINITY)
  const needed = () =>
    2 + kept.reduce((sum, piece) => sum + widthOf(piece), 0) + (kept.some(isRight) ? BETWEEN : 0)
  while (needed() > columns) {
    const most = Math.max(...kept.map(({ goes }) => goes ?? 0))
    if (most === 0) break
    kept = kept.filter(({ goes }) => goes !== most)
  }
  const spare = Math.max(0, columns - needed())
  const shown = kept.map((piece) => ({ ...piece, spans: shorten(piece, widthOf(piece) + spare) }))
  const left = shown.filter((piece) => !isRight(piece)).flatMap(({ spans }) => spans)
  const right = shown.filter(isRight).flatMap(({ spans }) => spans)
  const blank = columns - 2 - lineWidth(left) - lineWidth(right)
  return [span(' '), ...left, span(' '.repeat(Math.max(0, blank))), ...right, span(' ')]
}

function isRight(piece: RowPiece): boolean {
  return piece.isRight === true
}

/** The last span of a piece is what is shortened. */
function shorten({ spans, least }: RowPiece, room: number): Line {
  if (least === undefined || lineWidth(spans) <= room) return spans
  const last = spans.at(-1)
  if (!last) return spans
  const before = spans.slice(0, -1)
  const left = room - lineWidth(before)
  return [...before, ...(left > 0 ? [{ ...last, text: fitText(last.text, left) } as Span] : [])]
}
