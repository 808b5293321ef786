/**
 * Gives back what a snapshot holds: looks what differs, takes a safety snapshot, looks again, writes, and takes
 * a snapshot of the result. Nothing that no snapshot holds is overwritten or removed unless forced.
 */
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { isInFolder } from '../../model/absolute-path.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { type PathScope, pathsAbove, treesAt } from '../../model/path-scope.ts'
import { type RawPath, rawFromText } from '../../model/raw-path.ts'
import { shellWord } from '../../model/shell-word.ts'
import { showText } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import { forgetCutShort } from '../../store/timeline/act.ts'
import { findRecorded, type RecordedTree } from '../../store/timeline/recorded-tree.ts'
import { readRecordedTree } from '../../store/timeline/tree-lookup.ts'
import { currentUser } from '../../system/environment.ts'
import { makeFolders } from '../../system/files.ts'
import type { Owner } from '../state/file-stat.ts'
import { Contents } from './contents.ts'
import { foldsNames } from './folded-names.ts'
import { ContentHashes } from './on-disk.ts'
import { asOneAct, type OwnAct } from './own-act.ts'
import { type Applied, applyRestore, joinApplied } from './restore-apply.ts'
import { type PlanRequest, planRestore, type RestorePlan, type Step } from './restore-plan.ts'
import type { WillRecord } from './safeguard.ts'
import { type ActRecorder, type ActSnapshots, ownerOfRoot, reasonOf, takeSafety } from './safety.ts'

export interface RestoreRequest {
  repo: ShadowRepo
  reader: ObjectReader
  /** What to go back to. */
  snapshot: Snapshot
  /** The newest snapshot: what is known of the root before a safety snapshot is taken. */
  latest: Snapshot
  /** Files and folders to restore; '' is everything. */
  paths: readonly RawPath[]
  /** Another folder to restore into, instead of the root. */
  to?: string | undefined
  /** Also removes what is recorded now and not in the snapshot. */
  remove: boolean
  force: boolean
  dryRun: boolean
  /** Whether a snapshot taken now would hold this. */
  willRecord: WillRecord
  recording: ActRecorder
  /** The command line that goes on with this, should it be killed. */
  command: string
  /** Sees the plan before anything is written; what it throws ends the restore. */
  approve?: ((plan: RestorePlan) => void) | undefined
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}

export interface RestoreReport extends ActSnapshots {
  /** Where it was restored to. */
  folder: string
  plan: RestorePlan
  /** Absent for a dry run, and when there was nothing to do. */
  applied?: Applied
  /** What to restore from `safety`, removing what is not in it, to undo this. */
  undoPaths: RawPath[]
}

/** What a restore into another folder writes to. */
interface Destination {
  path: string
  /** Made by this restore. */
  isNew: boolean
  isMissing: boolean
}

const EVERYTHING = rawFromText('')

/**
 * Restores files, or with `dryRun` says what that would do.
 * @throws {FlightrecError} bad-root, usage, failed when no safety snapshot can be taken, corrupt-store.
 */
export async function restore(request: RestoreRequest): Promise<RestoreReport> {
  const { snapshot, reader, paths } = request
  const scope = treesAt(paths)
  const target = await readRecordedTree(reader, snapshot, scope)
  const into = request.to === undefined ? undefined : prepareFolder(request, request.to)
  const folder = into?.path ?? request.repo.root
  const planned: PlanRequest = {
    root: into?.isMissing ? undefined : folder,
    target,
    recorded: into ? undefined : await readRecordedTree(reader, request.latest, scope),
    scope,
    remove: request.remove,
    force: request.force,
    willRecord: into ? undefined : request.willRecord,
    keepRootMode: into !== undefined && !into.isNew,
    foldsNames: foldsNames(folder),
    owner: into?.isMissing ? currentUser() : ownerOfRoot(folder, wayOn(folder)),
    hashes: new ContentHashes(),
    signal: request.signal,
  }
  const first = await planRestore(planned)
  const report: RestoreReport = { folder, plan: first, undoPaths: [] }
  if (!request.dryRun && !into && isNothing(first)) {
    forgetCutShort(request.repo.gitDir, request.command)
  }
  if (request.dryRun || isNothing(first)) return report
  if (into) return { ...report, applied: await apply(request, folder, planned.owner, first) }

  const what = `restore ${snapshot.id}`
  return await asOneAct({ ...request, what }, async (act) => {
    const before = await takeSafetyUnlessForced(request)
    const recorded = before.safety && (await readRecordedTree(reader, before.safety, scope))
    const now = { ...planned, recorded, willRecord: undefined }
    const { plan, applied } = await carryOut(request, now, scope, act)
    const after = await act.finish(applied)
    return { folder, plan, applied, ...before, ...after, undoPaths: undoPaths(paths, applied) }
  })
}

/** Writes; where something was shut to us, again what shows once it has its mode back. */
async function carryOut(
  request: RestoreRequest,
  planned: PlanRequest,
  scope: PathScope,
  act: OwnAct,
) {
  let plan = await planRestore(planned)
  request.approve?.(plan)
  await act.declare(plan.steps)
  let applied = await apply(request, planned.root!, planned.owner, plan, act)
  for (let restored = applied.restored; plan.isShut && restored.length > 0; ) {
    // What was below a shut folder is recorded now that it is open.
    const { safety } = await takeSafetyUnlessForced(request)
    const recorded = safety && (await readRecordedTree(request.reader, safety, scope))
    noteModes(recorded, applied.restored)
    const next = await planRestore({ ...planned, recorded })
    plan = { ...next, steps: [...plan.steps, ...next.steps] }
    await act.declare(plan.steps)
    const more = await apply(request, planned.root!, planned.owner, next, act)
    restored = more.restored
    applied = joinApplied(applied, more)
  }
  return { plan, applied }
}

/** What has its mode back is recorded as it was but for that. */
function noteModes(recorded: RecordedTree | undefined, restored: readonly Step[]): void {
  for (const step of restored) {
    const node = recorded && step.act === 'mode' ? findRecorded(recorded, step.path) : undefined
    if (node && step.act === 'mode') node.mode = step.node.mode
  }
}

function isNothing(plan: RestorePlan): boolean {
  return plan.steps.length === 0 && plan.conflicts.length === 0
}

async function takeSafetyUnlessForced({
  recording,
  snapshot,
  signal,
  force,
}: RestoreRequest): Promise<Pick<ActSnapshots, 'safety' | 'safetyFailure'>> {
  const hint = 'Run `flightrec doctor`, or use --force to restore without one.'
  try {
    const message = `before restore ${snapshot.id}`
    return { safety: await takeSafety(recording.takeSnapshot, message, signal, hint) }
  } catch (error) {
    if (!force || signal?.aborted) throw error
    const cause = error instanceof Error ? error.cause : undefined
    return { safetyFailure: reasonOf(cause ?? error) }
  }
}

function apply(
  request: RestoreRequest,
  root: string,
  owner: Owner,
  plan: RestorePlan,
  act?: OwnAct,
) {
  return applyRestore({
    root,
    contents: new Contents(request.repo.gitDir, request.reader),
    steps: plan.steps,
    owner,
    force: request.force,
    signal: request.signal,
    onOpen: act?.noteOpens,
    onProgress(done, total) {
      act?.showLife()
      request.onProgress?.(done, total)
    },
  })
}

/** What to do when the root is not there: it may be gone, have moved, or lie on a disk that is not mounted. */
function wayOn(root: string): string {
  if (existsSync(root)) return 'Restore into another folder with `--to DIR`.'
  const to = `--to ${shellWord(showText(root))}`
  return `To make it again, add \`${to}\`; if it has moved, \`flightrec doctor\` says how to go on.`
}

/** Checks the folder to restore into, and makes it unless this is a dry run. */
function prepareFolder(request: RestoreRequest, to: string): Destination {
  try {
    const isMissing = !existsSync(to)
    if (isMissing && request.dryRun) return { path: resolve(to), isNew: true, isMissing }
    if (isMissing) makeFolders(to)
    const path = realpathSync(to)
    // Where the root was and is no more, nothing can be lost.
    if (!isMissing) checkDestination(request, path)
    return { path, isNew: isMissing, isMissing: false }
  } catch (cause) {
    if (cause instanceof FlightrecError) throw cause
    throw new FlightrecError('failed', `cannot restore to ${showText(to)}: ${errnoOf(cause)}`, {
      hint: 'Name a folder you can write to.',
      cause,
    })
  }
}

function checkDestination({ repo, force }: RestoreRequest, path: string): void {
  const shown = showText(path)
  if (path === repo.root || (force && isInFolder(repo.root, path))) {
    throw new FlightrecError('usage', `${shown} is, or lies in, the recorded folder`, {
      hint: 'Leave out --to to restore there, with a safety snapshot first.',
    })
  }
  if (!force && readdirSync(path).length > 0) {
    throw new FlightrecError('failed', `${shown} is not empty`, {
      hint: 'Name an empty folder, or use --force to overwrite what is there.',
    })
  }
}

/** A folder made on the way to a path goes again with the undo, so it stands in place of that path. */
function undoPaths(paths: readonly RawPath[], applied: Applied): RawPath[] {
  const made = new Set(applied.restored.flatMap(({ act, path }) => (act === 'folder' ? path : [])))
  const topOf = (path: RawPath) => pathsAbove(path).findLast((above) => made.has(above)) ?? path
  const tops = new Set(paths.map(topOf))
  if (tops.has(EVERYTHING)) return []
  return [...tops].filter((path) => !pathsAbove(path).some((above) => tops.has(above)))
}
