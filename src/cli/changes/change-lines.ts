/** Changes as lines for people: one a path, or git's diffstat. */
import stringWidth from 'string-width'
import { CHANGE_SYMBOL } from '../../model/change.ts'
import { CHANGE_STYLES } from '../../model/style.ts'
import { changeName, changeNotes } from '../../review/changes/change-name.ts'
import type { RecordedChange } from '../../review/changes/snapshot-diff.ts'
import type { Style } from '../terminal/style.ts'

const GRAPH_COLUMNS = 30

/** Returns e.g. `~ src/run.sh  mode 0644 → 0755`. */
export function changeLine(change: RecordedChange, style: Style): string {
  const symbol = style(CHANGE_STYLES[change.type], CHANGE_SYMBOL[change.type])
  const notes = changeNotes(change)
  return `${symbol} ${changeName(change)}${notes.length > 0 ? style('dim', `  ${notes.join(', ')}`) : ''}`
}

/** Returns the lines of a diffstat, its summary last; none when nothing changed. */
export function statLines(
  changes: readonly RecordedChange[],
  columns: number,
  style: Style,
): string[] {
  if (changes.length === 0) return []
  const names = changes.map(changeName)
  const nameWidth = Math.min(
    Math.max(...names.map((name) => stringWidth(name))),
    Math.max(20, columns - 40),
  )
  const most = Math.max(1, ...changes.map(({ lines }) => (lines ? lines.added + lines.removed : 0)))
  const scale = Math.min(1, GRAPH_COLUMNS / most)
  const rows = changes.map((change, n) => {
    const name = shorten(names[n]!, nameWidth)
    const blanks = ' '.repeat(nameWidth - stringWidth(name))
    return ` ${name}${blanks} | ${statCell(change, scale, style)}`
  })
  return [...rows, statSummary(changes)]
}

function shorten(name: string, width: number): string {
  if (stringWidth(name) <= width) return name
  const end = Array.from(name.slice(-width))
  while (stringWidth(end.join('')) >= width) end.shift()
  return `…${end.join('')}`
}

function statCell(change: RecordedChange, scale: number, style: Style): string {
  const notes = changeNotes(change).filter((note) => note !== 'copied')
  const { lines } = change
  if (change.type === 'mode' || (!lines && notes.length > 0)) return notes.join(', ')
  if (!lines) return change.before?.oid || change.after?.oid ? 'binary' : change.type
  const bar = (count: number) => Math.ceil(count * scale)
  const total = String(lines.added + lines.removed)
  const graph =
    style('added', '+'.repeat(bar(lines.added))) + style('removed', '-'.repeat(bar(lines.removed)))
  return `${total.padStart(4)} ${graph}`.trimEnd()
}

function statSummary(changes: readonly RecordedChange[]): string {
  const added = changes.reduce((sum, { lines }) => sum + (lines?.added ?? 0), 0)
  const removed = changes.reduce((sum, { lines }) => sum + (lines?.removed ?? 0), 0)
  const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`
  const parts = [count(changes.length, 'path changed', 'paths changed')]
  if (added > 0) parts.push(count(added, 'insertion(+)', 'insertions(+)'))
  if (removed > 0) parts.push(count(removed, 'deletion(-)', 'deletions(-)'))
  return ` ${parts.join(', ')}`
}
