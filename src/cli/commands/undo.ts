import { ERRORS } from '../../model/errors.ts'
import type { PathScope } from '../../model/path-scope.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Span } from '../../model/snapshot.ts'
import type { ReadChanges } from '../../record/undo/turn.ts'
import type { UndoReport, UndoRequest } from '../../record/undo/undo.ts'
import type { UndoChoice } from '../../review/names/undo-choice.ts'
import type { Reading } from '../changes/reading.ts'
import { type CommandContext, command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'
import type { UnprovenChange } from '../recovery/unproven-changes.ts'

type UndoContext = CommandContext<{
  dryRun: boolean
  conflicts: boolean
  includeWindow: boolean
}>

export const undoCommand = command({
  name: 'undo',
  group: 'recover',
  summary: 'Take the change of a snapshot, a step or a session back, and keep what came later',
  description: `
    Where \`restore\` goes back to a state, \`undo\` takes one change out of the present one: of a snapshot, of
    those after one and up to another (\`A..B\`), of one step of a session, or of all a session did. What others
    changed before, between or later stays, also in the same files, as far as git can merge the lines.

    Where it cannot, the file is left as it is and reported; --conflicts also writes a file beside it, with
    conflict markers or as it was before the change. Renames are followed.

    Of a session or a step, only what a call named is taken back unasked. What is put down to it because it alone
    was at work then (\`show\` says \`window\`) may be somebody else's: it is listed apart, and taken back when you
    say so on a terminal, or with --include-window.

    Takes a safety snapshot first, writes nothing through a link or outside the folder, overwrites and removes
    nothing that is not recorded, and ends with the command that undoes it.`,
  arguments: [
    { name: 'WHAT', summary: 'A snapshot, `A..B`, a session or SESSION#STEP' },
    { name: 'PATH', summary: 'Only these files and folders', optional: true, repeated: true },
  ],
  acceptsRest: { name: 'PATH…', summary: 'Only these files and folders' },
  options: {
    'dry-run': {
      type: 'boolean',
      summary: 'Record the folder, print what would be done, and write nothing into it',
    },
    conflicts: {
      type: 'boolean',
      summary: 'Write a file beside each one that cannot be merged: NAME.undo-conflict',
    },
    'include-window': {
      type: 'boolean',
      summary: 'Also what is put down to the session only because it alone was at work',
    },
  },
  examples: [
    ['flightrec undo latest', 'Take the last change back'],
    ['flightrec undo sess_6a9#8', 'Take back what one step of a session did'],
    ['flightrec undo sess_6a9 --dry-run', 'What taking back a whole session would do'],
    ['flightrec undo sess_6a9 --include-window', 'Also what it may have done, as far as is known'],
    ["flightrec undo '10m ago..latest' src", 'Take back what happened in a folder since then'],
  ],
  errors: ['no-store', ...PLACE_ERRORS, 'bad-root', 'incomplete', 'locked', 'bad-config'],
  async run(context) {
    const { withReadingToWrite } = await import('../changes/reading.ts')
    return withReadingToWrite(context, (reading) => runUndo(context, reading))
  },
})

async function runUndo(context: UndoContext, reading: Reading): Promise<number> {
  const { args, rest, options, out, roots } = context
  const { readUndoChoice } = await import('../../review/names/undo-choice.ts')
  const { commandLine } = await import('../recovery/act-command.ts')
  const { undoJson, writeUndo } = await import('../recovery/undo-report.ts')
  const { exitCodeOf } = await import('../recovery/written-paths.ts')
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
): Promise<{ spans: readonly Span[]; unproven: UnprovenChange[] }> {
  if (options.includeWindow) return { spans: withUnproven, unproven: [] }
  const { readUnproven, writeUnproven } = await import('../recovery/unproven-changes.ts')
  const changes = await readUnproven(readChanges, unproven, scope)
  if (changes.length === 0 || out.isJson) return { spans, unproven: changes }
  writeUnproven(out, name, changes)
  const { confirm, isAsked } = await import('../terminal/confirm.ts')
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
  const { undo } = await import('../../record/undo/undo.ts')
  const { loadConfig } = await import('../../store/config-file.ts')
  const { recordingFor } = await import('../recovery/recording-for.ts')
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
  const { treesAt } = await import('../../model/path-scope.ts')
  const { rawFromText } = await import('../../model/raw-path.ts')
  return treesAt(asked ? await changedPaths(readChanges, choice, asked) : [rawFromText('')])
}

/** Reads what differs between snapshots, each two of them once. */
async function changeReader(view: Reading['view']): Promise<ReadChanges> {
  const { diffSnapshots } = await import('../../review/changes/snapshot-diff.ts')
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
  const { matchChanged } = await import('../../review/names/undo-paths.ts')
  const changed = new Set<RawPath>()
  for (const { before, after } of withUnproven) {
    for (const change of await readChanges(before, after)) {
      for (const side of [change.before, change.after]) if (side) changed.add(side.path)
    }
  }
  return matchChanged([...changed], asked, name)
}
