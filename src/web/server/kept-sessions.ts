/** Sessions as their heads in the sessions repo tell them: a head never changes, so each is read once. */
import { FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import type { Session, SessionId } from '../../model/session.ts'
import type { SessionReading } from '../../review/answers/session-reading.ts'
import { readTogether } from '../../review/sessions/read-together.ts'
import type { Home } from '../../store/home/home.ts'
import { listLive, readLiveSession } from '../../store/sessions/live-folder.ts'
import {
  hasSessionsRepo,
  listSessionRefs,
  sessionCommit,
} from '../../store/sessions/sessions-repo.ts'

const KEPT_MAX = 20_000

const kept = new Map<Oid, Session>()

/** Returns those that were active at a time or later; one that cannot be read is left out. */
export async function sessionsSince(
  home: Home,
  reading: SessionReading,
  sinceMs: number,
): Promise<Session[]> {
  const live = listLive(home).flatMap((id) => readLiveSession(home, id) ?? [])
  const running = new Set(live.map(({ id }) => id))
  const refs = hasSessionsRepo(home) ? await listSessionRefs(home) : []
  // A ref tells whole seconds.
  const asked = refs.filter(({ id, lastMs }) => lastMs + 1_000 > sinceMs && !running.has(id))
  const found = await readTogether(asked, async ({ id, head }) => {
    const known = kept.get(head)
    if (known) return known
    const session = await reading.read(id)
    note(head, session)
    return session
  })
  return [...live, ...found.flatMap(soundOnly)]
}

/**
 * Returns a session as it is now.
 * @throws {FlightrecError} corrupt-store
 */
export async function keptSession(
  home: Home,
  reading: SessionReading,
  id: SessionId,
): Promise<Session> {
  const live = readLiveSession(home, id)
  if (live) return live
  const head = sessionCommit(home, id)
  const known = head && kept.get(head)
  if (known) return known
  const session = await reading.read(id)
  // What was moved meanwhile is not that of this head.
  if (head && sessionCommit(home, id) === head) note(head, session)
  return session
}

function note(head: Oid, session: Session): void {
  if (kept.size >= KEPT_MAX) kept.clear()
  kept.set(head, session)
}

/** One that is damaged is left out. */
function soundOnly(one: PromiseSettledResult<Session>): Session[] {
  if (one.status === 'fulfilled') return [one.value]
  if (one.reason instanceof FlightrecError) return []
  throw one.reason
}
