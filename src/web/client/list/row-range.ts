/** Lists of rows that are all equally high: which are in sight, and how far to scroll to one. */

export interface Viewport {
  top: number
  height: number
}

/** Rows beyond the edges that are drawn too, so that scrolling shows no empty ones. */
const BEYOND = 10

/** Returns the rows to draw, `end` excluded. */
export function rowRange(
  { top, height }: Viewport,
  rowHeight: number,
  count: number,
): { start: number; end: number } {
  const start = Math.max(0, Math.floor(top / rowHeight) - BEYOND)
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + BEYOND)
  return { start: Math.min(start, end), end }
}

/** Returns where to scroll so that a row is in sight, by the least way. */
export function scrolledTo(row: number, { top, height }: Viewport, rowHeight: number): number {
  const [first, last] = [row * rowHeight, (row + 1) * rowHeight]
  if (first < top) return first
  return last > top + height ? last - height : top
}
