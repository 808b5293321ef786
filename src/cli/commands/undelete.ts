import type { RawPath } from '../../model/raw-path.ts'
import { shellWord } from '../../model/shell-word.ts'
import type { UndoReport } from '../../record/undo/undo.ts'
import type { Burst, Deletion } from '../../review/history/deletions.ts'
import type { Reading } from '../changes/reading.ts'
import { type CommandContext, command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

type UndeleteContext = CommandContext<{
  dryRun: boolean
  force: boolean
  since: string | undefined
  at: string | undefined
}>

export const undeleteCommand = command({
  name: 'undelete',
  group: 'recover',
  summary: 'Bring back what was deleted lately, all of a burst in one go',
  description: `
    Without PATH, lists what was deleted and is not there now, newest first, with the command that brings it back.

    With PATH, brings back what was last deleted there: one file, or all that a burst of deletions took from a
    folder, also where it lies in several snapshots; \`.\` in the root is all of it. With --since, all that was
    deleted from then on. Modes and folders come back as they were. What was only renamed was not deleted.

    Takes a safety snapshot first, leaves alone what stands there again unless --force is given, and ends with
    the command that undoes it.`,
  arguments: [
    {
      name: 'PATH',
      summary: 'Files that were deleted, or folders they were in',
      optional: true,
      repeated: true,
    },
  ],
  acceptsRest: { name: 'PATH…', summary: 'Files that were deleted, or folders they were in' },
  options: {
    'dry-run': {
      type: 'boolean',
      summary: 'Record the folder, print what would come back, and write nothing into it',
    },
    force: { type: 'boolean', summary: 'Also replace what stands there now' },
    since: { type: 'string', value: 'TIME', summary: 'All that was deleted from then on' },
    at: { type: 'string', value: 'SNAPSHOT', summary: 'The burst that this snapshot belongs to' },
  },
  examples: [
    ['flightrec undelete', 'What was deleted and could come back'],
    ['flightrec undelete src', 'Bring back what was last deleted from src'],
    ["flightrec undelete . --since '1 hour ago' --dry-run", 'What an hour of deletions took'],
  ],
  errors: ['no-store', ...PLACE_ERRORS, 'bad-root', 'incomplete', 'locked'],
  async run(context) {
    const { withReading, withReadingToWrite } = await import('../changes/reading.ts')
    const isList = context.args.length + context.rest.length === 0 && !context.options.at
    return isList
      ? withReading(context, (reading) => listDeleted(context, reading))
      : withReadingToWrite(context, (reading) => runUndelete(context, reading))
  },
})

async function listDeleted(context: UndeleteContext, reading: Reading): Promise<number> {
  const { listBursts } = await import('../recovery/burst-list.ts')
  const { out, options, roots } = context
  const query = { latest: await reading.snapshots.latest(), sinceMs: reading.time(options.since) }
  await listBursts(out, reading, query, roots)
  return 0
}

async function runUndelete(context: UndeleteContext, reading: Reading): Promise<number> {
  const { args, rest, options, out, roots } = context
  const { undeleteJson, writeUndelete } = await import('../recovery/undelete-report.ts')
  const { exitCodeOf } = await import('../recovery/written-paths.ts')
  const { ERRORS } = await import('../../model/errors.ts')
  const asked = reading.paths([...args, ...rest])
  const burst = await chooseBurst(context, reading, asked)
  const report = await undeleteWith(context, reading, burst, asked)
  out.progress(undefined)
  const telling = { burst, dryRun: options.dryRun, root: reading.repo.root, roots }
  if (out.isJson) out.json(undeleteJson(report, telling))
  else writeUndelete(out, report, telling, reading.nowMs)
  return exitCodeOf(report) || (report.conflicts.length > 0 ? ERRORS.incomplete.exitCode : 0)
}

/** Returns the last burst that took something asked for, or, since a time, all of them as one. */
async function chooseBurst(
  { options }: UndeleteContext,
  { view, snapshots, time }: Reading,
  paths: readonly RawPath[] | undefined,
): Promise<Burst> {
  const { readBursts } = await import('../../review/history/deletions.ts')
  const { nothingDeleted } = await import('../recovery/undelete-report.ts')
  const sinceMs = time(options.since)
  const at = options.at === undefined ? undefined : await snapshots.get(options.at)
  const found: Deletion[] = []
  const query = { latest: await snapshots.latest(), paths, sinceMs, withPresent: options.force }
  for await (const burst of readBursts(view, query)) {
    const isMeant = !at || burst.some(({ span }) => span.after.id === at.id)
    if (isMeant) found.push(...burst)
    if (isMeant && sinceMs === undefined) break
  }
  if (found.length === 0) throw nothingDeleted(paths)
  return found
}

async function undeleteWith(
  { home, options, out, roots, signal }: UndeleteContext,
  { repo, view }: Reading,
  burst: Burst,
  asked: readonly RawPath[] | undefined,
): Promise<UndoReport> {
  const { exactly } = await import('../../model/path-scope.ts')
  const { undo } = await import('../../record/undo/undo.ts')
  const { loadConfig } = await import('../../store/config-file.ts')
  const { deletionReader } = await import('../recovery/deletion-reader.ts')
  const { recordingFor } = await import('../recovery/recording-for.ts')
  const { commandLine } = await import('../recovery/act-command.ts')
  const { config } = await loadConfig(home)
  const name = burst[0]!.span.after.id
  const paths = burst.flatMap((deletion) => deletion.paths)
  const which = options.since === undefined ? ['--at', name] : ['--since', shellWord(options.since)]
  const words = ['undelete', ...which, ...(options.force ? ['--force'] : [])]
  return await undo({
    repo,
    reader: view.reader,
    spans: burst.map(({ span }) => span),
    verb: 'undelete',
    name,
    command: commandLine(words, repo.root, roots, asked ?? []),
    scope: exactly(paths),
    writeConflicts: false,
    dryRun: options.dryRun,
    force: options.force,
    readChanges: deletionReader(view, paths),
    recording: recordingFor(home, config, repo, out, signal),
    onRead: (done, total) => out.progress(`reading change ${done + 1} of ${total}`),
    onWrite: (done, total) => out.progress(`writing ${done} of ${total}`),
    signal,
  })
}
