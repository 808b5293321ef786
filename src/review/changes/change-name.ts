/** How a change is named: its path or paths, and what besides the content differs. */
import { rawFromText } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import { formatSize } from '../../model/units.ts'
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'
import type { RecordedChange } from './snapshot-diff.ts'

const ROOT_SHOWN = rawFromText('.')

/** Returns the path, `old → new` for a rename; folders end in a slash. */
export function changeName(change: RecordedChange): string {
  const { before, after, type } = change
  const isMoved = type === 'renamed' || type === 'copied'
  return isMoved ? `${sideName(before!)} → ${sideName(after!)}` : sideName((after ?? before)!)
}

function sideName({ path, kind }: RecordedSide): string {
  return `${showPath(path === '' ? ROOT_SHOWN : path)}${kind === 'folder' ? '/' : ''}`
}

/** Says what besides the content differs. */
export function changeNotes({ type, before, after }: RecordedChange): string[] {
  const notes: string[] = []
  if (type === 'copied') notes.push('copied')
  if (before && after && before.kind !== after.kind) notes.push(`${before.kind} → ${after.kind}`)
  else if (before && after && before.mode !== after.mode) {
    notes.push(`mode ${permissions(before)} → ${permissions(after)}`)
  }
  if (before && after && ownerText(before) !== ownerText(after)) {
    notes.push(`owner ${ownerText(before)} → ${ownerText(after)}`)
  }
  const large = [before, after].filter((side) => side?.kind === 'large')
  if (large.length > 0) {
    notes.push(`over the size cap: ${large.map((side) => largeText(side!)).join(' → ')}`)
  }
  return notes
}

function largeText({ sizeBytes, sha256 }: RecordedSide): string {
  return `${formatSize(sizeBytes ?? 0)}${sha256 === undefined ? ', not hashed yet' : ''}`
}

function permissions(side: RecordedSide): string {
  return (side.mode & 0o7777).toString(8).padStart(4, '0')
}

/** Returns the recorded owner, or whose it is when none was recorded. */
export function ownerText({ uid, gid }: RecordedSide): string {
  return uid === undefined && gid === undefined ? "the root's" : `${uid ?? '-'}:${gid ?? '-'}`
}
