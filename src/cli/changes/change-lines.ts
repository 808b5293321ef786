/** Changes as lines for people: one a path, or git's diffstat. */
import stringWidth from 'string-width'
import { CHANGE_SYMBOL } from '../../model/change.ts'
import { CHANGE_STYLES } from '../../model/style.ts'
import { changeName, changeNotes } from '../../review/changes/change-name.ts'
import type { RecordedChange } from '../../review/changes/snapshot-diff.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import type { Output } from '../terminal/output.ts'
import type { Style } from '../terminal/style.ts'
import { isTooLargeForLines, type SideSizes, sidesSizes, sizeChange } from './unlined.ts'

const GRAPH_COLUMNS = 30

/** Returns e.g. `~ src/run.sh  mode 0644 → 0755`. */
export function changeLine(change: RecordedChange, style: Style): string {
  const symbol = style(CHANGE_STYLES[change.type], CHANGE_SYMBOL[change.type])
  const notes = changeNotes(change)
  return `${symbol} ${changeName(change)}${notes.length > 0 ? style('dim', `  ${notes.join(', ')}`) : ''}`
}

/** Writes a diffstat, its summary last; nothing when nothing changed. */
export async function writeStat(
  out: Output,
  view: RepoView,
  changes: readonly RecordedChange[],
): Promise<void> {
  const unlined = changes.filter(({ lines }) => !lines)
  const sizes = await sidesSizes(view, unlined)
  const sizesOf = new Map(unlined.map((change, n) => [change, sizes[n]!]))
  for (const line of statLines(changes, out.columns, out.style, sizesOf)) out.line(line)
}

/** Returns the lines of a diffstat; `sizesOf` is asked of what has no lines to be counted. */
export function statLines(
  changes: readonly RecordedChange[],
  columns: number,
  style: Style,
  sizesOf: ReadonlyMap<RecordedChange, SideSizes> = new Map(),
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
    return ` ${name}${blanks} | ${statCell(change, sizesOf.get(change), scale, style)}`
  })
  return [...rows, statSummary(changes)]
}

function shorten(name: string, width: number): string {
  if (stringWidth(name) <= width) return name
  const end = Array.from(name.slice(-width))
  while (stringWidth(end.join('')) >= width) end.shift()
  return `…${end.join('')}`
}

function statCell(
  change: RecordedChange,
  sizes: SideSizes | undefined,
  scale: number,
  style: Style,
): string {
  const notes = changeNotes(change).filter((note) => note !== 'copied')
  const { lines, before, after } = change
  const isInGit = before?.kind !== 'large' && after?.kind !== 'large' && before?.oid !== after?.oid
  if (sizes && isInGit && isTooLargeForLines(sizes)) {
    return [`too large for lines, ${sizeChange(sizes)}`, ...notes].join(', ')
  }
  if (change.type === 'mode' || (!lines && notes.length > 0)) return notes.join(', ')
  if (!lines) return before?.oid || after?.oid ? 'binary' : change.type
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
