import type { ScreenRow } from './screen-row.ts'

/** How a row ends: it goes on in the next, a line feed ends it, or the cursor leaves it and it may be painted anew. */
export type RowEnd = 'goes-on' | 'over' | 'left'

export interface RowReader {
  /** Reads a row that has changed; `above` is the one before it on the screen. */
  read(row: ScreenRow, above: ScreenRow | undefined, end: RowEnd): void
}
