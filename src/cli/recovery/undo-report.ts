/** What an undo did or would do, for people and as JSON. */

import { showCount } from '../../model/counts.ts'
import { showPath } from '../../model/show.ts'
import type { SnapshotSpan } from '../../model/snapshot.ts'
import type { Step } from '../../record/restore/restore-plan.ts'
import { UNDO_CONFLICTS, type UndoConflict } from '../../record/undo/reverse.ts'
import type { UndoReport } from '../../record/undo/undo.ts'
import { pathJson } from '../../review/json/path.ts'
import type { UndoChoice } from '../../review/names/undo-choice.ts'
import type { Output } from '../terminal/output.ts'
import { commandLine } from './act-command.ts'
import { type UnprovenChange, unprovenJson } from './unproven-changes.ts'
import {
  conflictsOf,
  notRestorableOf,
  writeLeft,
  writePaths,
  writtenJson,
} from './written-paths.ts'

/** What the command knows besides the report. */
export interface UndoTelling {
  choice: UndoChoice
  /** What was taken back of it, and what was not, since only the time speaks for it. */
  spans: readonly SnapshotSpan[]
  unproven: readonly UnprovenChange[]
  dryRun: boolean
  writeConflicts: boolean
  root: string
  /** What was given with --root. */
  roots: readonly string[]
}

const SHOWN_BESIDE: readonly UndoConflict[] = ['edited', 'binary', 'recreated', 'replaced']

/** Writes the report for people: what changed on stdout, what did not on stderr. */
export function writeUndo(out: Output, report: UndoReport, telling: UndoTelling): void {
  const noteOf = ({ path }: Step) => (report.merged.has(path) ? 'keeps later changes' : undefined)
  const { restored, removed } = writePaths(out, report, telling.dryRun, noteOf)
  for (const { path, reason, beside } of report.conflicts) {
    const file = beside === undefined ? '' : `; see ${showPath(beside)}`
    out.warn(`left alone: ${showPath(path) || 'the root'} ${UNDO_CONFLICTS[reason]}${file}`)
  }
  if (
    !telling.writeConflicts &&
    report.conflicts.some(({ reason }) => SHOWN_BESIDE.includes(reason))
  ) {
    out.talk('With --conflicts, a file beside each shows what could not be merged.')
  }
  writeLeft(out, report)
  for (const path of report.gone) out.talk(`${showPath(path)} was removed since, and stays so.`)
  out.line(summary(report, telling, restored, removed))
  const undo = undoOfUndo(report, telling)
  if (undo !== undefined) out.line(`Undo: ${undo}`)
}

function summary(
  report: UndoReport,
  { choice, dryRun, unproven }: UndoTelling,
  restored: number,
  removed: number,
): string {
  const left = [report.conflicts, conflictsOf(report), notRestorableOf(report), unproven].reduce(
    (total, list) => total + list.length,
    0,
  )
  const rest = left === 0 ? '' : `; ${left} left as ${left === 1 ? 'it is' : 'they are'}, see above`
  if (restored + removed === 0) return `Nothing to undo of ${choice.name}${rest}.`
  const stopped = report.applied?.interrupted ? 'Stopped early. ' : ''
  const verb = dryRun ? 'Would undo' : `${stopped}Undid`
  const gone = removed === 0 ? '' : ` and ${dryRun ? 'remove' : 'removed'} ${removed}`
  const wrote = `${dryRun ? 'write' : 'wrote'} ${showCount(restored, 'path')}${gone}`
  return `${verb} ${choice.name}: ${wrote}${rest}.`
}

/** Returns the command that undoes an undo, to be run where this one was. */
function undoOfUndo(report: UndoReport, { root, roots }: UndoTelling): string | undefined {
  const { applied, safety, after } = report
  if (!applied || !safety || applied.restored.length + applied.removed.length === 0)
    return undefined
  return commandLine(['undo', after?.id ?? `${safety.id}..latest`], root, roots, [])
}

/** Returns the report as one JSON value. */
export function undoJson(report: UndoReport, telling: UndoTelling) {
  const { choice, spans, unproven, dryRun, root } = telling
  const written = writtenJson(report, root, dryRun)
  const conflicts = report.conflicts.map(({ path, reason, beside }) => ({
    ...pathJson(root, path),
    reason,
    message: UNDO_CONFLICTS[reason],
    conflict_file: beside === undefined ? null : pathJson(root, beside).path,
  }))
  return {
    type: 'undo' as const,
    version: 1,
    dry_run: dryRun,
    session: choice.session ?? null,
    step: choice.step ?? null,
    changes: spans.map(({ before, after }) => ({
      from_snapshot_id: before.id,
      to_snapshot_id: after.id,
    })),
    folder: root,
    ...written,
    conflicts: [
      ...conflicts,
      ...written.conflicts.map((conflict) => ({ ...conflict, conflict_file: null })),
    ],
    merged: [...report.merged].map((path) => pathJson(root, path)),
    unproven: unprovenJson(root, unproven),
    gone: report.gone.map((path) => pathJson(root, path)),
    safety_snapshot: report.safety?.id ?? null,
    undo_snapshot: report.after?.id ?? null,
    undo: undoOfUndo(report, telling) ?? null,
  }
}
