/** When a session that runs is over, though nobody has said so. */
import type { EndReason, Session } from '../../model/session.ts'
import { now } from '../../system/clock.ts'
import { birthMark } from '../../system/process-identity.ts'

const MINUTE = 60_000
/** A session that has been silent for so long is over; it goes on should it speak again. */
const IDLE_MS = 60 * MINUTE
const MANUAL_IDLE_MS = 24 * 60 * MINUTE

/** Returns why a session is over; undefined while it may go on. */
export function whyOver({ process, manual, command, last }: Session): EndReason | undefined {
  if (process && birthMark(process.pid) !== process.birth) return 'process-gone'
  if (process && command) return undefined
  const silentMs = now() - Date.parse(last)
  return silentMs > (manual ? MANUAL_IDLE_MS : IDLE_MS) ? 'idle' : undefined
}
