/** What a restore did or would do, for people and as JSON. */

import { showCount } from '../../model/counts.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { RestoreReport } from '../../record/restore/restore.ts'
import { pathJson } from '../../review/json/path.ts'
import type { Output } from '../terminal/output.ts'
import { commandLine } from './act-command.ts'
import {
  conflictsOf,
  notRestorableOf,
  writeLeft,
  writePaths,
  writtenJson,
} from './written-paths.ts'

/** What the command knows besides the report. */
export interface RestoreTelling {
  snapshot: Snapshot
  dryRun: boolean
  /** Given with --to. */
  into: string | undefined
  /** Words of the command that undoes it; absent when there is nothing to undo. */
  undo: string | undefined
}

/** Writes the report for people: what changed on stdout, what did not on stderr. */
export function writeRestore(out: Output, report: RestoreReport, telling: RestoreTelling): void {
  const { restored, removed } = writePaths(out, report, telling.dryRun)
  writeLeft(out, report)
  out.line(summary(report, telling, restored, removed))
  const kept = report.plan.kept.length
  if (kept > 0) {
    out.talk(
      `Kept ${showCount(kept, 'path')} not in that snapshot; --delete removes what is recorded.`,
    )
  }
  if (telling.undo) out.line(`Undo: ${telling.undo}`)
}

function summary(
  report: RestoreReport,
  { dryRun, snapshot, into }: RestoreTelling,
  restored: number,
  removed: number,
): string {
  if (!dryRun && report.applied === undefined && conflictsOf(report).length === 0) {
    return `Nothing to restore: all is as it was in ${snapshot.id}.`
  }
  const stopped = report.applied?.interrupted ? 'Stopped early. ' : ''
  const verb = dryRun ? 'Would restore' : `${stopped}Restored`
  const gone = removed === 0 ? '' : ` and ${dryRun ? 'remove' : 'removed'} ${removed}`
  const left = conflictsOf(report).length + notRestorableOf(report).length
  const rest = left === 0 ? '' : `; ${left} left as ${left === 1 ? 'it is' : 'they are'}, see above`
  const place = into === undefined ? '' : ` in ${showText(into)}`
  return `${verb} ${showCount(restored, 'path')}${gone}${place}, as in ${snapshot.id}${rest}.`
}

/** Returns the report as one JSON value. */
export function restoreJson(report: RestoreReport, { snapshot, dryRun, undo }: RestoreTelling) {
  const { folder, plan, applied } = report
  const place = (path: RawPath) => pathJson(folder, path)
  return {
    type: 'restore' as const,
    version: 1,
    dry_run: dryRun,
    snapshot_id: snapshot.id,
    folder,
    ...writtenJson(report, folder, dryRun),
    kept: [...plan.kept, ...(applied?.kept ?? [])].map(place),
    lost: plan.lost.map(place),
    safety_snapshot: report.safety?.id ?? null,
    restore_snapshot: report.after?.id ?? null,
    undo: undo ?? null,
  }
}

/** Returns the command that undoes a restore, to be run where this one was. */
export function undoCommand(report: RestoreReport, roots: readonly string[]): string | undefined {
  const changed = report.applied && report.applied.restored.length + report.applied.removed.length
  if (!report.safety || !changed) return undefined
  const { safety, after, folder, undoPaths } = report
  // What others did meanwhile is recorded between the two, and stays.
  if (after && after.parent !== safety.commit) {
    return commandLine(['undo', after.id], folder, roots, [])
  }
  return commandLine(['restore', safety.id, '--delete'], folder, roots, undoPaths)
}
