import type { Session, SessionId } from '../../model/session.ts'
import type { LiveSession } from './live-session.ts'

const KNOWN_MAX = 1_000

/** Lets a session and the run below which it speaks know each other; what is no run that goes on is none of its. */
export function joinRun(
  live: LiveSession,
  id: SessionId | undefined,
  running: ReadonlyMap<SessionId, LiveSession>,
): void {
  const above = id === undefined ? undefined : running.get(id)
  if (!above?.session.command || above === live) return
  const [member, run] = [live.session, above.session]
  live.know({ runs: withLatest(member.runs, run.id) })
  above.know({ members: withLatest(run.members, member.id) })
}

function withLatest(known: Session['runs'] = [], id: SessionId): SessionId[] {
  return known.includes(id) ? known : [...known, id].slice(-KNOWN_MAX)
}
