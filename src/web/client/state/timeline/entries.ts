/** The timeline that is shown: its entries by number, as far as they have been fetched. */
import { computed, signal } from '@preact/signals'
import type { TimelineEntry, TimelinePage } from '../../../api/timeline.ts'

interface Listed {
  /** What was asked: root and filter. */
  key: string
  root: string
  list: string
  total: number
  newer: number
  /** How many of the newer ones stand in the list. The others wait behind a line. */
  shownNewer: number
  isComplete: boolean
  leftOut: readonly string[]
  entries: ReadonlyMap<number, TimelineEntry>
}

/** Undefined before the first answer. */
export const timeline = signal<Listed | undefined>(undefined)

/** How many rows there are. */
export const rowCount = computed(() => {
  const { total = 0, newer = 0, shownNewer = 0 } = timeline.value ?? {}
  return total - newer + shownNewer
})

/** How many came since and are not shown yet. */
export const waiting = computed(() => {
  const { newer = 0, shownNewer = 0 } = timeline.value ?? {}
  return newer - shownNewer
})

/** Takes in a page of what is asked by `key`; of another list, what was known is forgotten. */
export function noteTimeline(key: string, page: TimelinePage): void {
  const before = timeline.peek()
  const isSame = before?.key === key && before.list === page.list
  const entries = new Map(isSame ? before.entries : [])
  for (const [n, entry] of page.entries.entries()) entries.set(page.start + n, entry)
  timeline.value = {
    key,
    root: page.root,
    list: page.list,
    total: page.total,
    newer: page.newer,
    shownNewer: isSame ? before.shownNewer : page.newer,
    isComplete: page.is_complete,
    leftOut: page.left_out,
    entries,
  }
}

export function showWaiting(): void {
  const now = timeline.peek()
  if (now) timeline.value = { ...now, shownNewer: now.newer }
}

/** The number of a row, and the row of a number. */
export function numberOf(row: number): number {
  return row - (timeline.value?.shownNewer ?? 0)
}

export function rowOf(number: number): number {
  return number + (timeline.value?.shownNewer ?? 0)
}

export function entryAt(row: number): TimelineEntry | undefined {
  return timeline.value?.entries.get(numberOf(row))
}

/** Returns the row of a snapshot, -1 where it has not been fetched. */
export function rowOfSnapshot(id: string | undefined): number {
  for (const [number, entry] of timeline.value?.entries ?? [])
    if (entry.type === 'snapshot' && entry.snapshot_id === id) return rowOf(number)
  return -1
}

/** When an entry was: a stretch, when it ended. */
export function timeOf(entry: TimelineEntry | undefined): number | undefined {
  if (entry === undefined || entry.type === 'damage') return undefined
  return Date.parse(entry.type === 'snapshot' ? entry.created_at : entry.to)
}
