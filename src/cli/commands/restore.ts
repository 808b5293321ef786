import type { RestoreReport } from '../../record/restore/restore.ts'
import type { Reading } from '../changes/reading.ts'
import { type CommandContext, command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

const OPTIONS = {
  'dry-run': { type: 'boolean', summary: 'Print what would be done, and do nothing' },
  to: { type: 'string', value: 'DIR', summary: 'Restore into another folder, made if missing' },
  delete: {
    type: 'boolean',
    summary: 'Also remove what is recorded now and not in the snapshot',
  },
  force: {
    type: 'boolean',
    summary: 'Overwrite also what is not recorded and cannot be brought back',
  },
} as const

type RestoreContext = CommandContext<{
  dryRun: boolean
  to: string | undefined
  delete: boolean
  force: boolean
}>

export const restoreCommand = command({
  name: 'restore',
  group: 'recover',
  summary: 'Give back files, folders or everything as a snapshot holds them',
  description: `
    Takes a safety snapshot first, writes only what differs, and ends with the command that undoes it. A path
    is taken from the current folder when that lies in the root, else from the root.

    What no snapshot holds, such as an ignored file in the way, is reported and left alone unless --force is
    given; nothing that was not recorded is ever removed by --delete. Nothing is written through a link or
    outside the folder.`,
  arguments: [
    { name: 'SNAPSHOT', summary: 'What to go back to' },
    { name: 'PATH', summary: 'Only these files and folders', optional: true, repeated: true },
  ],
  acceptsRest: { name: 'PATH…', summary: 'Only these files and folders' },
  options: OPTIONS,
  examples: [
    ['flightrec restore latest~1 src/lib.rs', 'Give back one file as it was one snapshot ago'],
    ["flightrec restore '10m ago' --delete --dry-run", 'What going back ten minutes would do'],
    ['flightrec restore latest --to /tmp/copy', 'Give back everything somewhere else'],
  ],
  errors: ['no-store', ...PLACE_ERRORS, 'bad-root', 'incomplete', 'locked', 'bad-config'],
  async run(context) {
    const { withReading, withReadingToWrite } = await import('../changes/reading.ts')
    // Into another folder, it only reads what is recorded.
    const withRepo = context.options.to === undefined ? withReadingToWrite : withReading
    return withRepo(context, (reading) => runRestore(context, reading))
  },
})

async function runRestore(context: RestoreContext, reading: Reading): Promise<number> {
  const { out, options, roots } = context
  const { FlightrecError } = await import('../../model/errors.ts')
  const report = await import('../recovery/restore-report.ts')
  const { exitCodeOf } = await import('../recovery/written-paths.ts')
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
  snapshot: import('../../model/snapshot.ts').Snapshot,
): Promise<RestoreReport> {
  const { repo, view, paths, snapshots } = reading
  const { recordingFor } = await import('../recovery/recording-for.ts')
  const { loadConfig } = await import('../../store/config-file.ts')
  const { restore } = await import('../../record/restore/restore.ts')
  const { resolveRestorePaths } = await import('../../record/restore/restore-paths.ts')
  const { recordable } = await import('../../record/restore/recordable.ts')
  const { config } = await loadConfig(home)
  const { reader } = view
  const where = { repo, reader, snapshot, latest: await snapshots.latest(), remove: options.delete }
  const { commandLine } = await import('../recovery/act-command.ts')
  const asked = paths([...args.slice(1), ...rest]) ?? []
  const chosen = await resolveRestorePaths(where, asked)
  const { earlierDeletions } = await import('../recovery/earlier-deletions.ts')
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
    willRecord: recordable(config),
    recording: recordingFor(home, config, repo, out, signal),
    onProgress: (done, total) => out.progress(`restoring ${done} of ${total}`),
    signal,
  })
}
