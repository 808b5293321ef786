/** What a session was doing at a moment. */
import type { Session } from '../../model/session.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'
import { type JoinedStep, joinSteps } from '../sessions/joined-steps.ts'

export interface SessionThen {
  session: Session
  /** The steps that were under way. */
  running: JoinedStep[]
  /** What was done last, when nothing was under way. */
  last?: JoinedStep
}

/** Whether a session had begun and not ended by then. */
export function ranAt({ started, ended }: Session, timeMs: number): boolean {
  return Date.parse(started) <= timeMs && (ended === undefined || timeMs <= Date.parse(ended))
}

export async function readSessionThen(
  session: Session,
  events: AsyncIterable<StoredEvent>,
  timeMs: number,
): Promise<SessionThen> {
  const running: JoinedStep[] = []
  let last: JoinedStep | undefined
  for await (const step of joinSteps(events)) {
    const { event, end } = step
    const begunMs = Date.parse(event.time)
    if (begunMs > timeMs || /^(?:SESSION_|GAP)/.test(event.event_type)) continue
    if (event.phase === 'before' && end && timeMs < Date.parse(end.time)) running.push(step)
    else if (event.phase === 'before' && !end && session.ended === undefined) running.push(step)
    last = step
  }
  return running.length > 0 || !last ? { session, running } : { session, running, last }
}
