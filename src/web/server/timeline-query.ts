/** What a filter that was typed means for the timeline of a root. */
import { agentNamed } from '../../model/agent-names.ts'
import { isTextIn, parseLength, parseQuery, type QueryTerm, soundTerms } from '../../model/query.ts'
import { rawFromText } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { findTimeExpression } from '../../model/time-expression.ts'
import type { IndexFilter } from '../../review/history/timeline-index.ts'
import { snapshotsWithFinding } from '../../review/sessions/snapshots-with-finding.ts'
import type { Home } from '../../store/home/home.ts'
import { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { TIMELINE_KEYS } from '../api/query-keys.ts'

export interface TimelineQuery {
  filter: IndexFilter
  /** What could not be asked for, in words. */
  leftOut: string[]
}

export async function timelineQuery(
  home: Home,
  text: string,
  nowMs: number,
): Promise<TimelineQuery> {
  const query: TimelineQuery = { filter: {}, leftOut: [] }
  const tests: ((snapshot: Snapshot) => boolean)[] = []
  for (const term of soundTerms(parseQuery(text, TIMELINE_KEYS))) {
    const { key = 'path', isNot, values } = term
    const test = TESTS[key]
    if (test) tests.push((snapshot) => test(term, snapshot) !== isNot)
    else if (isNot) query.leftOut.push(`-${key}: cannot be asked for`)
    else if (key === 'path') addPaths(query, values)
    else if (key === 'finding') query.filter.ids = await snapshotsOf(home, term)
    else addTime(query, key, values[0]!.text, nowMs)
  }
  if (tests.length > 0) query.filter.isWanted = (snapshot) => tests.every((test) => test(snapshot))
  return query
}

/** What lies outside the root has no history in it. */
function addPaths({ filter, leftOut }: TimelineQuery, values: QueryTerm['values']): void {
  for (const { text } of values) {
    const path = text.replace(/^(?:\.\/)+|\/+$/g, '')
    const isOutside = path.startsWith('/') || path.split('/').includes('..')
    if (isOutside) leftOut.push(`'${text}' is no path below the root`)
    else if (path !== '' && path !== '.')
      filter.paths = [...(filter.paths ?? []), rawFromText(path)]
  }
}

const TESTS: Readonly<Record<string, (term: QueryTerm, snapshot: Snapshot) => boolean>> = {
  agent: isOfActor,
  by: isOfActor,
  session: (term, { session, later = [] }) =>
    [session, ...later.map((part) => part.session)].some(
      (id) => id !== undefined && isTextIn(term, id),
    ),
  evidence: (term, { evidence = 'none' }) => isTextIn(term, evidence),
}

function isOfActor({ values }: QueryTerm, { actor, later = [] }: Snapshot): boolean {
  const names = [actor.name, ...later.map(({ agent }) => agent)]
  return values.some(({ text }) => {
    const wanted = text === 'nobody' ? 'unattributed' : agentNamed(text)
    return names.some((name) => name === wanted)
  })
}

async function snapshotsOf(home: Home, { values }: QueryTerm): Promise<Set<string>> {
  const sessions = new SessionsReader(home)
  try {
    const found = await Promise.all(
      values.map(({ text }) => snapshotsWithFinding(home, sessions, text)),
    )
    return new Set(found.flatMap((ids) => [...ids]))
  } finally {
    sessions.close()
  }
}

function addTime({ filter, leftOut }: TimelineQuery, key: string, text: string, nowMs: number) {
  const length = parseLength(text)
  const timeMs = length === undefined ? findTimeExpression(text, nowMs) : nowMs - length
  if (timeMs === undefined) leftOut.push(`'${text}' is no time`)
  else if (key === 'since') filter.sinceMs = timeMs
  else filter.untilMs = timeMs
}
