import { FlightrecError } from '../../model/errors.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { recordable } from '../../record/restore/recordable.ts'
import { type RestoreReport, restore } from '../../record/restore/restore.ts'
import { resolveRestorePaths } from '../../record/restore/restore-paths.ts'
import type { Reading } from '../../review/answers/reading.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import { recordingScope } from '../../store/home/recording-scope.ts'
import { withReading, withReadingToWrite } from '../changes/reading.ts'
import type { restoreCommand } from '../commands/restore.ts'
import type { ContextOf } from '../framework/command.ts'
import { commandLine } from '../recovery/act-command.ts'
import { earlierDeletions } from '../recovery/earlier-deletions.ts'
import { recordingFor } from '../recovery/recording-for.ts'
import * as report from '../recovery/restore-report.ts'
import { exitCodeOf } from '../recovery/written-paths.ts'

export async function run(context: ContextOf<typeof restoreCommand>): Promise<number> {
  // Into another folder, it only reads what is recorded.
  const withRepo = context.options.to === undefined ? withReadingToWrite : withReading
  return withRepo(context, (reading) => runRestore(context, reading))
}

type RestoreContext = ContextOf<typeof restoreCommand>

async function runRestore(context: RestoreContext, reading: Reading): Promise<number> {
  const { out, options, roots } = context
  if (options.to !== undefined && options.delete) {
    throw new FlightrecError('usage', 'restore --to does not take --delete', {
      hint: 'Restore into an empty folder, where there is nothing to delete.',
    })
  }
  const snapshot = await reading.snapshots.get(context.args[0]!)
  const result = await restoreWith(context, reading, snapshot)
  out.progress(undefined)
  const telling = {
    snapshot,
    dryRun: options.dryRun,
    into: options.to === undefined ? undefined : result.folder,
    undo: report.undoCommand(result, roots),
  }
  if (out.isJson) out.json(report.restoreJson(result, telling))
  else report.writeRestore(out, result, telling)
  return exitCodeOf(result)
}

async function restoreWith(
  { home, args, rest, options, roots, out, signal }: RestoreContext,
  reading: Reading,
  snapshot: Snapshot,
): Promise<RestoreReport> {
  const { repo, view, snapshots } = reading
  const { config } = await loadConfig(home)
  const { reader } = view
  const where = { repo, reader, snapshot, latest: await snapshots.latest(), remove: options.delete }
  const asked = reading.paths([...args.slice(1), ...rest]) ?? []
  const chosen = await resolveRestorePaths(where, asked)
  const earlier = await earlierDeletions(reading, where, chosen, roots)
  if (earlier !== undefined) out.talk(earlier)
  const flags = [...(options.delete ? ['--delete'] : []), ...(options.force ? ['--force'] : [])]
  return await restore({
    ...where,
    paths: chosen,
    command: commandLine(['restore', snapshot.id, ...flags], repo.root, roots, chosen),
    to: options.to,
    force: options.force,
    dryRun: options.dryRun,
    willRecord: recordable(recordingScope(home, config, repo.root)),
    recording: recordingFor(home, config, repo, out, signal),
    onProgress: (done, total) => out.progress(`restoring ${done} of ${total}`),
    signal,
  })
}
