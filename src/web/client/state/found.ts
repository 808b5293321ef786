/** What a search has found so far: headings of sessions, and below them the hits in order of time. */
import type { SearchGroup, SearchHit, SearchPart } from '../../api/search.ts'

export type FoundLineRow =
  | { kind: 'head'; group: SearchGroup }
  | { kind: 'hit'; group: SearchGroup; hit: SearchHit; place: number }
  | { kind: 'more'; group: SearchGroup }

export interface FoundList {
  rows: readonly FoundLineRow[]
  hits: number
  sessions: number
}

/** Joins what was found in events and on terminals. */
export function foundRows(parts: readonly SearchPart[]): FoundList {
  const groups = new Map<string, SearchGroup>()
  for (const group of parts.flatMap((part) => part.groups)) {
    const known = groups.get(group.session)
    groups.set(group.session, known ? joined(known, group) : group)
  }
  const all = [...groups.values()].sort((one, other) => (one.started < other.started ? 1 : -1))
  let hits = 0
  const rows = all.flatMap((group): FoundLineRow[] => [
    { kind: 'head', group },
    ...group.hits.map((hit) => {
      hits += 1
      return { kind: 'hit' as const, group, hit, place: hits }
    }),
    ...(group.more > 0 ? [{ kind: 'more' as const, group }] : []),
  ])
  return { rows, hits, sessions: all.length }
}

function joined(one: SearchGroup, other: SearchGroup): SearchGroup {
  const hits = [...one.hits, ...other.hits].sort((a, b) => (a.time < b.time ? -1 : 1))
  return { ...one, hits, more: one.more + other.more }
}
