import { NO_EVENTS, type Session, type SessionId } from '../../model/session.ts'
import { birthMark } from '../../system/process-identity.ts'
import type { EventPreparer } from './prepare-event.ts'

/** What is known of a session when it begins. */
export type NewSession = Pick<Session, 'agent'> &
  Partial<
    Pick<Session, 'id' | 'root' | 'parent' | 'agent_session' | 'message' | 'manual' | 'command'>
  > & {
    /** The session ends with this process. */
    pid?: number | undefined
    /** The run below which it speaks, as its environment says: that may be over. */
    run?: SessionId | undefined
  }

/** Returns the session that begins at `time`, as it is recorded. */
export function newSession(
  wanted: NewSession & { id: SessionId },
  time: string,
  preparer: EventPreparer,
): Session {
  const { pid, run: _, ...known } = preparer.prepareSession(wanted, wanted.root)
  const birth = pid === undefined ? undefined : birthMark(pid)
  return {
    ...known,
    ...(birth !== undefined && { process: { pid: pid!, birth } }),
    started: time,
    last: time,
    totals: NO_EVENTS,
  }
}
