/** A search over all that was recorded: what agents did and said, and what stood on terminals. */
import { useComputed, useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { SEARCH_KEYS } from '../../api/query-keys.ts'
import { useKeys } from '../keys/use-keys.ts'
import { Listbox } from '../list/listbox.tsx'
import { Failure } from '../panes/failure.tsx'
import { FilterBox } from '../panes/filter/filter-box.tsx'
import { useSearch } from '../panes/use-search.ts'
import { useSessions } from '../panes/use-sessions.ts'
import { type FoundLineRow, foundRows } from '../state/found.ts'
import { known } from '../state/sessions/listed.ts'
import { sessionValues } from '../state/sessions/session-values.ts'
import { changeView, openView, view } from '../state/view.ts'
import { FoundLine } from './search/found-line.tsx'
import { searchKeys } from './search/search-keys.ts'

const ROW_HEIGHT = 26

export function SearchPage() {
  const { q = '' } = view.value.parameters
  const searching = useSearch(q)
  const sessions = useSessions()
  const found = useComputed(() => foundRows(searching.parts.value))
  const chosen = useSignal(-1)
  const keys = useMemo(() => searchKeys(found, chosen, openHit), [found, chosen])
  useKeys('page', keys)
  const { rows, hits } = found.value
  useEffect(
    () => sessions.see([...new Set(rows.map(({ group }) => group.session))]),
    [sessions, rows],
  )
  const nowMs = known.value?.atMs ?? 0
  return (
    <div class="found">
      <h1 class="unseen">Search</h1>
      <div class="filter-bar">
        <FilterBox
          value={q}
          keys={SEARCH_KEYS}
          valuesOf={sessionValues}
          placeholder={'words, "a phrase", /a pattern/, agent: session: kind:'}
          onChange={(text) => changeView({ q: text === '' ? undefined : text })}
        />
        <span class="dim">
          {hits} in {found.value.sessions} sessions
        </span>
      </div>
      <p class="found-said faint" role="status">
        {saidOf(q, searching)}
      </p>
      {searching.failure.value ? (
        <Failure failure={searching.failure.value} onRetry={() => void searching.search(q)} />
      ) : (
        <Listbox
          label="Found"
          count={rows.length}
          rowHeight={ROW_HEIGHT}
          options={{ count: hits, placeOf: (at) => placeOf(rows[at]) }}
          chosen={chosen.value}
          row={(at) => rows[at] && <FoundLine row={rows[at]} nowMs={nowMs} />}
          onChoose={(at) => {
            chosen.value = at
            openHit(rows[at])
          }}
        />
      )}
    </div>
  )
}

function placeOf(row: FoundLineRow | undefined): number | undefined {
  return row?.kind === 'hit' ? row.place : undefined
}

/** The moment of the hit, in its session. */
function openHit(row: FoundLineRow | undefined): void {
  if (row?.kind !== 'hit') return
  const { seq, time } = row.hit
  const step = seq === null ? undefined : String(seq)
  openView('session', { session: row.group.session, at: time, step })
}

/** What was looked at, and what was not. */
function saidOf(q: string, searching: ReturnType<typeof useSearch>): string {
  if (q.trim() === '') return 'Looks through what agents did and said, and what stood on terminals.'
  const { done, total } = searching.looked.value
  const damaged = searching.parts.value.flatMap((part) => part.damaged)
  return [
    searching.isSearching.value
      ? `${done} of ${total} sessions looked at`
      : `${total} sessions and their terminals looked at`,
    'the content of files was not: flightrec git -- log -S looks there',
    ...(damaged.length > 0 ? [`${damaged.length} cannot be read: ${damaged[0]}`] : []),
  ].join(' · ')
}
