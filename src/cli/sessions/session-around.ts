import { isSessionId, type SessionId } from '../../model/session.ts'
import { environment } from '../../system/environment.ts'

/** Names the session of the run below which something is started, in its environment. */
export const SESSION_VARIABLE = 'FLIGHTREC_SESSION'

/** Returns the session of the run that this process was started below; the run may be over. */
export function sessionAround(): SessionId | undefined {
  const named = environment(SESSION_VARIABLE)
  return named !== undefined && isSessionId(named) ? named : undefined
}
