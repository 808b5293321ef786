/** One line cut into pieces that each look one way: by syntax, by what differs in it, by what is veiled. */
import type { SyntaxSpan } from './coloured-syntax.ts'
import { type SourceText, spansAt, type TextPart } from './source-text.ts'
import type { SecretPlace } from './veiled-secrets.ts'

/** A text, and how it looks: words apart by blanks; absent for plain. */
export type LinePiece = readonly [text: string, look?: string]

/** What is known of a content. */
export interface SourceMarks {
  syntax: readonly SyntaxSpan[]
  secrets: readonly SecretPlace[]
}

/** More of a line is shown nowhere. */
const SHOWN_CHARACTERS_MAX = 2_000
/** Says nothing of how long it is. */
const VEIL = '•'.repeat(12)

interface LineRequest {
  source: SourceText
  /** From 1 on. */
  line: number
  marks: SourceMarks
  /** What differs, in characters of the line. */
  words: readonly TextPart[]
  isVeiled: boolean
}

/** Returns the pieces of a line, and how many characters of it are not among them. */
export function linePieces(request: LineRequest): { pieces: LinePiece[]; cut: number } {
  const { source, line, marks, words, isVeiled } = request
  const whole = source.placeOf(line)
  const place = { start: whole.start, end: Math.min(whole.end, whole.start + SHOWN_CHARACTERS_MAX) }
  const within = ({ start, end }: TextPart) => ({
    start: Math.max(start, place.start),
    end: Math.min(end, place.end),
  })
  const syntax = spansAt(marks.syntax, place)
  const secrets = spansAt(marks.secrets, place)
  const changed = words.map(({ start, end }) => ({
    start: place.start + start,
    end: place.start + end,
  }))
  const cuts = new Set([place.start, place.end])
  for (const span of [...syntax, ...secrets, ...changed]) {
    const { start, end } = within(span)
    if (start < end) cuts.add(start).add(end)
  }
  const pieces: LinePiece[] = []
  const bounds = [...cuts].sort((a, b) => a - b)
  for (const [at, start] of bounds.slice(0, -1).entries()) {
    const end = bounds[at + 1]!
    const covers = (span: TextPart) => span.start <= start && span.end >= end
    const secret = secrets.find(covers)
    if (secret && isVeiled) {
      const isFirst = start === Math.max(secret.start, place.start)
      if (isFirst) pieces.push([VEIL, 'veil'])
      continue
    }
    const look = [
      syntax.find(covers)?.kind,
      changed.some(covers) && 'changed',
      secret && 'unveiled',
    ].filter(Boolean)
    const text = source.text.slice(start, end)
    pieces.push(look.length > 0 ? [text, look.join(' ')] : [text])
  }
  return { pieces, cut: whole.end - place.end }
}
