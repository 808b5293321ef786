/** All sessions of a home, one after another. */
import { FlightrecError } from '../../model/errors.ts'
import type { Session, SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { listLive, readLiveSession } from '../../store/sessions/live-folder.ts'
import type { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { readTogether } from './read-together.ts'

export interface SessionQuery {
  agent?: string | undefined
  anomaliesOnly?: boolean
  /** Told of each session that cannot be read, which is left out. */
  onDamaged?: ((error: FlightrecError) => void) | undefined
}

/** So many are asked for together: git answers them while the first are parsed. */
const AT_ONCE = 50

/** Yields sessions, the latest active first; of those that run, the latest first. */
export async function* listSessions(
  home: Home,
  reader: SessionsReader,
  query: SessionQuery = {},
): AsyncGenerator<Session> {
  const live = liveSessions(home)
  const running = new Set(live.map(({ id }) => id))
  for (const session of live) if (matches(session, query)) yield session
  const atRest = (await reader.list()).filter((id) => !running.has(id))
  for (let at = 0; at < atRest.length; at += AT_ONCE) {
    const ids = atRest.slice(at, at + AT_ONCE)
    for (const one of await readTogether(ids, (id) => reader.find(id))) {
      const session = one.status === 'fulfilled' ? one.value?.session : leaveOut(one.reason, query)
      if (session && matches(session, query)) yield session
    }
  }
}

/** Returns the ids of all sessions in the order of `listSessions`, without reading those at rest. */
export async function orderedSessions(home: Home, reader: SessionsReader): Promise<SessionId[]> {
  const live = liveSessions(home).map(({ id }) => id)
  return [...new Set([...live, ...(await reader.list())])]
}

function liveSessions(home: Home): Session[] {
  return listLive(home)
    .flatMap((id) => readLiveSession(home, id) ?? [])
    .sort((a, b) => (a.last < b.last ? 1 : -1))
}

/** @throws what it is told of, unless it is damage, and somebody hears of that. */
function leaveOut(reason: unknown, { onDamaged }: SessionQuery): undefined {
  if (!(reason instanceof FlightrecError) || !onDamaged) throw reason
  onDamaged(reason)
}

function matches({ agent, totals }: Session, query: SessionQuery): boolean {
  if (query.agent !== undefined && agent !== query.agent) return false
  return !query.anomaliesOnly || totals.anomalies > 0
}

/**
 * Returns a session as it is now.
 * @throws {FlightrecError} corrupt-store
 */
export async function readSession(
  home: Home,
  reader: SessionsReader,
  id: SessionId,
): Promise<Session> {
  const session = readLiveSession(home, id) ?? (await reader.find(id))?.session
  if (session) return session
  throw new FlightrecError('corrupt-store', `session ${id} cannot be read`, {
    hint: 'Run `flightrec daemon start`, which mends what a crash has left.',
  })
}
