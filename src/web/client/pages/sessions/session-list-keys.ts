/** The keys of the list of sessions. */
import type { KeyBinding } from '../../keys/press.ts'
import type { ListRow } from '../../state/sessions/arrange-sessions.ts'
import { arranged, chosenRow, keyOf, openRow } from '../../state/sessions/list.ts'

const PAGE = 20

const rows = () => arranged.value.rows.filter((row) => row.kind !== 'head')
const place = () => rows().findIndex((row) => keyOf(row) === chosenRow.value)

function go(to: number): void {
  const all = rows()
  const row = all[Math.min(all.length - 1, Math.max(0, to))]
  if (row) chosenRow.value = keyOf(row)
}

function marked(by: 1 | -1): number | undefined {
  const all = rows()
  for (let at = place() + by; at >= 0 && at < all.length; at += by)
    if (hasFindings(all[at]!)) return at
  return undefined
}

function hasFindings(row: ListRow): boolean {
  return row.kind === 'session' && row.session.total_anomalies > 0
}

const mark = (by: 1 | -1, where: string) => ({
  run: () => go(marked(by) ?? place()),
  whyNot: () => (marked(by) === undefined ? `no session with findings ${where} this` : undefined),
})

/** On the strip, time goes to the right; in the list, down. */
export function chooseNext(by: -1 | 1): void {
  go(place() - by)
}

/** Chooses the session that ran at a time, or began last before it. */
export function chooseAt(timeMs: number, agent?: string): void {
  const all = arranged.value.rows.flatMap((row) => (row.kind === 'session' ? [row.session] : []))
  const before = all
    .filter((one) => agent === undefined || agent === 'others' || one.agent === agent)
    .filter(({ started_at }) => Date.parse(started_at) <= timeMs)
    .sort((one, other) => (one.started_at < other.started_at ? 1 : -1))
  if (before[0]) chosenRow.value = before[0].id
}

export const SESSION_LIST_KEYS: readonly KeyBinding[] = [
  { keys: ['j', '↓'], does: 'next', isAtFoot: true, run: () => go(place() + 1) },
  { keys: ['k', '↑'], does: 'before', isAtFoot: true, run: () => go(place() - 1) },
  {
    keys: ['Enter'],
    does: 'open',
    isAtFoot: true,
    run: () => openRow(rows()[place()]),
    whyNot: () => (place() < 0 ? 'no session is chosen' : undefined),
  },
  { keys: [']'], does: 'next with findings', isAtFoot: true, ...mark(1, 'after') },
  { keys: ['['], does: 'with findings before', ...mark(-1, 'before') },
  { keys: ['g'], does: 'first', run: () => go(0) },
  { keys: ['G'], does: 'last', run: () => go(Infinity) },
  { keys: ['PgDn'], does: 'a page on', run: () => go(place() + PAGE) },
  { keys: ['PgUp'], does: 'a page back', run: () => go(place() - PAGE) },
]
