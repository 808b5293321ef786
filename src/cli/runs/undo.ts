import { ERRORS } from '../../model/errors.ts'
import { type PathScope, treesAt } from '../../model/path-scope.ts'
import { type RawPath, rawFromText } from '../../model/raw-path.ts'
import type { SnapshotSpan } from '../../model/snapshot.ts'
import type { ReadChanges } from '../../record/undo/turn.ts'
import { type UndoReport, type UndoRequest, undo } from '../../record/undo/undo.ts'
import type { Reading } from '../../review/answers/reading.ts'
import { diffSnapshots } from '../../review/changes/snapshot-diff.ts'
import { readUndoChoice, type UndoChoice } from '../../review/names/undo-choice.ts'
import { matchChanged } from '../../review/names/undo-paths.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import { withReadingToWrite } from '../changes/reading.ts'
import type { undoCommand } from '../commands/undo.ts'
import type { ContextOf } from '../framework/command.ts'
import { commandLine } from '../recovery/act-command.ts'
import { recordingFor } from '../recovery/recording-for.ts'
import { undoJson, writeUndo } from '../recovery/undo-report.ts'
import { readUnproven, type UnprovenChange, writeUnproven } from '../recovery/unproven-changes.ts'
import { exitCodeOf } from '../recovery/written-paths.ts'
import { confirm, isAsked } from '../terminal/confirm.ts'

export async function run(context: ContextOf<typeof undoCommand>): Promise<number> {
  return withReadingToWrite(context, (reading) => runUndo(context, reading))
}

type UndoContext = ContextOf<typeof undoCommand>

async function runUndo(context: UndoContext, reading: Reading): Promise<number> {
  const { args, rest, options, out, roots } = context
  const { view, snapshots, sessions } = reading
  const choice = await readUndoChoice(view, snapshots, args[0]!, sessions)
  const readChanges = await changeReader(view)
  const asked = reading.paths([...args.slice(1), ...rest])
  const scope = await scopeOf(readChanges, choice, asked)
  const { spans, unproven } = await chooseSpans(context, choice, { readChanges, scope })
  const { name } = choice
  const words = ['undo', name, ...(options.includeWindow ? ['--include-window'] : [])]
  const command = commandLine(words, reading.repo.root, roots, asked ?? [])
  const report = await undoWith(context, reading, { spans, name, command, readChanges, scope })
  out.progress(undefined)
  const telling = {
    choice,
    spans,
    unproven,
    dryRun: options.dryRun,
    writeConflicts: options.conflicts,
    root: reading.repo.root,
    roots,
  }
  if (out.isJson) out.json(undoJson(report, telling))
  else writeUndo(out, report, telling)
  const isPartial = report.conflicts.length > 0 || unproven.length > 0
  return exitCodeOf(report) || (isPartial ? ERRORS.incomplete.exitCode : 0)
}

/** Returns what is to be taken back, and the changes that are left since only the time speaks for them. */
async function chooseSpans(
  { options, out, signal }: UndoContext,
  { name, spans, unproven = [], withUnproven = spans }: UndoChoice,
  { readChanges, scope }: Pick<UndoRequest, 'readChanges' | 'scope'>,
): Promise<{ spans: readonly SnapshotSpan[]; unproven: UnprovenChange[] }> {
  if (options.includeWindow) return { spans: withUnproven, unproven: [] }
  const changes = await readUnproven(readChanges, unproven, scope)
  if (changes.length === 0 || out.isJson) return { spans, unproven: changes }
  writeUnproven(out, name, changes)
  if (!options.dryRun && isAsked(out) && (await confirm('Take these back too?', out, signal)))
    return { spans: withUnproven, unproven: [] }
  out.talk('Left as it is: with --include-window it is taken back too.')
  return { spans, unproven: changes }
}

async function undoWith(
  { home, options, out, signal }: UndoContext,
  { repo, view }: Reading,
  chosen: Pick<UndoRequest, 'spans' | 'name' | 'command' | 'readChanges' | 'scope'>,
): Promise<UndoReport> {
  const { config } = await loadConfig(home)
  return await undo({
    ...chosen,
    repo,
    reader: view.reader,
    verb: 'undo',
    force: false,
    writeConflicts: options.conflicts,
    dryRun: options.dryRun,
    recording: recordingFor(home, config, repo, out, signal),
    onRead: (done, total) => out.progress(`reading change ${done + 1} of ${total}`),
    onMerge: (done, total) => out.progress(`merging ${done} of ${total}`),
    onWrite: (done, total) => out.progress(`writing ${done} of ${total}`),
    signal,
  })
}

async function scopeOf(
  readChanges: ReadChanges,
  choice: UndoChoice,
  asked: readonly RawPath[] | undefined,
): Promise<PathScope> {
  return treesAt(asked ? await changedPaths(readChanges, choice, asked) : [rawFromText('')])
}

/** Reads what differs between snapshots, each two of them once. */
async function changeReader(view: Reading['view']): Promise<ReadChanges> {
  const known = new Map<string, ReturnType<ReadChanges>>()
  return (before, after) => {
    const key = `${before.commit} ${after.commit}`
    const changes =
      known.get(key) ?? diffSnapshots(view, before, after).then((diff) => diff.changes)
    known.set(key, changes)
    return changes
  }
}

async function changedPaths(
  readChanges: ReadChanges,
  { name, spans, withUnproven = spans }: UndoChoice,
  asked: readonly RawPath[],
): Promise<RawPath[]> {
  const changed = new Set<RawPath>()
  for (const { before, after } of withUnproven) {
    for (const change of await readChanges(before, after)) {
      for (const side of [change.before, change.after]) if (side) changed.add(side.path)
    }
  }
  return matchChanged([...changed], asked, name)
}
