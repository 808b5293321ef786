import { FlightrecError } from '../../../model/errors.ts'
import type { Session } from '../../../model/session.ts'
import { withSessions } from '../../../review/answers/session-reading.ts'
import { sessionJson } from '../../../review/json/session.ts'
import { readTogether } from '../../../review/sessions/read-together.ts'
import { isRootRecorded } from '../../../review/status/unrecorded.ts'
import type { Home } from '../../../store/home/home.ts'
import { hasAnySession } from '../../../store/sessions/sessions-repo.ts'
import { now } from '../../../system/clock.ts'
import { ROUTES } from '../../api/routes.ts'
import { type ListedSession, SESSIONS_A_PAGE } from '../../api/session-lists.ts'
import { answering, wholeNumber } from '../answer.ts'
import { keptSession } from '../kept-sessions.ts'

export const sessions = answering(ROUTES.sessions, async ({ home }, range) => {
  const start = wholeNumber('start', range.start) ?? 0
  const count = Math.min(wholeNumber('count', range.count, 1) ?? Infinity, SESSIONS_A_PAGE)
  const at = new Date(now()).toISOString()
  if (!hasAnySession(home))
    return { type: 'sessions' as const, at, total: 0, start, sessions: [], damaged: [] }
  return await withSessions(home, async (reading) => {
    const ids = await reading.order()
    const asked = ids.slice(start, start + count)
    const sound: Session[] = []
    const damaged: string[] = []
    for (const one of await readTogether(asked, (id) => keptSession(home, reading, id))) {
      if (one.status === 'fulfilled') sound.push(one.value)
      else if (one.reason instanceof FlightrecError) damaged.push(one.reason.message)
      else throw one.reason
    }
    return {
      type: 'sessions' as const,
      at,
      total: ids.length,
      start,
      sessions: withRoots(home, sound),
      damaged,
    }
  })
})

/** Many sessions share a root: each is looked for once. */
function withRoots(home: Home, listed: readonly Session[]): ListedSession[] {
  const known = new Map<string | undefined, boolean | null>()
  return listed.map((session) => {
    const { root } = session
    if (!known.has(root)) known.set(root, isRootRecorded(home, session))
    return { ...sessionJson(session), root_recorded: known.get(root) ?? null }
  })
}
