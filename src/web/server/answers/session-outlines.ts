import { FlightrecError } from '../../../model/errors.ts'
import { isSessionId, type SessionId } from '../../../model/session.ts'
import { type SessionReading, withSessions } from '../../../review/answers/session-reading.ts'
import { outlineJson } from '../../../review/json/session-outline.ts'
import { readOutline, type SessionOutline } from '../../../review/sessions/session-outline.ts'
import { sessionState } from '../../../review/sessions/session-state.ts'
import type { Home } from '../../../store/home/home.ts'
import { now } from '../../../system/clock.ts'
import { ROUTES } from '../../api/routes.ts'
import { OUTLINES_A_PAGE, type SessionOutlineAnswer } from '../../api/session-lists.ts'
import { answering } from '../answer.ts'
import { KeptByEvents } from '../kept-by-events.ts'
import { keptSession } from '../kept-sessions.ts'

export const sessionOutlines = answering(
  ROUTES.sessionOutlines,
  async ({ home }, { sessions: asked }, signal) => {
    const ids = asked.split(',').filter(isSessionId).slice(0, OUTLINES_A_PAGE)
    const outlines: SessionOutlineAnswer[] = []
    if (ids.length > 0)
      await withSessions(home, async (reading) => {
        for (const id of ids) {
          const outline = signal.aborted ? undefined : await outlineOf(home, reading, id)
          if (outline) outlines.push(outline)
        }
      })
    return { type: 'session-outlines' as const, outlines }
  },
)

const KEPT_MAX = 5_000
const kept = new KeptByEvents<SessionOutline>(KEPT_MAX)

/** A damaged session has none: its row says so. */
async function outlineOf(
  home: Home,
  reading: SessionReading,
  id: SessionId,
): Promise<SessionOutlineAnswer | undefined> {
  try {
    const session = await keptSession(home, reading, id)
    const outline = await kept.of(home, session, () =>
      readOutline(session, reading.events(session)),
    )
    return outlineJson(session, outline, sessionState(session, outline, now()))
  } catch (error) {
    if (error instanceof FlightrecError) return undefined
    throw error
  }
}
