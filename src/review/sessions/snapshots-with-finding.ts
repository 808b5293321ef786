import type { Event } from '../../model/event.ts'
import { isAtLeast, isRisk } from '../../model/risk.ts'
import type { Home } from '../../store/home/home.ts'
import { readEvents } from '../../store/sessions/session-events.ts'
import type { SessionsReader } from '../../store/sessions/sessions-repo.ts'
import { listSessions } from './session-list.ts'
import { StepIndex } from './step-snapshots.ts'

/**
 * Returns the ids of the snapshots of steps in which a rule reported: a rule, by a part of its name, or a risk and
 * worse.
 */
export async function snapshotsWithFinding(
  home: Home,
  sessions: SessionsReader,
  finding: string,
): Promise<Set<string>> {
  const isWanted = ({ risk_level, findings }: Event) =>
    isRisk(finding)
      ? isAtLeast(risk_level, finding)
      : findings?.some((rule) => rule.includes(finding)) === true
  const ids = new Set<string>()
  const query = { anomaliesOnly: true, onDamaged: pass }
  for await (const session of listSessions(home, sessions, query)) {
    const events: Event[] = []
    for await (const event of readEvents(home, sessions, session.id)) events.push(event)
    const steps = new StepIndex(events)
    for (const event of events) {
      if (!isWanted(event)) continue
      for (const id of steps.snapshotsOf(event).taken) ids.add(id)
    }
  }
  return ids
}

/** One damaged session must not hide the others; `verify` names it. */
function pass(): void {}
