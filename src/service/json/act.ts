/** What a restore, an undo or an undelete did, or would do. */
import type { RawPath } from '../../model/raw-path.ts'
import { deletedInJson } from '../../review/json/deletion.ts'
import { pathJson } from '../../review/json/path.ts'
import type { ActReport, LeftPath } from '../acts/act-report.ts'
import type { RestoredReport } from '../acts/restore-act.ts'
import type { UndeletedReport } from '../acts/undelete-act.ts'
import type { UndoneReport } from '../acts/undo-act.ts'

export function restoreJson(report: RestoredReport) {
  const place = placeIn(report)
  return {
    type: 'restore' as const,
    version: 1,
    dry_run: report.isPlan,
    snapshot_id: report.snapshot,
    folder: report.folder,
    ...writtenJson(report),
    kept: report.kept.map(place),
    lost: report.lost.map(place),
    safety_snapshot: report.safety ?? null,
    restore_snapshot: report.after ?? null,
    undo: report.undo ?? null,
  }
}

export function undoJson(report: UndoneReport) {
  const place = placeIn(report)
  const written = writtenJson(report)
  return {
    type: 'undo' as const,
    version: 1,
    dry_run: report.isPlan,
    session: report.session ?? null,
    step: report.step ?? null,
    changes: report.spans.map(({ before, after }) => ({
      from_snapshot_id: before.id,
      to_snapshot_id: after.id,
    })),
    folder: report.folder,
    ...written,
    conflicts: written.conflicts.map((conflict, n) => {
      const { beside } = report.conflicts[n]!
      return { ...conflict, conflict_file: beside === undefined ? null : place(beside).path }
    }),
    merged: report.merged.map(place),
    unproven: report.unproven.map(({ change, snapshot }) => ({
      ...place((change.after ?? change.before)!.path),
      change_type: change.type,
      snapshot_id: snapshot,
    })),
    gone: report.gone.map(place),
    safety_snapshot: report.safety ?? null,
    undo_snapshot: report.after ?? null,
    undo: report.undo ?? null,
  }
}

export function undeleteJson(report: UndeletedReport) {
  return {
    type: 'undelete' as const,
    version: 1,
    dry_run: report.isPlan,
    deleted_in: report.burst.map(deletedInJson),
    folder: report.folder,
    ...writtenJson(report),
    safety_snapshot: report.safety ?? null,
    undelete_snapshot: report.after ?? null,
    undo: report.undo ?? null,
  }
}

function placeIn({ folder }: ActReport) {
  return (path: RawPath) => pathJson(folder, path)
}

/** What was written and what was not. */
function writtenJson(report: ActReport) {
  const place = placeIn(report)
  const leftJson = ({ path, reason, message }: LeftPath) => ({ ...place(path), reason, message })
  return {
    restored: report.written.map(({ path, action }) => ({ ...place(path), action })),
    removed: report.removed.map(place),
    conflicts: report.conflicts.map(leftJson),
    not_restorable: report.notRestorable.map((left) => ({
      ...leftJson(left),
      detail: left.detail ?? null,
    })),
    torn: report.torn.map(place),
  }
}
