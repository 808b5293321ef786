/** Snapshots and gaps as JSON; see docs/json.md. */
import { GAP_REASONS, type Gap } from '../../model/gap.ts'
import type { Snapshot } from '../../model/snapshot.ts'

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
    trigger: snapshot.trigger,
    subject: snapshot.subject,
    message: snapshot.message ?? null,
    files: snapshot.files,
    bytes: snapshot.bytes,
    skipped: snapshot.skipped,
    complete: snapshot.complete,
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
  }
}
