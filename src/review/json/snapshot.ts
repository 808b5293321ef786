/** Snapshots and gaps as JSON; see docs/json.md. */
import { GAP_REASONS, type Gap } from '../../model/gap.ts'
import { rawToText } from '../../model/raw-path.ts'
import type { LaterEvidence, Snapshot } from '../../model/snapshot.ts'

export function snapshotJson(snapshot: Snapshot) {
  return {
    type: 'snapshot' as const,
    snapshot_id: snapshot.id,
    created_at: new Date(snapshot.time).toISOString(),
    commit: snapshot.commit,
    parent_commit: snapshot.parent ?? null,
    tree: snapshot.tree,
    actor: snapshot.actor.name,
    session: snapshot.session ?? null,
    event: snapshot.event ?? null,
    evidence: snapshot.evidence ?? null,
    put_down_later: snapshot.later?.map(laterJson),
    trigger: snapshot.trigger,
    subject: snapshot.subject,
    message: snapshot.message ?? null,
    files: snapshot.files,
    bytes: snapshot.bytes,
    skipped: snapshot.skipped,
    complete: snapshot.complete,
  }
}

function laterJson({ agent, session, event, evidence, noted, paths }: LaterEvidence) {
  return {
    agent,
    session,
    event: event ?? null,
    evidence,
    noted_at: new Date(noted).toISOString(),
    paths: paths.map(rawToText),
  }
}

export function gapJson(gap: Gap) {
  return {
    type: 'gap' as const,
    reason: gap.reason,
    meaning: GAP_REASONS[gap.reason],
    from: new Date(gap.from).toISOString(),
    to: new Date(gap.to).toISOString(),
    duration_ms: Math.max(0, gap.to - gap.from),
    detail: gap.detail ?? null,
    open: gap.isOpen ? (true as const) : undefined,
  }
}
