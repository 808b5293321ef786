/** The size of a terminal, `COLUMNSxROWS`. */
export interface TerminalSize {
  columns: number
  rows: number
}

/** Of a terminal that tells none, and where there is none. */
export const USUAL_SIZE: TerminalSize = { columns: 80, rows: 24 }

const SIDE_MAX = 10_000
/** A screen of so many cells takes some ten megabytes to rebuild. */
const CELLS_MAX = 1_000_000

/** Whether there can be such a terminal; what is larger could only use up the memory of whoever rebuilds its screen. */
export function isTerminalSize(columns: unknown, rows: unknown): boolean {
  const isSide = (side: unknown) => Number.isInteger(side) && Number(side) >= 1
  if (!isSide(columns) || !isSide(rows)) return false
  const [width, height] = [Number(columns), Number(rows)]
  return width <= SIDE_MAX && height <= SIDE_MAX && width * height <= CELLS_MAX
}

/** Returns the size that a text like `120x40` says; undefined when it says none that can be. */
export function parseTerminalSize(text: string): TerminalSize | undefined {
  const [, columns, rows] = /^(\d{1,5})x(\d{1,5})$/.exec(text) ?? []
  if (!isTerminalSize(Number(columns), Number(rows))) return undefined
  return { columns: Number(columns), rows: Number(rows) }
}
