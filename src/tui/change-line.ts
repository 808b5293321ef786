/** A change as a line of the screen: what happened to which path, and by how many lines. */
import { CHANGE_SYMBOL } from '../model/change.ts'
import { CHANGE_STYLES } from '../model/style.ts'
import { changeName, changeNotes } from '../review/changes/change-name.ts'
import type { RecordedChange } from '../review/changes/snapshot-diff.ts'
import { fitTextEnd, type Line, type Span, span } from './line.ts'

const COUNTS_COLUMNS = 16

export function changeLine(change: RecordedChange, columns: number): Line {
  const notes = changeNotes(change)
  const room = Math.max(10, columns - COUNTS_COLUMNS)
  return [
    span(`${CHANGE_SYMBOL[change.type]} `, CHANGE_STYLES[change.type]),
    span(fitTextEnd(changeName(change), room).trimEnd()),
    ...countSpans(change),
    ...(notes.length > 0 ? [span(`  ${notes.join(', ')}`, 'dim')] : []),
  ]
}

function countSpans({ lines, before, after }: RecordedChange): Span[] {
  if (!lines) return before?.oid || after?.oid ? [span('  binary', 'dim')] : []
  return [
    ...(lines.added > 0 ? [span(`  +${lines.added}`, 'added')] : []),
    ...(lines.removed > 0 ? [span(`  -${lines.removed}`, 'removed')] : []),
  ]
}
