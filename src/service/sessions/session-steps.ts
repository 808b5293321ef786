/** Beginning and ending a session by hand: a snapshot first, so that only what happens within counts. */
import { FlightrecError } from '../../model/errors.ts'
import { isSessionId, type Session, type SessionId } from '../../model/session.ts'
import { EventPreparer } from '../../record/sessions/prepare-event.ts'
import { Sessions } from '../../record/sessions/sessions.ts'
import { rulesInForce } from '../../rules/in-force.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { listLive } from '../../store/sessions/live-folder.ts'
import { newSessionId } from '../../store/sessions/session-id.ts'
import { dropSessions } from '../../store/sessions/sessions-repo.ts'
import type { Requests, SessionStart, SessionStop, SnapshotReport } from '../requests.ts'

type TakeSnapshot = (request: Requests['snapshot']['params']) => Promise<SnapshotReport[]>

/**
 * Takes up the running sessions of a home. The caller holds its lock.
 * @throws {FlightrecError} bad-config
 */
export async function openSessions(home: Home): Promise<Sessions> {
  return await Sessions.open({ home, preparer: await eventPreparer(home) })
}

/** @throws {FlightrecError} bad-config */
export async function eventPreparer(home: Home): Promise<EventPreparer> {
  const { rules } = await loadConfig(home)
  return new EventPreparer(home, rulesInForce(rules))
}

/** @throws {FlightrecError} failed, when a session runs in the root already; newer-format. */
export async function startSession(
  sessions: Sessions,
  takeSnapshot: TakeSnapshot,
  wanted: SessionStart,
): Promise<Session> {
  if (sessions.refusal) throw sessions.refusal
  const { root, command } = wanted
  const trigger = command ? 'run' : 'manual'
  const [report] = root === undefined ? [] : await takeSnapshot({ roots: [root], trigger })
  const { id = newSessionId() } = wanted
  return await sessions.start({ ...wanted, id, manual: true }, report?.snapshot.id)
}

/** @throws {FlightrecError} unknown-session, when it does not run; newer-format. */
export async function stopSession(
  sessions: Sessions,
  takeSnapshot: TakeSnapshot,
  { id, exitCode }: SessionStop,
): Promise<Session> {
  if (sessions.refusal) throw sessions.refusal
  const { root, command } = sessions.list().find((session) => session.id === id) ?? {}
  const trigger = command ? 'run' : 'manual'
  const [report] = root === undefined ? [] : await takeSnapshot({ roots: [root], trigger })
  const reason = exitCode === undefined ? 'stop' : 'exited'
  const session = await sessions.end(id, reason, { snapshotBefore: report?.snapshot.id, exitCode })
  if (session) return session
  throw new FlightrecError('unknown-session', `session ${id} does not run`, {
    hint: 'Run `flightrec sessions` to see which do.',
  })
}

/** Drops sessions from the repo, but for those that run, and returns which were dropped. */
export function dropEnded(
  home: Home,
  sessions: Sessions,
  ids: readonly SessionId[],
): Promise<SessionId[]> {
  // In turn, so that none goes on meanwhile.
  return sessions.inTurn(async () => {
    const running = new Set(listLive(home))
    const ended = ids.filter((id) => isSessionId(id) && !running.has(id))
    await dropSessions(home, ended)
    return ended
  })
}
