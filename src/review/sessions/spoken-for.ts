/** Runs of which others tell: what their programs did stands in the sessions that have spoken below them. */
import type { Session, SessionId } from '../../model/session.ts'

/**
 * Whether a run has nothing to tell that one of the sessions below it does not, so that it need not stand beside them.
 * @param isListed whether a session is told of.
 */
export async function isSpokenFor(
  run: Session,
  isListed: (id: SessionId) => Promise<boolean>,
): Promise<boolean> {
  if (!isSilent(run)) return false
  for (const id of run.members ?? []) if (await isListed(id)) return true
  return false
}

/** Returns the sessions without the runs for which others of them speak. */
export function withoutSpokenFor<Of extends Session>(sessions: readonly Of[]): Of[] {
  const ids = new Set(sessions.map(({ id }) => id))
  return sessions.filter((one) => !isSilent(one) || !one.members?.some((id) => ids.has(id)))
}

function isSilent({ command, totals: { steps, files, anomalies } }: Session): boolean {
  return command !== undefined && steps + files + anomalies === 0
}
