/** Which snapshot of the timeline is chosen, and where a range to compare begins: both stand in the address. */
import { computed } from '@preact/signals'
import type { TimelineSnapshot } from '../../../api/timeline.ts'
import { changeView, openView, view } from '../view.ts'
import { entryAt, rowCount, rowOfSnapshot } from './entries.ts'

export const chosenId = computed(() => view.value.parameters.at)

export const rangeStart = computed(() => view.value.parameters.from)

/** Undefined as long as it has not been fetched. */
export const chosenSnapshot = computed((): TimelineSnapshot | undefined => {
  const entry = entryAt(rowOfSnapshot(chosenId.value))
  return entry?.type === 'snapshot' ? entry : undefined
})

/** Gaps and silences cannot be chosen. */
export function chooseRow(row: number): void {
  const entry = entryAt(row)
  if (entry?.type === 'snapshot') changeView({ at: entry.snapshot_id }, 'push')
}

/** Chooses the next snapshot in a direction, from a row on. */
export function chooseFrom(row: number, by: 1 | -1): void {
  let at = Math.min(rowCount.value - 1, Math.max(0, row))
  while (entryAt(at) && entryAt(at)?.type !== 'snapshot') at += by
  chooseRow(at)
}

/** The next snapshot that a rule reported on, or the first one beyond a gap, which cannot be chosen itself. */
export function markFrom(row: number, by: 1 | -1): number | undefined {
  let isBeyondGap = false
  for (let at = row + by; entryAt(at); at += by) {
    const entry = entryAt(at)
    if (entry?.type === 'gap') isBeyondGap = true
    if (entry?.type === 'snapshot' && (isBeyondGap || entry.risk !== 'none')) return at
  }
  return undefined
}

export function openChosen(): void {
  const { root, at } = view.value.parameters
  if (at !== undefined) openView('snapshot', { root, snapshot: at })
}

/** The first press marks where the range begins, the second takes it away. */
export function toggleRange(): void {
  changeView({ from: rangeStart.value === undefined ? chosenId.value : undefined })
}
