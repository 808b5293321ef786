/** The events that frame a session: that it begins or goes on, and that it ends. */
import { END_REASONS, type EndReason, type Session } from '../../model/session.ts'
import type { NewEvent } from './prepare-event.ts'

/** What is known when a session ends. */
export interface SessionLast {
  snapshotBefore?: string | undefined
  /** Of its command. */
  exitCode?: number | undefined
}

export function startEvent(session: Session, time: string, snapshotBefore?: string): NewEvent {
  const { agent, message, root, manual, totals } = session
  const said = message === undefined ? '' : `: ${message}`
  return {
    time,
    event_type: 'SESSION_START',
    summary: totals.events === 0 ? `${agent} begins${said}` : `${agent} goes on`,
    ...(root !== undefined && { cwd: root }),
    ...(snapshotBefore !== undefined && { snapshot_before: snapshotBefore }),
    source: manual ? 'cli' : 'hook',
  }
}

export function endEvent(
  { agent, manual }: Session,
  reason: EndReason,
  timeMs: number,
  {
    snapshotBefore,
    exitCode,
  }: { snapshotBefore?: string | undefined; exitCode?: number | undefined },
): NewEvent {
  return {
    time: new Date(timeMs).toISOString(),
    event_type: 'SESSION_END',
    summary: `${agent} ends: ${END_REASONS[reason]}`,
    ...(snapshotBefore !== undefined && { snapshot_before: snapshotBefore }),
    ...(exitCode !== undefined && { exit_code: exitCode }),
    source: manual ? 'cli' : 'hook',
    raw: { end_reason: reason },
  }
}
