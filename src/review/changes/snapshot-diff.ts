/** What differs between two snapshots: git's diff, and modes, owners, empty folders and large files beside it. */
import type { DiffQuery, GitChange, LineCounts } from '../../git/compare/diff.ts'
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import { type Change, changedPath, type Side } from '../../model/change.ts'
import { isWithin, type RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { differingMeta } from '../../store/timeline/meta-by-path.ts'
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'
import { TreeLookup } from '../../store/timeline/tree-lookup.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { pastLostMeta } from '../snapshot/lost-meta.ts'

export interface RecordedChange extends Change {
  before?: RecordedSide | undefined
  after?: RecordedSide | undefined
  lines?: LineCounts | undefined
}

export interface SnapshotDiff {
  /** In git's order, for `diffPatches`. */
  gitChanges: GitChange[]
  /** All changes, sorted by path. */
  changes: RecordedChange[]
}

/** Compares two snapshots; without `before`, everything in `after` counts as added. */
export async function diffSnapshots(
  view: RepoView,
  before: Snapshot | undefined,
  after: Snapshot,
  paths?: readonly RawPath[],
): Promise<SnapshotDiff> {
  return pastLostMeta(view, [before, after], ([old, current]) =>
    compare(view, old, current!, paths),
  )
}

/** Returns what a snapshot itself changed, within `paths` when given, and the query that gives its text. */
export async function readOwnChange(
  view: RepoView,
  snapshot: Snapshot,
  paths?: readonly RawPath[],
): Promise<{ parent: Snapshot | undefined; diff: SnapshotDiff; query: DiffQuery }> {
  const parent = await view.parentOf(snapshot)
  const query = { before: parent?.tree, after: snapshot.tree, paths }
  return { parent, query, diff: await diffSnapshots(view, parent, snapshot, paths) }
}

async function compare(
  view: RepoView,
  before: Snapshot | undefined,
  after: Snapshot,
  paths: readonly RawPath[] | undefined,
): Promise<SnapshotDiff> {
  const { reader } = view
  const trees = [new TreeLookup(reader, before), new TreeLookup(reader, after)] as const
  const gitChanges = await view.diffTrees(before?.tree, after.tree, paths)
  const changes: RecordedChange[] = []
  for (const change of gitChanges) changes.push(await overlayChange(change, ...trees))
  const beside = await changesBeside(reader, ...trees, changes, paths)
  return { gitChanges, changes: sortChanges(pairLargeRenames([...changes, ...beside])) }
}

export function sortChanges<Kind extends Change>(changes: readonly Kind[]): Kind[] {
  return [...changes].sort((a, b) => (changedPath(a) < changedPath(b) ? -1 : 1))
}

async function overlayChange(
  change: GitChange,
  before: TreeLookup,
  after: TreeLookup,
): Promise<RecordedChange> {
  const laid = async (tree: TreeLookup, side: Side | undefined) =>
    side && (await tree.complete(side))
  const [old, current] = [await laid(before, change.before), await laid(after, change.after)]
  return {
    type: change.type,
    before: old,
    after: current,
    lines: change.lines,
  }
}

/** Finds the changes that git's tree does not show, and joins them with git's at the same path. */
async function changesBeside(
  reader: ObjectReader,
  before: TreeLookup,
  after: TreeLookup,
  known: RecordedChange[],
  paths: readonly RawPath[] | undefined,
): Promise<RecordedChange[]> {
  const byPath = new Map(known.map((change) => [changedPath(change), change]))
  const renamed = known.filter(({ type }) => type === 'renamed')
  const movedAway = new Set(renamed.map((change) => change.before!.path))
  const found: RecordedChange[] = []
  for await (const path of differingMeta(reader, before, after)) {
    if (paths && !paths.some((wanted) => isWithin(wanted, path))) continue
    const [old, current] = [await before.side(path), await after.side(path)]
    const git = byPath.get(path)
    if (git) found.push(...joinSides(git, old, current))
    else found.push(...compareSides(movedAway.has(path) ? undefined : old, current))
  }
  return found
}

/** Corrects a change of git's where what was there, or is there now, is not in git's tree. */
function joinSides(
  git: RecordedChange,
  old: RecordedSide | undefined,
  current: RecordedSide | undefined,
): RecordedChange[] {
  const { type } = git
  if (!old || !current || !isBesideGit(type === 'removed' ? current : old)) return []
  const source = git.before
  Object.assign(git, { type: 'modified', before: old, after: current })
  return type === 'renamed' ? [{ type: 'removed', before: source! }] : []
}

function compareSides(
  before: RecordedSide | undefined,
  after: RecordedSide | undefined,
): RecordedChange[] {
  if (before && after) {
    if (before.kind !== after.kind || isOtherContent(before, after)) {
      return [{ type: 'modified', before, after }]
    }
    const isSame =
      before.mode === after.mode && before.uid === after.uid && before.gid === after.gid
    return isSame ? [] : [{ type: 'mode', before, after }]
  }
  if (after && isBesideGit(after)) return [{ type: 'added', after }]
  if (before && isBesideGit(before)) return [{ type: 'removed', before }]
  return []
}

/** Of a file over the size cap, a hash that has come for what was known by its size is no change. */
function isOtherContent(before: RecordedSide, after: RecordedSide): boolean {
  if (before.kind !== 'large') return before.sha256 !== after.sha256
  if (before.sizeBytes !== after.sizeBytes) return true
  return before.sha256 !== undefined && before.sha256 !== after.sha256
}

/** Whether git's tree does not list it. */
function isBesideGit(side: RecordedSide): boolean {
  return side.kind === 'large' || side.isEmpty === true
}

/** A large file that went and one of the same content that came are one rename. */
function pairLargeRenames(changes: readonly RecordedChange[]): RecordedChange[] {
  const gone = changes.filter(({ type, before }) => type === 'removed' && before?.sha256)
  const dropped = new Set<RecordedChange>()
  for (const change of changes) {
    if (change.type !== 'added' || !change.after?.sha256) continue
    const { sha256 } = change.after
    const source = gone.find((other) => other.before!.sha256 === sha256 && !dropped.has(other))
    if (!source) continue
    dropped.add(source)
    Object.assign(change, { type: 'renamed', before: source.before })
  }
  return changes.filter((change) => !dropped.has(change))
}
