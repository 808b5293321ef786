/** What an undelete did or would do, for people and as JSON. */

import { showCount } from '../../model/counts.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath, showText } from '../../model/show.ts'
import { formatAge } from '../../model/units.ts'
import { UNDO_CONFLICTS } from '../../record/undo/reverse.ts'
import type { UndoReport } from '../../record/undo/undo.ts'
import type { Burst } from '../../review/history/deletions.ts'
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
export interface UndeleteTelling {
  burst: Burst
  dryRun: boolean
  root: string
  /** What was given with --root. */
  roots: readonly string[]
}

/** Writes the report for people: what came back on stdout, what did not on stderr. */
export function writeUndelete(
  out: Output,
  report: UndoReport,
  telling: UndeleteTelling,
  nowMs: number,
): void {
  const { restored } = writePaths(out, report, telling.dryRun)
  for (const { path, reason } of report.conflicts) {
    out.warn(`left alone: ${showPath(path)} ${UNDO_CONFLICTS[reason]}`)
  }
  writeLeft(out, report)
  out.line(summary(report, telling, restored, nowMs))
  const undo = undoOf(report, telling)
  if (undo !== undefined) out.line(`Undo: ${undo}`)
}

function summary(
  report: UndoReport,
  { burst, dryRun }: UndeleteTelling,
  restored: number,
  nowMs: number,
): string {
  const left = report.conflicts.length + conflictsOf(report).length + notRestorableOf(report).length
  const rest = left === 0 ? '' : `; ${left} left as ${left === 1 ? 'it is' : 'they are'}, see above`
  if (restored === 0) return `Nothing to bring back${rest}.`
  const stopped = report.applied?.interrupted ? 'Stopped early. ' : ''
  const verb = dryRun ? 'Would bring back' : `${stopped}Brought back`
  return `${verb} ${showCount(restored, 'path')}, deleted ${whenAndWho(burst, nowMs)}${rest}.`
}

/** Says when a burst was recorded, in how many snapshots, and whose it is as far as is known. */
export function whenAndWho(burst: Burst, nowMs: number): string {
  const [last] = burst
  const count = burst.length > 1 ? ` in ${burst.length} snapshots` : ''
  return `${formatAge(last!.span.after.time, nowMs)}${count} by ${actorsOf(burst).join(', ')}`
}

function actorsOf(burst: Burst): string[] {
  return [...new Set(burst.map(({ span }) => showText(span.after.actor.name)))]
}

function undoOf({ applied, after, safety }: UndoReport, { root, roots }: UndeleteTelling) {
  if (!applied || !safety || applied.restored.length === 0) return undefined
  return commandLine(['undo', after?.id ?? `${safety.id}..latest`], root, roots, [])
}

/** Returns the report as one JSON value. */
export function undeleteJson(report: UndoReport, telling: UndeleteTelling) {
  const { burst, dryRun, root } = telling
  const written = writtenJson(report, root, dryRun)
  const conflicts = report.conflicts.map(({ path, reason }) => ({
    ...pathJson(root, path),
    reason: reason as string,
    message: UNDO_CONFLICTS[reason] as string,
  }))
  return {
    type: 'undelete' as const,
    version: 1,
    dry_run: dryRun,
    deleted_in: burst.map(({ span, paths }) => ({
      snapshot_id: span.after.id,
      actor: span.after.actor.name,
      paths: paths.length,
    })),
    folder: root,
    ...written,
    conflicts: [...conflicts, ...written.conflicts],
    safety_snapshot: report.safety?.id ?? null,
    undelete_snapshot: report.after?.id ?? null,
    undo: undoOf(report, telling) ?? null,
  }
}

export function nothingDeleted(paths: readonly RawPath[] | undefined): FlightrecError {
  const where = paths?.map((path) => showPath(path) || 'the root').join(', ')
  const what = where === undefined ? 'by that snapshot' : `at or below ${where}`
  return new FlightrecError('failed', `nothing that was deleted ${what} is missing now`, {
    hint: 'Run `flightrec undelete` to see what is, or `flightrec log --stat -- PATH`.',
  })
}
