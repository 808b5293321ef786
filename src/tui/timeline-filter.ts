/** What a timeline is limited to, as the user types it: `path:src agent:codex session:sess_6a9 finding:danger`. */
import type { IndexFilter } from '../review/history/timeline-index.ts'
import type { RepoView } from '../review/repo/repo-view.ts'
import { pathInRoot } from '../review/repo/root-paths.ts'
import { resolveSession } from '../review/sessions/session-names.ts'
import { snapshotsWithFinding } from '../review/sessions/snapshots-with-finding.ts'
import type { Records } from './records.ts'

const FILTERS = ['path', 'agent', 'session', 'finding'] as const

/** `key:value`, a value alone, or a key whose value is still to come. */
const WORD = /(?:([a-z]+):)?(?:"([^"]*)"?|([^\s"]\S*)|(?<=:))/g

export type TimelineFilter = Partial<Record<(typeof FILTERS)[number], string>>

/** Returns what is wrong when the text is no filter; a word alone is a path. */
export function parseFilter(text: string): TimelineFilter | string {
  const filter: TimelineFilter = {}
  for (const [, key, quoted, bare] of text.matchAll(WORD)) {
    const word = FILTERS.find((known) => known === (key ?? 'path'))
    if (!word) return `there is no filter '${key}:'; there are ${FILTERS.join(', ')}`
    const value = quoted ?? bare ?? ''
    if (value !== '') filter[word] = value
  }
  return filter
}

export function formatFilter(filter: TimelineFilter): string {
  return FILTERS.flatMap((word) => {
    const value = filter[word]
    if (value === undefined) return []
    return [`${word}:${/\s/.test(value) ? `"${value}"` : value}`]
  }).join(' ')
}

/**
 * Finds out what the words mean.
 * @throws {FlightrecError} usage, unknown-session, ambiguous-session
 */
export async function readFilter(
  records: Records,
  view: RepoView,
  { path, agent, session, finding }: TimelineFilter,
): Promise<IndexFilter> {
  return {
    paths: path === undefined ? undefined : [pathInRoot(view.repo.root, view.repo.root, path)],
    agent,
    session:
      session === undefined
        ? undefined
        : await resolveSession(records.home, records.sessions, session),
    ids:
      finding === undefined
        ? undefined
        : await snapshotsWithFinding(records.home, records.sessions, finding),
  }
}
