/** What stands on the terminal that is shown. */
import type { AnswerOf } from '../../../api/route.ts'
import type { ROUTES } from '../../../api/routes.ts'

export type PicturesAnswer = AnswerOf<typeof ROUTES.pictures>
export type SentPicture = PicturesAnswer['pictures'][number]

export interface ScreenNow {
  recording: string
  /** The time that it is shown for. */
  forMs: number
  /** When it was whole, in milliseconds since the recording began. */
  atMs: number
  /** Which picture of how many. */
  number: number
  total: number
  columns: number
  /** As painted. */
  rows: readonly string[]
  cursor: SentPicture['cursor']
  title: string | null
}

/** Puts a picture on what was there before; the first of an answer needs nothing before it. */
export function withPicture(
  before: ScreenNow | undefined,
  picture: SentPicture,
  of: Pick<ScreenNow, 'recording' | 'forMs' | 'total'>,
): ScreenNow {
  const { at_ms: atMs, number, columns, cursor, title } = picture
  const isSameSize = before?.columns === columns && before.rows.length === picture.rows
  const rows = isSameSize ? [...before.rows] : new Array<string>(picture.rows).fill('')
  for (const [row, painted] of picture.changed) rows[row] = painted
  return { ...of, atMs, number, columns, rows, cursor, title }
}
