/** What is searched for, wherever it stands on the screen; the hit that is meant stands out. */
import { type Line, span } from '../line.ts'
import type { Patch } from './patched-row.ts'
import type { RecordedRow } from './recorded-row.ts'
import type { Scene } from './scene.ts'

export function hitPatches(
  row: RecordedRow,
  { player, timeMs }: Scene,
  recordedRow: number,
  style: (line: Line) => string,
): Patch[] {
  const { search, window } = player
  if (!search || search.text === '') return []
  const meant = search.hits?.[search.at]
  const isMeant = (column: number) =>
    meant?.row === recordedRow && meant.column === column && Math.abs(meant.timeMs - timeMs) < 1
  const { text, columnOf } = row.plain
  const [where, what] = [text.toLowerCase(), search.text.toLowerCase()]
  // Some letters have another length in small ones.
  if (where.length !== text.length) return []
  const patches: Patch[] = []
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + what.length)) {
    const [from, to] = [columnOf[at]!, columnOf[at + what.length]!]
    const found = text.slice(at, at + what.length)
    const painted = style([span(found, isMeant(from) ? 'hit-meant' : 'hit')])
    if (from >= window.left) {
      patches.push({ from: from - window.left, to: to - window.left, text: painted })
    }
  }
  return patches
}
