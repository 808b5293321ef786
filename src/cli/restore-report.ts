/** What a restore did or would do, for people and as JSON. */
import { isUtf8, type RawPath, rawToText } from '../model/raw-path.ts'
import { showPath, showText } from '../model/show.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { RestoreReport } from '../record/restore/restore.ts'
import type { NotRestorable, Step } from '../record/restore/restore-plan.ts'
import { CONFLICT_REASONS } from '../record/restore/safeguard.ts'
import { pathJson } from '../review/root-paths.ts'
import type { Output } from './output.ts'

/** What the command knows besides the report. */
export interface RestoreTelling {
  snapshot: Snapshot
  dryRun: boolean
  /** Given with --to. */
  into: string | undefined
  /** Words of the command that undoes it; absent when there is nothing to undo. */
  undo: string | undefined
}

const REASONS: Record<NotRestorable['reason'], string> = {
  fifo: 'was a named pipe; its existence is not recorded',
  socket: 'was a socket; its existence is not recorded',
  device: 'was a device; its existence is not recorded',
  'pseudo-filesystem': 'was part of the system, not of the disk',
  unreadable: 'could not be read when the snapshot was taken',
  torn: 'was changing when the snapshot was taken',
  'too-large': 'was over the size cap: only its size and hash are recorded',
  vanished: 'vanished while the snapshot was taken',
  moved: 'was moved while the snapshot was taken',
  'io-error': 'could not be read when the snapshot was taken',
  'name-collision': 'has a name that this file system takes for another',
  owner: 'is restored, but not its owner',
  failed: 'could not be restored',
}

/** Writes the report for people: what changed on stdout, what did not on stderr. */
export function writeRestore(out: Output, report: RestoreReport, telling: RestoreTelling): void {
  const done = report.applied?.restored ?? (telling.dryRun ? report.plan.steps : [])
  const removed = report.applied?.removed ?? plannedRemovals(report, telling.dryRun)
  for (const path of removed) out.line(`  ${out.style('removed', '-')} ${showPath(path)}`)
  for (const step of shownSteps(done)) out.line(`  ${stepLine(out, step)}`)
  writeLeft(out, report)
  out.line(summary(report, telling, shownSteps(done).length, removed.length))
  const kept = report.plan.kept.length
  if (kept > 0) {
    out.talk(`Kept ${count(kept, 'path')} not in that snapshot; --delete removes what is recorded.`)
  }
  if (telling.undo) out.line(`Undo: ${telling.undo}`)
}

function plannedRemovals(report: RestoreReport, dryRun: boolean): RawPath[] {
  if (!dryRun) return []
  return report.plan.steps.filter(isRemoval).map(({ path }) => path)
}

function isRemoval({ act }: Step): boolean {
  return act === 'remove' || act === 'remove-folder'
}

/** A folder made on the way to a file goes without saying. */
function shownSteps(steps: readonly Step[]): Step[] {
  const parents = new Set<string>()
  for (const { act, path } of steps) {
    if (act === 'remove' || act === 'remove-folder') continue
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      parents.add(path.slice(0, at))
    }
  }
  return steps.filter(
    (step) => !isRemoval(step) && !(step.act === 'folder' && parents.has(step.path)),
  )
}

function stepLine(out: Output, step: Step): string {
  const name = `${step.path === '' ? '.' : showPath(step.path)}${isFolder(step) ? '/' : ''}`
  if (step.act === 'mode') {
    const [from, to] = [step.seen.mode, step.node.mode].map((mode) => mode.toString(8))
    const note = from === to ? 'owner' : `mode ${from!.padStart(4, '0')} → ${to!.padStart(4, '0')}`
    return `${out.style('modified', '~')} ${name}${out.style('dim', `  ${note}`)}`
  }
  return step.seen ? `${out.style('modified', '~')} ${name}` : `${out.style('added', '+')} ${name}`
}

function isFolder(step: Step): boolean {
  return step.act === 'folder' || (step.act === 'mode' && step.node.kind === 'folder')
}

function writeLeft(out: Output, report: RestoreReport): void {
  for (const { path, reason } of conflictsOf(report)) {
    out.warn(`left alone: ${showPath(path) || 'the root'} ${CONFLICT_REASONS[reason]}`)
  }
  for (const { path, reason, detail } of notRestorableOf(report)) {
    out.warn(`${showPath(path)} ${REASONS[reason]}${detail ? ` (${showText(detail)})` : ''}`)
  }
  for (const path of report.plan.torn) {
    out.warn(`${showPath(path)} was changing when it was recorded; what came back may be a mixture`)
  }
  for (const path of report.plan.lost) {
    const tense = report.applied ? 'was' : 'would be'
    out.warn(`${showPath(path)} ${tense} given up for good: it is not recorded`)
  }
  if (report.safetyFailure !== undefined) {
    out.warn(`there is no safety snapshot: ${showText(report.safetyFailure)}`)
  }
  if (report.afterFailure !== undefined) {
    out.warn(`the result is not recorded yet: ${showText(report.afterFailure)}`)
  }
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
  return `${verb} ${count(restored, 'path')}${gone}${place}, as in ${snapshot.id}${rest}.`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Conflicts that were foreseen and those that came up. */
export function conflictsOf({ plan, applied }: RestoreReport) {
  return [...plan.conflicts, ...(applied?.conflicts ?? [])]
}

export function notRestorableOf({ plan, applied }: RestoreReport) {
  return [...plan.notRestorable, ...(applied?.notRestorable ?? [])]
}

/** Returns the report as one JSON value. */
export function restoreJson(report: RestoreReport, { snapshot, dryRun, undo }: RestoreTelling) {
  const { folder, plan, applied } = report
  const place = (path: RawPath) => pathJson(folder, path)
  const done = applied?.restored ?? (dryRun ? plan.steps : [])
  const removed = applied?.removed ?? plannedRemovals(report, dryRun)
  return {
    type: 'restore' as const,
    version: 1,
    dry_run: dryRun,
    snapshot_id: snapshot.id,
    folder,
    restored: done
      .filter((step) => !isRemoval(step))
      .map((step) => ({ ...place(step.path), action: actionOf(step) })),
    removed: removed.map(place),
    kept: [...plan.kept, ...(applied?.kept ?? [])].map(place),
    conflicts: conflictsOf(report).map(({ path, reason }) => ({
      ...place(path),
      reason,
      message: CONFLICT_REASONS[reason],
    })),
    not_restorable: notRestorableOf(report).map(({ path, reason, detail }) => ({
      ...place(path),
      reason,
      message: REASONS[reason],
      detail: detail === undefined ? null : showText(detail),
    })),
    torn: plan.torn.map(place),
    lost: plan.lost.map(place),
    safety_snapshot: report.safety?.id ?? null,
    restore_snapshot: report.after?.id ?? null,
    undo: undo ?? null,
  }
}

function actionOf(step: Step): 'added' | 'modified' | 'mode' {
  return step.act === 'mode' ? 'mode' : step.seen ? 'modified' : 'added'
}

/** Returns the command that undoes a restore, to be run where this one was. */
export function undoCommand(report: RestoreReport, roots: readonly string[]): string | undefined {
  const changed = report.applied && report.applied.restored.length + report.applied.removed.length
  if (!report.safety || !changed) return undefined
  const root = roots[0] === undefined ? [] : ['--root', shellWord(roots[0])]
  const paths = report.undoPaths.map((path) => shellWord(`${report.folder}/${typable(path)}`))
  const separator = paths.length > 0 ? ['--'] : []
  return [
    'flightrec',
    'restore',
    report.safety.id,
    '--delete',
    ...root,
    ...separator,
    ...paths,
  ].join(' ')
}

/** A path as it can be typed: as it is, or, with bytes no terminal shows, as `showPath` shows it. */
function typable(path: RawPath): string {
  const text = rawToText(path)
  return isUtf8(path) && showText(text) === text ? text : showPath(path)
}

function shellWord(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
