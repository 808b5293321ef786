import type { ScreenRow } from './screen-row.ts'

/** How a row is left: it goes on in the next one, it is over, or it is only looked at. */
export type RowEnd = 'goes-on' | 'over'

export interface RowReader {
  /** Reads a row that has changed; `above` is the one before it on the screen. */
  read(row: ScreenRow, above: ScreenRow | undefined, end: RowEnd): void
}
