import { ERRORS } from '../../model/errors.ts'
import { exactly } from '../../model/path-scope.ts'
import type { RawPath } from '../../model/raw-path.ts'
import { shellWord } from '../../model/shell-word.ts'
import { type UndoReport, undo } from '../../record/undo/undo.ts'
import type { Reading } from '../../review/answers/reading.ts'
import { type Burst, type Deletion, readBursts } from '../../review/history/deletions.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { forgetCutShort } from '../../store/timeline/act.ts'
import { withReading, withReadingToWrite } from '../changes/reading.ts'
import type { undeleteCommand } from '../commands/undelete.ts'
import type { ContextOf } from '../framework/command.ts'
import { commandLine } from '../recovery/act-command.ts'
import { listBursts } from '../recovery/burst-list.ts'
import { deletionReader } from '../recovery/deletion-reader.ts'
import { recordingFor } from '../recovery/recording-for.ts'
import { nothingDeleted, undeleteJson, writeUndelete } from '../recovery/undelete-report.ts'
import { exitCodeOf } from '../recovery/written-paths.ts'

export async function run(context: ContextOf<typeof undeleteCommand>): Promise<number> {
  const isList = context.args.length + context.rest.length === 0 && !context.options.at
  return isList
    ? withReading(context, (reading) => listDeleted(context, reading))
    : withReadingToWrite(context, (reading) => runUndelete(context, reading))
}

type UndeleteContext = ContextOf<typeof undeleteCommand>

async function listDeleted(context: UndeleteContext, reading: Reading): Promise<number> {
  const { out, options, roots } = context
  const query = { latest: await reading.snapshots.latest(), sinceMs: reading.time(options.since) }
  await listBursts(out, reading, query, roots)
  return 0
}

async function runUndelete(context: UndeleteContext, reading: Reading): Promise<number> {
  const { args, rest, options, out, roots } = context
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
  context: UndeleteContext,
  reading: Reading,
  paths: readonly RawPath[] | undefined,
): Promise<Burst> {
  const { options } = context
  const { repo, view, snapshots } = reading
  const sinceMs = reading.time(options.since)
  const at = options.at === undefined ? undefined : await snapshots.get(options.at)
  const found: Deletion[] = []
  const query = { latest: await snapshots.latest(), paths, sinceMs, withPresent: options.force }
  for await (const burst of readBursts(view, query)) {
    const isMeant = !at || burst.some(({ span }) => span.after.id === at.id)
    if (isMeant) found.push(...burst)
    if (isMeant && sinceMs === undefined) break
  }
  if (at && found.length === 0) {
    forgetCutShort(repo.gitDir, commandFor(context, repo, at.id, paths))
  }
  if (found.length === 0) throw nothingDeleted(paths)
  return found
}

async function undeleteWith(
  context: UndeleteContext,
  { repo, view }: Reading,
  burst: Burst,
  asked: readonly RawPath[] | undefined,
): Promise<UndoReport> {
  const { home, options, out, signal } = context
  const { config } = await loadConfig(home)
  const name = burst[0]!.span.after.id
  const paths = burst.flatMap((deletion) => deletion.paths)
  return await undo({
    repo,
    reader: view.reader,
    spans: burst.map(({ span }) => span),
    verb: 'undelete',
    name,
    command: commandFor(context, repo, name, asked),
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

/** Returns what goes on with it, should it be killed. */
function commandFor(
  { options, roots }: UndeleteContext,
  { root }: ShadowRepo,
  name: string,
  asked: readonly RawPath[] | undefined,
): string {
  const which = options.since === undefined ? ['--at', name] : ['--since', shellWord(options.since)]
  const words = ['undelete', ...which, ...(options.force ? ['--force'] : [])]
  return commandLine(words, root, roots, asked ?? [])
}
