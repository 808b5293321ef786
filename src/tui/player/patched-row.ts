/** A row of the recorded screen with parts of it replaced. */
import { type Line, span } from '../line.ts'
import type { Cover } from './cover.ts'
import type { RecordedRow } from './recorded-row.ts'
import type { Scene } from './scene.ts'

/** Replaces columns of the terminal by a painted text that is exactly as wide. A later one wins. */
export interface Patch {
  from: number
  to: number
  text: string
}

export interface PatchedRow {
  row: RecordedRow
  /** The column of the recorded row that stands in the terminal's first. */
  left: number
  patches: Patch[]
}

/** Returns the row as it is sent, no wider than the terminal. */
export function patchRow(patched: PatchedRow | undefined, columns: number): string {
  if (!patched) return ''
  const { row, left, patches } = patched
  let painted = ''
  let at = 0
  for (const { from, to, text } of visible(patches, columns)) {
    painted += row.slice(left + at, left + from, true) + text
    at = to
  }
  return painted + row.slice(left + at, left + columns)
}

/** In order, without those that a later one lies over. */
function visible(patches: readonly Patch[], columns: number): Patch[] {
  const shown = patches.filter(
    ({ from, to }, n) =>
      to <= columns && !patches.slice(n + 1).some((later) => later.from < to && later.to > from),
  )
  return shown.sort((one, other) => one.from - other.from)
}

/** Says at the edges that there is more, or, where there is room for more, that the recorded screen ends. */
export function edgePatches(
  row: RecordedRow,
  { size, player, frame }: Scene,
  { view, chromeTop }: Cover,
  n: number,
  style: (line: Line) => string,
): Patch[] {
  const { left } = player.window
  if (view.recordedColumns > size.columns) {
    const sign = (is: boolean, text: string) => (is ? style([span(text, 'warning')]) : ' ')
    const last = size.columns - 1
    const edges = [{ from: last, to: last + 1, text: sign(row.reaches(left + last), '›') }]
    if (left > 0) edges.push({ from: 0, to: 1, text: sign(true, '‹') })
    return edges
  }
  const [columns, rows] = [frame.columns, frame.rows.length]
  if (n === rows && n < chromeTop) {
    const rule = '─'.repeat(columns) + (columns < size.columns ? '┘' : '')
    return [{ from: 0, to: [...rule].length, text: style([span(rule, 'dim')]) }]
  }
  if (columns >= size.columns || n > rows) return []
  return n < rows ? [{ from: columns, to: columns + 1, text: style([span('│', 'dim')]) }] : []
}
