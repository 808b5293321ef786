/** What was written into a folder, or would be, and what was not: for people and as JSON. */
import { ERRORS } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showPath, showText } from '../../model/show.ts'
import type { Applied } from '../../record/restore/restore-apply.ts'
import type { NotRestorable, RestorePlan, Step } from '../../record/restore/restore-plan.ts'
import { CONFLICT_REASONS } from '../../record/restore/safeguard.ts'
import type { ActSnapshots } from '../../record/restore/safety.ts'
import { pathJson } from '../../review/json/path.ts'
import type { Output } from '../terminal/output.ts'

/** Of a restore or an undo. */
export interface Written extends ActSnapshots {
  plan: RestorePlan
  /** Absent for a dry run, and when there was nothing to do. */
  applied?: Applied
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

/** Writes a line for each path that was removed or written; returns how many of both. */
export function writePaths(
  out: Output,
  written: Written,
  dryRun: boolean,
  noteOf: (step: Step) => string | undefined = () => undefined,
): { restored: number; removed: number } {
  const removed = removedPaths(written, dryRun)
  for (const path of removed) out.line(`  ${out.style('removed', '-')} ${showPath(path)}`)
  const steps = shownSteps(writtenSteps(written, dryRun))
  for (const step of steps) out.line(`  ${stepLine(out, step, noteOf(step))}`)
  return { restored: steps.length, removed: removed.length }
}

function writtenSteps({ plan, applied }: Written, dryRun: boolean): Step[] {
  return applied?.restored ?? (dryRun ? plan.steps : [])
}

function removedPaths({ plan, applied }: Written, dryRun: boolean): RawPath[] {
  if (applied || !dryRun) return applied?.removed ?? []
  return plan.steps.filter(isRemoval).map(({ path }) => path)
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

function stepLine(out: Output, step: Step, note: string | undefined): string {
  const name = `${step.path === '' ? '.' : showPath(step.path)}${isFolder(step) ? '/' : ''}`
  if (step.act === 'mode') {
    const [from, to] = [step.seen.mode, step.node.mode].map((mode) => mode.toString(8))
    const what = from === to ? 'owner' : `mode ${from!.padStart(4, '0')} → ${to!.padStart(4, '0')}`
    return `${out.style('modified', '~')} ${name}${out.style('dim', `  ${what}`)}`
  }
  const sign = step.seen ? out.style('modified', '~') : out.style('added', '+')
  return `${sign} ${name}${note === undefined ? '' : out.style('dim', `  ${note}`)}`
}

function isFolder(step: Step): boolean {
  return step.act === 'folder' || (step.act === 'mode' && step.node.kind === 'folder')
}

/** Says on stderr what was left as it is, and why. */
export function writeLeft(out: Output, report: Written): void {
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

/** Conflicts that were foreseen and those that came up. */
export function conflictsOf({ plan, applied }: Written) {
  return [...plan.conflicts, ...(applied?.conflicts ?? [])]
}

export function notRestorableOf({ plan, applied }: Written) {
  return [...plan.notRestorable, ...(applied?.notRestorable ?? [])]
}

/** Something that was to be written and was not is no success. */
export function exitCodeOf(written: Written): number {
  if (written.applied?.interrupted) return ERRORS.interrupted.exitCode
  if (written.afterFailure !== undefined) return ERRORS.incomplete.exitCode
  const left = conflictsOf(written).length + notRestorableOf(written).length
  return left > 0 ? ERRORS.incomplete.exitCode : 0
}

/** Returns what was written and what was not, as a part of a JSON value. */
export function writtenJson(written: Written, folder: string, dryRun: boolean) {
  const place = (path: RawPath) => pathJson(folder, path)
  return {
    restored: writtenSteps(written, dryRun)
      .filter((step) => !isRemoval(step))
      .map((step) => ({ ...place(step.path), action: actionOf(step) })),
    removed: removedPaths(written, dryRun).map(place),
    conflicts: conflictsOf(written).map(({ path, reason }) => ({
      ...place(path),
      reason: reason as string,
      message: CONFLICT_REASONS[reason] as string,
    })),
    not_restorable: notRestorableOf(written).map(({ path, reason, detail }) => ({
      ...place(path),
      reason,
      message: REASONS[reason],
      detail: detail === undefined ? null : showText(detail),
    })),
    torn: written.plan.torn.map(place),
  }
}

function actionOf(step: Step): 'added' | 'modified' | 'mode' {
  return step.act === 'mode' ? 'mode' : step.seen ? 'modified' : 'added'
}
