/** The rows of a timeline, and the line behind which new ones wait. */
import { useComputed } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { Listbox } from '../../list/listbox.tsx'
import type { TimelineReading } from '../../panes/use-timeline.ts'
import { known } from '../../state/sessions/listed.ts'
import { clockText } from '../../state/time-text.ts'
import { chooseRow, chosenId, openChosen, rangeStart } from '../../state/timeline/chosen.ts'
import {
  entryAt,
  rowCount,
  rowOfSnapshot,
  showWaiting,
  timeline,
  timeOf,
  waiting,
} from '../../state/timeline/entries.ts'
import { lanePieces, laneSessions } from '../../state/timeline/session-lanes.ts'
import { TimelineLine } from './timeline-line.tsx'

const ROW_HEIGHT = 26

export function TimelineList({ reading }: { reading: TimelineReading }) {
  const lanes = useComputed(() => {
    const { sessions, atMs = 0 } = known.value ?? {}
    return laneSessions([...(sessions?.values() ?? [])], timeline.value?.root ?? '', atMs)
  })
  const list = timeline.value?.list
  const see = useMemo(
    () => (range: { start: number; end: number }) => list && reading.see(range),
    [reading, list],
  )
  const row = (index: number) => {
    const entry = entryAt(index)
    const [timeMs, newerMs, olderMs] = [index, index - 1, index + 1].map((one) =>
      timeOf(entryAt(one)),
    )
    return (
      <TimelineLine
        entry={entry}
        pieces={timeMs === undefined ? [] : lanePieces(lanes.value, timeMs, { newerMs, olderMs })}
        isStart={entry?.type === 'snapshot' && entry.snapshot_id === rangeStart.value}
      />
    )
  }
  return (
    <div class="timeline-list">
      {waiting.value > 0 && <WaitingLine />}
      <Listbox
        label="Snapshots"
        count={rowCount.value}
        rowHeight={ROW_HEIGHT}
        chosen={rowOfSnapshot(chosenId.value)}
        row={row}
        onChoose={chooseRow}
        onOpen={openChosen}
        onRange={see}
      />
    </div>
  )
}

function WaitingLine() {
  const sinceMs = timeOf(entryAt(0))
  return (
    <button type="button" class="waiting-line" onClick={showWaiting}>
      {waiting.value} new {waiting.value === 1 ? 'entry' : 'entries'}
      {sinceMs !== undefined && ` since ${clockText(sinceMs)}`}
    </button>
  )
}
