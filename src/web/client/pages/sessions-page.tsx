/** All sessions: who is at work, then day by day. */
import { useSignal, useSignalEffect } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { useKeys } from '../keys/use-keys.ts'
import { Listbox } from '../list/listbox.tsx'
import { Failure } from '../panes/failure.tsx'
import { useNews } from '../panes/use-news.ts'
import { useSessions } from '../panes/use-sessions.ts'
import { clockMs } from '../state/live.ts'
import type { ListRow } from '../state/sessions/arrange-sessions.ts'
import {
  arranged,
  chosenRow,
  filterText,
  keyOf,
  openRow,
  outlinesNeeded,
} from '../state/sessions/list.ts'
import { admitWaiting, known, outlines, waitingSessions } from '../state/sessions/listed.ts'
import { HomeStrip } from './home-strip.tsx'
import { NoSessions } from './sessions/no-sessions.tsx'
import { NothingFits } from './sessions/nothing-fits.tsx'
import { SessionLine } from './sessions/session-line.tsx'
import { chooseAt, chooseNext, SESSION_LIST_KEYS } from './sessions/session-list-keys.ts'
import { SessionsBar } from './sessions/sessions-bar.tsx'

const ROW_HEIGHT = 30
/** All of them are listed anew: not with every event. */
const NEWS_PAUSE_MS = 1_000

export function SessionsPage() {
  const reading = useSessions()
  const seen = useSignal({ start: 0, end: 0 })
  useKeys('page', SESSION_LIST_KEYS)
  const { rows, options } = arranged.value
  const see = useMemo(
    () => (range: { start: number; end: number }) => {
      seen.value = range
    },
    [seen],
  )
  useSignalEffect(() => {
    const { start, end } = seen.value
    const inSight = arranged.value.rows.slice(start, end).flatMap(idOf)
    reading.see([...inSight, ...outlinesNeeded.value])
  })
  useNews('session', () => void reading.read(), NEWS_PAUSE_MS)
  const failure = reading.failure.value
  if (failure && !known.value)
    return <Failure failure={failure} onRetry={() => void reading.read()} />
  if (known.value?.total === 0) return <NoSessions />
  return (
    <div class="sessions">
      <h1 class="unseen">Sessions</h1>
      <HomeStrip
        days={7}
        cursorMs={clockMs.value || undefined}
        onMoment={(timeMs) => chooseAt(timeMs)}
        onMark={({ lane, timeMs }) => chooseAt(timeMs, lane.agent)}
        onArrow={chooseNext}
      />
      <SessionsBar />
      <Heads />
      {waitingSessions.value > 0 && (
        <button type="button" class="waiting-line" onClick={admitWaiting}>
          {waitingSessions.value} new {waitingSessions.value === 1 ? 'session' : 'sessions'}
        </button>
      )}
      {rows.length === 0 && known.value && filterText.value !== '' && <NothingFits />}
      <Listbox
        label="Sessions"
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        options={{ count: options, placeOf: (index) => placeOf(rows[index]) }}
        chosen={rows.findIndex((row) => row.kind !== 'head' && keyOf(row) === chosenRow.value)}
        row={(index) => <Row row={rows[index]} />}
        onChoose={(index) => openRow(rows[index])}
        onRange={see}
      />
    </div>
  )
}

function idOf(row: ListRow): string[] {
  return row.kind === 'session' ? [row.session.id] : []
}

function placeOf(row: ListRow | undefined): number | undefined {
  return row === undefined || row.kind === 'head' ? undefined : row.place
}

function Row({ row }: { row: ListRow | undefined }) {
  if (!row) return null
  if (row.kind === 'head')
    return (
      <div class="day-head">
        <b>{row.title}</b> <span class="faint">{row.note}</span>
      </div>
    )
  if (row.kind === 'fold')
    return (
      <div class="session-fold faint">
        {row.isOpen ? '▾' : '▸'} {row.count} subagents
      </div>
    )
  const { session, isBelow } = row
  return (
    <SessionLine
      session={session}
      outline={outlines.value.get(session.id)}
      isBelow={isBelow}
      nowMs={clockMs.value || (known.value?.atMs ?? 0)}
    />
  )
}

function Heads() {
  return (
    <div class="session-line session-heads small" aria-hidden="true">
      <span />
      <span>agent</span>
      <span>asked</span>
      <span class="when-wide">root</span>
      <span class="when-wide">life</span>
      <span class="number">started ↓</span>
      <span class="number">length</span>
      <span class="number">steps</span>
      <span class="number">files</span>
      <span>findings</span>
      <span class="number when-wide">tokens</span>
      <span class="number when-wide">cost</span>
    </div>
  )
}
