/** How a session is doing now. */
import type { Session } from '../../model/session.ts'
import type { SessionState } from '../../model/session-state.ts'
import type { SessionOutline } from './session-outline.ts'

const MINUTE = 60_000
/** Models think for so long, and no longer. */
const THINKS_MAX_MS = 10 * MINUTE
const STALE_MS = 60 * MINUTE

export function sessionState(
  { ended, end_reason, last }: Session,
  { open, isTurnOver }: Pick<SessionOutline, 'open' | 'isTurnOver'>,
  nowMs: number,
): SessionState {
  if (ended !== undefined) return end_reason === 'process-gone' ? 'unclean' : 'ended'
  const silentMs = nowMs - Date.parse(last)
  if (silentMs > STALE_MS) return 'stale'
  if (open?.asks) return 'waiting'
  if (open) return 'working'
  return isTurnOver || silentMs > THINKS_MAX_MS ? 'idle' : 'working'
}
