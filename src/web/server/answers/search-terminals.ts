import { FlightrecError } from '../../../model/errors.ts'
import type { Session } from '../../../model/session.ts'
import { searchTerminals } from '../../../review/answers/search-terminals.ts'
import { type SessionReading, withSessions } from '../../../review/answers/session-reading.ts'
import { hasAnySession } from '../../../store/sessions/sessions-repo.ts'
import { ROUTES } from '../../api/routes.ts'
import { HITS_A_GROUP, type SearchGroup, type SearchHit } from '../../api/search.ts'
import { answering } from '../answer.ts'
import { searchQuery } from '../search-query.ts'

const HITS_MAX = 2_000

/** Looks through all that stood on terminals: each time that a row appeared. */
export const searchScreens = answering(ROUTES.searchTerminals, async ({ home }, { q }) => {
  const { patterns, first, isSessionWanted, isKindWanted } = searchQuery(q)
  const damaged: string[] = []
  const found = new Map<string, { hits: SearchHit[]; more: number }>()
  const nothing = { type: 'search' as const, damaged, looked: 0, total: 0, next: null }
  if (!hasAnySession(home) || !isKindWanted('terminal')) return { ...nothing, groups: [] }
  const rows = searchTerminals(home, {
    pattern: first,
    isLiteral: false,
    limit: HITS_MAX,
    onDamaged: (error) => damaged.push(error.message),
  })
  for await (const { recording, text, timeMs, column, length } of rows) {
    if (!patterns.every(({ isIn }) => isIn(text))) continue
    const group = found.get(recording.session) ?? { hits: [], more: 0 }
    found.set(recording.session, group)
    if (group.hits.length >= HITS_A_GROUP) group.more += 1
    else {
      const time = new Date(Date.parse(recording.started) + timeMs).toISOString()
      group.hits.push({
        ...{ seq: null, time, kind: 'terminal', risk: 'none' },
        text,
        at: column,
        length,
      })
    }
  }
  const groups: SearchGroup[] = []
  await withSessions(home, async (reading) => {
    for (const [id, group] of found) {
      const session = await speakerOf(reading, await reading.find(id))
      const { agent, started } = session
      if (isSessionWanted(session)) groups.push({ session: session.id, agent, started, ...group })
    }
  })
  return { ...nothing, groups }
})

/** What stood on the terminal of a run is told of the session that spoke on it, where there is one. */
async function speakerOf(reading: SessionReading, run: Session): Promise<Session> {
  for (const id of run.members ?? []) {
    try {
      const member = await reading.read(id)
      if (member.parent === undefined) return member
    } catch (error) {
      // Dropped, or damaged.
      if (!(error instanceof FlightrecError)) throw error
    }
  }
  return run
}
