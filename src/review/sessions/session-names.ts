/** Which session a user means: its id, or the beginning of it. */
import { FlightrecError } from '../../model/errors.ts'
import type { SessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import type { Home } from '../../store/home/home.ts'
import { listLive } from '../../store/sessions/live-folder.ts'
import { hasAnySession, type SessionsReader } from '../../store/sessions/sessions-repo.ts'

const PREFIX = /^(?:sess_)?([0-9a-f]{1,16})…?$/
const CANDIDATES_SHOWN_MAX = 5

/** @throws {FlightrecError} no-store, when there has never been a session. */
export function requireSessions(home: Home): void {
  if (hasAnySession(home)) return
  throw new FlightrecError('no-store', `${showText(home.path)} holds no session yet`, {
    hint: 'Run `flightrec start --agent NAME` to begin one.',
  })
}

/**
 * Returns the id that `name` is, or is the only one to begin so; `sess_` and a final `…` may be left out.
 * @throws {FlightrecError} unknown-session, ambiguous-session
 */
export async function resolveSession(
  home: Home,
  reader: SessionsReader,
  name: string,
): Promise<SessionId> {
  const digits = PREFIX.exec(name)?.[1]
  const all = digits === undefined ? [] : await sessionIds(home, reader)
  const found = all.filter((id) => id.startsWith(`sess_${digits}`))
  if (found.length === 1) return found[0]!
  const hint = 'Run `flightrec sessions` to see what there is.'
  if (found.length === 0) {
    throw new FlightrecError('unknown-session', `no session '${showText(name)}'`, { hint })
  }
  const shown = found.slice(0, CANDIDATES_SHOWN_MAX).join(', ')
  const more = found.length > CANDIDATES_SHOWN_MAX ? ', …' : ''
  const message = `'${showText(name)}' is the beginning of ${found.length} sessions: ${shown}${more}`
  throw new FlightrecError('ambiguous-session', message, { hint: 'Give more of the id.' })
}

/** Returns the ids of all sessions: running ones first, then the latest active first. */
async function sessionIds(home: Home, reader: SessionsReader): Promise<SessionId[]> {
  return [...new Set([...listLive(home), ...(await reader.list())])]
}
