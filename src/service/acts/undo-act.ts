/** Takes a snapshot, a range of them, a session or a step of it back, or says what that would do. */
import { showCount } from '../../model/counts.ts'
import { treesAt } from '../../model/path-scope.ts'
import { type RawPath, rawFromText } from '../../model/raw-path.ts'
import { showPath } from '../../model/show.ts'
import type { SnapshotSpan } from '../../model/snapshot.ts'
import { UNDO_CONFLICTS, type UndoConflict } from '../../record/undo/reverse.ts'
import type { ReadChanges } from '../../record/undo/turn.ts'
import { type UndoReport, type UndoRequest, undo } from '../../record/undo/undo.ts'
import { diffSnapshots } from '../../review/changes/snapshot-diff.ts'
import { readUndoChoice, type UndoChoice } from '../../review/names/undo-choice.ts'
import { matchChanged } from '../../review/names/undo-paths.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import { commandLine } from './act-command.ts'
import type { ActContext } from './act-context.ts'
import { type ActReport, countsOf, leftText, onlyPlan, reportOf } from './act-report.ts'
import { readUnproven, type UnprovenChange } from './unproven-changes.ts'

export interface UndoWish {
  /** As typed: a snapshot, a range of them, a session, or a step of one. */
  name: string
  /** Only what it changed at or below these. */
  paths: readonly RawPath[] | undefined
  /** Takes back what only the time speaks for too. */
  includeWindow: boolean
  /** Also writes a file beside each conflict. */
  conflicts: boolean
  dryRun: boolean
  /** Only if the plan is still the one that this stands for. */
  plan?: string | undefined
  /** Asked where there is something such that was not asked for: returns whether to take it back too. */
  onUnproven?: (name: string, changes: readonly UnprovenChange[]) => Promise<boolean>
}

export interface UndoneReport extends ActReport {
  act: 'undo'
  /** What it is called. */
  name: string
  session: string | undefined
  step: number | undefined
  /** What was taken back, newest first. */
  spans: readonly SnapshotSpan[]
  /** What was left, since only the time speaks for it. */
  unproven: readonly UnprovenChange[]
  /** Paths that keep later changes of others. */
  merged: readonly RawPath[]
  /** Paths that others removed later, and that stay removed. */
  gone: readonly RawPath[]
}

/** What a file beside it shows. */
const SHOWN_BESIDE: readonly UndoConflict[] = ['edited', 'binary', 'recreated', 'replaced']

/** @throws {FlightrecError} unknown-snapshot, unknown-session, usage, bad-root, failed, corrupt-store. */
export async function performUndo(context: ActContext, wish: UndoWish): Promise<UndoneReport> {
  const { reading, roots, signal, onProgress } = context
  const { repo, view, snapshots, sessions } = reading
  const choice = await readUndoChoice(view, snapshots, wish.name, sessions)
  const readChanges = changeReader(view)
  const { name } = choice
  const asked = wish.paths && (await changedPaths(readChanges, choice, wish.paths))
  const scope = treesAt(asked ?? [rawFromText('')])
  const { spans, unproven } = await chooseSpans(wish, choice, { readChanges, scope })
  const words = ['undo', name, ...(wish.includeWindow ? ['--include-window'] : [])]
  const report = await undo({
    repo,
    reader: view.reader,
    spans,
    name,
    verb: 'undo',
    scope,
    force: false,
    writeConflicts: wish.conflicts,
    dryRun: wish.dryRun,
    approve: onlyPlan(wish.plan),
    readChanges,
    recording: context.openRecorder(),
    command: commandLine(words, repo.root, roots, wish.paths ?? []),
    onRead: (done, total) => onProgress(`reading change ${done + 1} of ${total}`),
    onMerge: (done, total) => onProgress(`merging ${done} of ${total}`),
    onWrite: (done, total) => onProgress(`writing ${done} of ${total}`),
    signal,
  })
  const facts = undoFacts(report, repo.root, wish.dryRun)
  const { session, step } = choice
  return {
    ...facts,
    act: 'undo',
    name,
    session,
    step,
    spans,
    unproven,
    merged: [...report.merged],
    gone: report.gone,
    remarks: remarksOf(report, wish),
    summary: summary(facts, name, unproven),
    undo: undoOfUndo(report, repo.root, roots),
    isIncomplete: facts.isIncomplete || unproven.length > 0,
  }
}

/** Returns what is to be taken back, and the changes that are left since only the time speaks for them. */
async function chooseSpans(
  { includeWindow, onUnproven }: UndoWish,
  { name, spans, unproven = [], withUnproven = spans }: UndoChoice,
  { readChanges, scope }: Pick<UndoRequest, 'readChanges' | 'scope'>,
): Promise<{ spans: readonly SnapshotSpan[]; unproven: readonly UnprovenChange[] }> {
  if (includeWindow) return { spans: withUnproven, unproven: [] }
  const changes = await readUnproven(readChanges, unproven, scope)
  const isWanted = changes.length > 0 && (await onUnproven?.(name, changes))
  return isWanted ? { spans: withUnproven, unproven: [] } : { spans, unproven: changes }
}

/** Returns what an undo and an undelete have in common. */
export function undoFacts(report: UndoReport, root: string, isPlan: boolean) {
  const notes = new Map([...report.merged].map((path) => [path, 'keeps later changes']))
  const facts = reportOf(report, root, isPlan, notes)
  const own = report.conflicts.map(({ path, reason, beside }) => {
    return { path, reason: reason as string, message: UNDO_CONFLICTS[reason] as string, beside }
  })
  const conflicts = [...own, ...facts.conflicts]
  const left = conflicts.length + facts.notRestorable.length
  return { ...facts, conflicts, isIncomplete: facts.afterFailure !== undefined || left > 0 }
}

function remarksOf(report: UndoReport, { conflicts }: UndoWish): string[] {
  const isHelped =
    !conflicts && report.conflicts.some(({ reason }) => SHOWN_BESIDE.includes(reason))
  return [
    ...(isHelped ? ['With --conflicts, a file beside each shows what could not be merged.'] : []),
    ...report.gone.map((path) => `${showPath(path)} was removed since, and stays so.`),
  ]
}

function summary(
  facts: ReturnType<typeof undoFacts>,
  name: string,
  unproven: readonly UnprovenChange[],
): string {
  const { isPlan } = facts
  const { restored, removed } = countsOf(facts)
  const rest = leftText(facts.conflicts, facts.notRestorable, unproven)
  if (restored + removed === 0) return `Nothing to undo of ${name}${rest}.`
  const stopped = facts.isInterrupted ? 'Stopped early. ' : ''
  const verb = isPlan ? 'Would undo' : `${stopped}Undid`
  const gone = removed === 0 ? '' : ` and ${isPlan ? 'remove' : 'removed'} ${removed}`
  const wrote = `${isPlan ? 'write' : 'wrote'} ${showCount(restored, 'path')}${gone}`
  return `${verb} ${name}: ${wrote}${rest}.`
}

/** Returns the command that undoes an undo or an undelete, to be run where this one was. */
export function undoOfUndo(
  { applied, safety, after }: UndoReport,
  root: string,
  roots: readonly string[],
): string | undefined {
  if (!applied || !safety || applied.restored.length + applied.removed.length === 0)
    return undefined
  return commandLine(['undo', after?.id ?? `${safety.id}..latest`], root, roots, [])
}

/** Reads what differs between snapshots, each two of them once. */
function changeReader(view: RepoView): ReadChanges {
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
