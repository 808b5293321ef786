/** Restores a snapshot, or says what that would do. */
import { showCount } from '../../model/counts.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { recordable } from '../../record/restore/recordable.ts'
import { type RestoreReport, restore } from '../../record/restore/restore.ts'
import { resolveRestorePaths } from '../../record/restore/restore-paths.ts'
import { recordingScope } from '../../store/home/recording-scope.ts'
import { commandLine } from './act-command.ts'
import type { ActContext } from './act-context.ts'
import { type ActReport, countsOf, leftText, onlyPlan, reportOf } from './act-report.ts'
import { earlierDeletions } from './earlier-deletions.ts'

export interface RestoreWish {
  snapshot: Snapshot
  /** All of it when there are none. */
  paths: readonly RawPath[]
  /** Another folder to restore into. */
  to?: string | undefined
  /** Also removes what is recorded now and not in the snapshot. */
  delete: boolean
  force: boolean
  dryRun: boolean
  /** Only if the plan is still the one that this stands for. */
  plan?: string | undefined
}

export interface RestoredReport extends ActReport {
  act: 'restore'
  snapshot: string
  /** Paths not in the snapshot. */
  kept: readonly RawPath[]
}

/** @throws {FlightrecError} bad-root, usage, failed when no safety snapshot can be taken, corrupt-store. */
export async function performRestore(
  context: ActContext,
  wish: RestoreWish,
): Promise<RestoredReport> {
  const { home, config, reading, roots, signal, onProgress, onRemark } = context
  const { repo, view, snapshots } = reading
  const { snapshot, to, force, dryRun } = wish
  const { reader } = view
  const where = { repo, reader, snapshot, latest: await snapshots.latest(), remove: wish.delete }
  const chosen = await resolveRestorePaths(where, wish.paths)
  const earlier = await earlierDeletions(reading, where, chosen, roots)
  if (earlier !== undefined) onRemark(earlier)
  const flags = [...(wish.delete ? ['--delete'] : []), ...(force ? ['--force'] : [])]
  const report = await restore({
    ...where,
    paths: chosen,
    command: commandLine(['restore', snapshot.id, ...flags], repo.root, roots, chosen),
    to,
    force,
    dryRun,
    approve: onlyPlan(wish.plan),
    willRecord: recordable(recordingScope(home, config, repo.root)),
    recording: context.openRecorder(),
    onProgress: (done, total) => onProgress(`restoring ${done} of ${total}`),
    signal,
  })
  return restoredReport(report, wish, undoCommand(report, roots))
}

function restoredReport(
  report: RestoreReport,
  { snapshot, to, dryRun }: RestoreWish,
  undo: string | undefined,
): RestoredReport {
  const { plan, applied, folder } = report
  const facts = reportOf(report, folder, dryRun)
  const keptText = `Kept ${showCount(plan.kept.length, 'path')} not in that snapshot`
  return {
    ...facts,
    act: 'restore',
    snapshot: snapshot.id,
    kept: [...plan.kept, ...(applied?.kept ?? [])],
    remarks: plan.kept.length > 0 ? [`${keptText}; --delete removes what is recorded.`] : [],
    summary:
      !dryRun && applied === undefined && facts.conflicts.length === 0
        ? `Nothing to restore: all is as it was in ${snapshot.id}.`
        : summary(facts, snapshot.id, to === undefined ? undefined : folder),
    undo,
    isIncomplete:
      facts.afterFailure !== undefined || facts.conflicts.length + facts.notRestorable.length > 0,
  }
}

function summary(
  facts: ReturnType<typeof reportOf>,
  snapshot: string,
  into: string | undefined,
): string {
  const { isPlan } = facts
  const { restored, removed } = countsOf(facts)
  const stopped = facts.isInterrupted ? 'Stopped early. ' : ''
  const verb = isPlan ? 'Would restore' : `${stopped}Restored`
  const gone = removed === 0 ? '' : ` and ${isPlan ? 'remove' : 'removed'} ${removed}`
  const rest = leftText(facts.conflicts, facts.notRestorable)
  const place = into === undefined ? '' : ` in ${showText(into)}`
  return `${verb} ${showCount(restored, 'path')}${gone}${place}, as in ${snapshot}${rest}.`
}

/** Returns the command that undoes a restore, to be run where this one was. */
function undoCommand(report: RestoreReport, roots: readonly string[]): string | undefined {
  const changed = report.applied && report.applied.restored.length + report.applied.removed.length
  if (!report.safety || !changed) return undefined
  const { safety, after, folder, undoPaths } = report
  // What others did meanwhile is recorded between the two, and stays.
  if (after && after.parent !== safety.commit) {
    return commandLine(['undo', after.id], folder, roots, [])
  }
  return commandLine(['restore', safety.id, '--delete'], folder, roots, undoPaths)
}
