/**
 * Takes the changes of some snapshots out of the root and keeps what came later: records the root as it is,
 * works out in memory what is to be there, and writes that as a restore does.
 */
import { mergeFile } from '../../git/compare/merge-file.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { HELD_CONTENT_BYTES_MAX } from '../../git/process/isolation.ts'
import { exactly, type PathScope } from '../../model/path-scope.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot, SnapshotSpan } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { forgetCutShort } from '../../store/timeline/act.ts'
import { TreeLookup } from '../../store/timeline/tree-lookup.ts'
import { Contents } from '../restore/contents.ts'
import { foldsNames } from '../restore/folded-names.ts'
import { ContentHashes, FolderCursor } from '../restore/on-disk.ts'
import { asOneAct } from '../restore/own-act.ts'
import { type Applied, applyRestore } from '../restore/restore-apply.ts'
import { planRestore, type RestorePlan, type Step } from '../restore/restore-plan.ts'
import { type ActRecorder, type ActSnapshots, ownerOfRoot, takeSafety } from '../restore/safety.ts'
import type { Owner } from '../state/file-stat.ts'
import { netChange, placeBeside, placeFolders } from './net-change.ts'
import type { MergeContents, UndoConflict } from './reverse.ts'
import { type ReadChanges, readTurns, thereIn } from './turn.ts'
import { Unwinding, type UnwindingPorts } from './unwinding.ts'

export interface UndoRequest {
  repo: ShadowRepo
  reader: ObjectReader
  /** What to take back, newest first. */
  spans: readonly SnapshotSpan[]
  /** What the user calls it. */
  name: string
  /** How the snapshots say it. */
  verb: 'undo' | 'undelete'
  /** Which paths to take back. */
  scope: PathScope
  /** Also writes a file beside each conflict, for whoever settles it. */
  writeConflicts: boolean
  /** Records the root, works out the plan and writes nothing into the root. */
  dryRun: boolean
  /** Replaces what was made again where something was removed, and what is not recorded. */
  force: boolean
  readChanges: ReadChanges
  recording: ActRecorder
  /** The command line that goes on with this, should it be killed. */
  command: string
  /** Sees the plan before anything is written; what it throws ends the undo. */
  approve?: ((plan: RestorePlan) => void) | undefined
  onRead?: (done: number, total: number) => void
  onMerge?: (done: number, total: number) => void
  onWrite?: (done: number, total: number) => void
  signal?: AbortSignal
}

export interface UndoReport extends ActSnapshots {
  plan: RestorePlan
  /** Absent for a dry run, and when there was nothing to do. */
  applied?: Applied
  conflicts: { path: RawPath; reason: UndoConflict; beside?: RawPath }[]
  /** Files that others removed later; they stay removed. */
  gone: RawPath[]
  /** Files that keep later changes of others. */
  merged: ReadonlySet<RawPath>
}

/**
 * Takes changes back, or with `dryRun` says what that would do.
 * @throws {FlightrecError} bad-root, failed when no safety snapshot can be taken, corrupt-store.
 */
export async function undo(request: UndoRequest): Promise<UndoReport> {
  const { repo, verb, name, signal } = request
  const owner = ownerOfRoot(
    repo.root,
    'An undo writes into the folder itself; bring it back first.',
  )
  const what = `${verb} ${name}`
  if (request.dryRun) {
    const safety = await safetyOf(request, `before a dry run of ${what}`)
    return (await planUndo(request, safety, owner)).report
  }
  return await asOneAct({ ...request, what, force: false }, async (act) => {
    const safety = await safetyOf(request, `before ${what}`)
    const { report, contents, conflictsIn } = await planUndo(request, safety, owner)
    const { steps, notRestorable } = report.plan
    if (steps.length + notRestorable.length + report.conflicts.length === 0) {
      forgetCutShort(repo.gitDir, request.command)
    }
    if (steps.length === 0) return report
    request.approve?.(report.plan)
    await act.declare(steps)
    const applied = await applyRestore({
      root: repo.root,
      contents,
      steps,
      owner,
      force: false,
      signal,
      onOpen: act.noteOpens,
      onProgress(done, total) {
        act.showLife()
        request.onWrite?.(done, total)
      },
    })
    const after = await act.finish(applied)
    return { ...report, applied, conflicts: conflictsIn(applied.restored), ...after }
  })
}

async function safetyOf({ recording, signal }: UndoRequest, message: string): Promise<Snapshot> {
  const hint = 'Run `flightrec doctor` to look for the cause.'
  return await takeSafety(recording.takeSnapshot, message, signal, hint)
}

/** Works out what is to be written into a root that is as `safety` has it. */
async function planUndo(request: UndoRequest, safety: Snapshot, owner: Owner) {
  const { repo, reader, signal } = request
  const contents = new Contents(repo.gitDir, reader)
  const now = new TreeLookup(reader, safety)
  const ours = (path: RawPath) => thereIn(now, path)
  const unwinding = await unwind(request, safety, ours, contents)
  const beside = await placeResults(request, unwinding, ours)
  const { paths, target, recorded } = await netChange(unwinding.wanted, ours)
  const plan = await planRestore({
    root: repo.root,
    target,
    recorded,
    scope: exactly(paths),
    remove: true,
    force: request.force,
    keepRootMode: false,
    foldsNames: foldsNames(repo.root),
    owner,
    hashes: new ContentHashes(),
    signal,
  })
  plan.notRestorable.unshift(...unwinding.unheld)
  const conflictsIn = (steps: readonly Step[]) => tellConflicts(unwinding, beside, steps)
  const report: UndoReport = {
    plan,
    safety,
    conflicts: conflictsIn(plan.steps),
    gone: unwinding.gone,
    merged: new Set(paths.filter((path) => unwinding.merged.has(path))),
  }
  return { report, contents, conflictsIn }
}

/** Returns the files that are to stand beside conflicts. */
async function placeResults(
  { repo, writeConflicts }: UndoRequest,
  unwinding: Unwinding,
  ours: UnwindingPorts['ours'],
): Promise<Map<RawPath, RawPath>> {
  const cursor = new FolderCursor(repo.root)
  try {
    await placeFolders(unwinding, ours, cursor)
    if (!writeConflicts) return new Map()
    return placeBeside(unwinding.conflicts, unwinding.wanted, cursor)
  } finally {
    cursor.close()
  }
}

/** Names the file beside a conflict only when it is, or is to be, written. */
function tellConflicts(
  { conflicts }: Unwinding,
  beside: ReadonlyMap<RawPath, RawPath>,
  steps: readonly Step[],
): UndoReport['conflicts'] {
  const written = new Set(steps.map(({ path }) => path))
  return conflicts.map(({ path, reason }) => {
    const file = beside.get(path)
    return { path, reason, ...(file !== undefined && written.has(file) && { beside: file }) }
  })
}

async function unwind(
  request: UndoRequest,
  safety: Snapshot,
  ours: UnwindingPorts['ours'],
  contents: Contents,
): Promise<Unwinding> {
  const { reader, readChanges, spans, scope, signal } = request
  const unwinding = new Unwinding({
    ours,
    force: request.force,
    whereNow: renamesUpTo(safety, readChanges),
    merge: (span) => merger(request.repo.gitDir, contents, span),
  })
  for (const [done, span] of spans.entries()) {
    signal?.throwIfAborted()
    request.onRead?.(done, spans.length)
    await unwinding.takeBack(await readTurns(reader, readChanges, span, scope))
  }
  await unwinding.finish((done, total) => {
    signal?.throwIfAborted()
    request.onMerge?.(done, total)
  })
  return unwinding
}

function renamesUpTo(snapshot: Snapshot, readChanges: ReadChanges): UnwindingPorts['whereNow'] {
  const known = new Map<string, Map<RawPath, RawPath>>()
  return async (path, { after }) => {
    const renames = known.get(after.commit) ?? new Map<RawPath, RawPath>()
    if (!known.has(after.commit)) {
      for (const change of await readChanges(after, snapshot)) {
        if (change.type === 'renamed') renames.set(change.before!.path, change.after!.path)
      }
      known.set(after.commit, renames)
    }
    return renames.get(path)
  }
}

function merger(gitDir: string, contents: Contents, span: SnapshotSpan): MergeContents {
  return async (sides) => {
    const sizes = await contents.sizes(new Set(Object.values(sides)))
    if (Math.max(...sizes.values()) > HELD_CONTENT_BYTES_MAX) return undefined
    const merged = await mergeFile(
      gitDir,
      { content: await contents.read(sides.ours), label: 'now' },
      { content: await contents.read(sides.after), label: `after ${span.after.id}` },
      { content: await contents.read(sides.before), label: `before ${span.after.id}` },
    )
    return merged && { oid: contents.add(merged.content), hasConflicts: merged.hasConflicts }
  }
}
