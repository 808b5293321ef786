/** The list of sessions as it is shown: which rows, which one is chosen, and what opens. */
import { computed, signal } from '@preact/signals'
import type { QueryTerm } from '../../../../model/query.ts'
import type { ListedSession } from '../../../api/session-lists.ts'
import { openView, view } from '../view.ts'
import { arrangeSessions, type ListRow } from './arrange-sessions.ts'
import { known, outlines, shownSessions } from './listed.ts'
import { isSessionWanted, needsOutlines, sessionTerms } from './session-filter.ts'

/** Parents whose many subagents are shown. */
const unfolded = signal<ReadonlySet<string>>(new Set())

export const filterText = computed(() => view.value.parameters.q ?? '')

const terms = computed(() => sessionTerms(filterText.value))

/** All sessions whose outlines a filter needs. */
export const outlinesNeeded = computed(() =>
  needsOutlines(terms.value) ? shownSessions.value.map(({ id }) => id as string) : [],
)

function isWantedBy(asked: readonly QueryTerm[]): (session: ListedSession) => boolean {
  const nowMs = known.value?.atMs ?? 0
  return (session) =>
    isSessionWanted(asked, { session, outline: outlines.value.get(session.id), nowMs })
}

/** Returns how many sessions other terms would leave. */
export function countWith(asked: readonly QueryTerm[]): number {
  return shownSessions.value.filter(isWantedBy(asked)).length
}

export const arranged = computed(() =>
  arrangeSessions({
    sessions: shownSessions.value,
    outlines: outlines.value,
    nowMs: known.value?.atMs ?? 0,
    isWanted: isWantedBy(terms.value),
    unfolded: unfolded.value,
  }),
)

/** The row that is chosen, by its key. */
export const chosenRow = signal<string | undefined>(undefined)

/** Headings cannot be chosen. */
export function keyOf(row: ListRow | undefined): string | undefined {
  if (row?.kind === 'session') return row.session.id
  return row?.kind === 'fold' ? `below ${row.parent}` : undefined
}

export function openRow(row: ListRow | undefined): void {
  chosenRow.value = keyOf(row)
  if (row?.kind === 'session') openView('session', { session: row.session.id })
  if (row?.kind === 'fold') toggle(row.parent)
}

function toggle(parent: string): void {
  const all = new Set(unfolded.value)
  if (!all.delete(parent)) all.add(parent)
  unfolded.value = all
}
