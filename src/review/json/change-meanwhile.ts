/** What somebody else, or nobody known, changed in the folder of a session; see docs/json.md. */
import type { Snapshot } from '../../model/snapshot.ts'
import { parseSubject } from '../../model/snapshot-message.ts'

export function changeMeanwhileJson(snapshot: Snapshot) {
  const { id, time, actor, session, event, evidence, trigger, subject, message } = snapshot
  const told = parseSubject(subject)
  return {
    type: 'change-meanwhile' as const,
    snapshot_id: id,
    created_at: new Date(time).toISOString(),
    actor: actor.name,
    session: session ?? null,
    event: event ?? null,
    evidence: evidence ?? null,
    trigger,
    message: message ?? null,
    what: told?.names ?? subject,
    changes: told?.counts ?? null,
  }
}
