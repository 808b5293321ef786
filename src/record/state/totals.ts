/** Sums over what lies below a folder: how much is recorded, how much could not be. */
import type { SkipReason } from '../../store/timeline/meta.ts'
import {
  isIncomplete,
  type RecordedEntry,
  type RecordedFolder,
  type Totals,
} from './recorded-state.ts'

/** Returns the totals of a folder as last written; most are never asked for. */
export function writtenTotals(folder: RecordedFolder): Totals {
  folder.totals ??= totalsOf(folder)
  return folder.totals
}

/** Adds up a folder; the totals of the folders in it must be up to date. */
export function totalsOf(folder: RecordedFolder): Totals {
  const totals: Totals = { files: 0, bytes: 0, skipped: 0, incomplete: 0 }
  for (const entry of folder.unpaged.values()) add(totals, entry)
  totals.files += folder.page?.count ?? 0
  totals.bytes += folder.page?.sizeBytes() ?? 0
  if (folder.reason) countSkipped(totals, folder.reason)
  return totals
}

function add(totals: Totals, entry: RecordedEntry): void {
  if (entry.kind === 'folder') {
    const below = writtenTotals(entry)
    totals.files += below.files
    totals.bytes += below.bytes
    totals.skipped += below.skipped
    totals.incomplete += below.incomplete
  } else if (entry.kind === 'file') {
    totals.files += 1
    totals.bytes += entry.stat.sizeBytes
    if (entry.reason) countSkipped(totals, entry.reason)
  } else {
    countSkipped(totals, entry.kind === 'large' ? 'too-large' : entry.reason)
    if (entry.kind === 'large' && entry.reason) totals.incomplete += 1
  }
}

function countSkipped(totals: Totals, reason: SkipReason): void {
  totals.skipped += 1
  if (isIncomplete(reason)) totals.incomplete += 1
}

/** Marks a whole state as written: nothing in it differs from the store. */
export function markWritten(folder: RecordedFolder): void {
  for (const entry of folder.unpaged.values()) if (entry.kind === 'folder') markWritten(entry)
  folder.isChanged = false
}
