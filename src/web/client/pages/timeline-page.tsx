/** The timeline of a root: its snapshots, gaps and silences, and what the chosen one changed. */
import { snapshotIdTime } from '../../../model/snapshot-id.ts'
import { TIMELINE_KEYS } from '../../api/query-keys.ts'
import { ROUTES } from '../../api/routes.ts'
import { useKeys } from '../keys/use-keys.ts'
import { Failure } from '../panes/failure.tsx'
import { FilterBox } from '../panes/filter/filter-box.tsx'
import { withSigns } from '../panes/recorded-text.tsx'
import { useAnswer } from '../panes/use-answer.ts'
import { useNews } from '../panes/use-news.ts'
import { useSessions } from '../panes/use-sessions.ts'
import { type TimelineReading, useTimeline } from '../panes/use-timeline.ts'
import { sessionValues } from '../state/sessions/session-values.ts'
import { chooseFrom, chosenId } from '../state/timeline/chosen.ts'
import { rowOf, rowOfSnapshot, timeline } from '../state/timeline/entries.ts'
import { changeView, openView, view } from '../state/view.ts'
import { HomeStrip } from './home-strip.tsx'
import { RootChooser } from './timeline/root-chooser.tsx'
import { TimelineDetail } from './timeline/timeline-detail.tsx'
import { TIMELINE_KEYS_BOUND } from './timeline/timeline-keys.ts'
import { TimelineList } from './timeline/timeline-list.tsx'
import { TimelineMoment } from './timeline/timeline-moment.tsx'

export function TimelinePage() {
  const { root, q = '', at } = view.value.parameters
  const { answer, failure, retry } = useAnswer(ROUTES.roots, {})
  const roots = answer.value?.roots ?? []
  const shown = root ?? roots[0]?.name
  const reading = useTimeline(shown, q, at)
  useSessions()
  useNews('root', () => void reading.refresh())
  useKeys('page', TIMELINE_KEYS_BOUND)
  const wrong = reading.failure.value ?? failure.value
  const again = () => {
    retry()
    if (reading.failure.value && shown !== undefined) void reading.open(shown, q, at)
  }
  if (wrong) return <Failure failure={wrong} onRetry={again} />
  return (
    <div class="timeline">
      <h1 class="unseen">Timeline</h1>
      {shown !== undefined && (
        <HomeStrip
          root={shown}
          days={1}
          cursorMs={chosenId.value === undefined ? undefined : snapshotIdTime(chosenId.value)}
          onMoment={(timeMs) => void chooseTime(reading, timeMs)}
          onMark={({ timeMs }) => void chooseTime(reading, timeMs)}
          onArrow={(by) => chooseFrom(rowOfSnapshot(chosenId.value) - by, by === 1 ? -1 : 1)}
        />
      )}
      <div class="filter-bar">
        <RootChooser
          roots={roots}
          shown={shown}
          onChoose={(name) => openView('timeline', { root: name })}
        />
        <FilterBox
          value={q}
          keys={TIMELINE_KEYS}
          valuesOf={sessionValues}
          onChange={(text) => changeView({ q: text === '' ? undefined : text })}
        />
        <span class="modified cut" role="status">
          {withSigns(timeline.value?.leftOut.join(' · ') ?? '')}
        </span>
        <span class="dim">{countText()}</span>
      </div>
      <TimelineMoment />
      <div class="timeline-panes">
        <TimelineList reading={reading} />
        <section class="timeline-detail scrolls" aria-label="Snapshot">
          <TimelineDetail />
        </section>
      </div>
    </div>
  )
}

/** Chooses what held then. */
async function chooseTime(reading: TimelineReading, timeMs: number): Promise<void> {
  const number = await reading.seek(new Date(timeMs).toISOString())
  if (number !== undefined) chooseFrom(rowOf(number), 1)
}

function countText(): string {
  const listed = timeline.value
  if (!listed) return ''
  return `${listed.isComplete ? '' : '≥ '}${listed.total.toLocaleString('en')} rows`
}
