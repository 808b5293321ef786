import { createHash, randomBytes } from 'node:crypto'
import type { SessionId } from '../../model/session.ts'

/** Returns the id of what `agent` calls `name`: always the same, so that nothing has to remember it. */
export function sessionIdOf(agent: string, name: string): SessionId {
  const hash = createHash('sha256').update(`${agent}\0${name}`).digest('hex')
  return `sess_${hash.slice(0, 16)}` as SessionId
}

/** Returns the id of a session that no agent has a name for. */
export function newSessionId(): SessionId {
  return `sess_${randomBytes(8).toString('hex')}` as SessionId
}
