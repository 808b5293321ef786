/**
 * What differs between the latest snapshot and the root as it is now, through git and an index. Empty folders,
 * owners, and modes beyond the executable bit show only with the next snapshot.
 */
import { statSync } from 'node:fs'
import { type DiffQuery, diffTrees, type GitChange } from '../../git/compare/diff.ts'
import { listTreePaths } from '../../git/compare/tree-list.ts'
import { withIndexOf } from '../../git/index-file/index-state.ts'
import { FlightrecError } from '../../model/errors.ts'
import { isWithin, type RawPath } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { RecordingScope } from '../../store/home/recording-scope.ts'
import { readMetaByPath } from '../../store/timeline/meta-by-path.ts'
import { TreeLookup } from '../../store/timeline/tree-lookup.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { findNewFiles } from './new-files.ts'
import { compareBeyondGit, isBeyondGit, isSpecial, isUnreadable, readSide } from './root-file.ts'
import { type RecordedChange, type SnapshotDiff, sortChanges } from './snapshot-diff.ts'

/** A diff with the root, and what of it could not be compared because it may not be read. */
interface WorkTreeDiff extends SnapshotDiff {
  unread: RawPath[]
}

/** What is compared with the root. */
interface ComparedRoot {
  view: RepoView
  latest: Snapshot
  scope: RecordingScope
  /** All unless given. */
  paths: readonly RawPath[] | undefined
}

/** Calls `use` with the diff, and with the query that `diffPatches` needs for its text. */
export async function diffWorkTree<Result>(
  view: RepoView,
  latest: Snapshot,
  scope: RecordingScope,
  paths: readonly RawPath[] | undefined,
  use: (diff: WorkTreeDiff, query: DiffQuery) => Promise<Result>,
): Promise<Result> {
  const { root, gitDir } = view.repo
  checkRoot(root)
  const compared = { view, latest, scope, paths }
  const { inTree, added, beyondGit, newUnread } = await pathsToCompare(compared)
  let isCompared = false
  const compare = (unread: readonly RawPath[], special: readonly RawPath[]) => {
    const notForGit = [...beyondGit, ...special]
    const unseen = [...unread, ...notForGit.filter((path) => inTree.has(path))]
    return withIndexOf(gitDir, latest.commit, { added, unseen }, async (indexFile) => {
      const query = { before: latest.commit, workTree: root, indexFile, paths }
      const gitChanges = await diffTrees(gitDir, query)
      isCompared = true
      const changes = await changesOf(compared, gitChanges, notForGit)
      return await use({ gitChanges, changes, unread: [...newUnread, ...unread].sort() }, query)
    })
  }
  try {
    return await compare([], [])
  } catch (error) {
    if (isCompared) throw error
    // git gives up at the first that it may not read, or a pipe; to ask for each beforehand takes long.
    const unread = [...inTree].filter((path) => isUnreadable(root, path))
    const special = [...inTree].filter((path) => isSpecial(root, path))
    if (unread.length + special.length === 0) throw error
    return await compare(unread, special)
  }
}

/** Returns what git is to compare, what git cannot hold, and what is new and may not be read. */
async function pathsToCompare({ view, latest, scope, paths }: ComparedRoot) {
  const { root, gitDir } = view.repo
  const inTree = await listTreePaths(gitDir, latest.tree)
  const isKnown = await knownPaths(view, latest, inTree)
  const fresh = await findNewFiles({ ...scope, gitDir, root, isKnown, paths })
  const isBeyond = (path: RawPath) => isBeyondGit(root, path)
  return {
    inTree,
    added: fresh.filter(({ path }) => !isBeyond(path) && !isUnreadable(root, path)),
    beyondGit: [...inTree, ...fresh.map(({ path }) => path)].filter(isBeyond),
    newUnread: fresh.flatMap(({ path }) => (isUnreadable(root, path) ? path : [])),
  }
}

/** Returns what git found, as it really is, and what it could not look at. */
async function changesOf(
  { view, latest, scope, paths }: ComparedRoot,
  gitChanges: readonly GitChange[],
  notForGit: readonly RawPath[],
): Promise<RecordedChange[]> {
  const { root } = view.repo
  const recorded = new TreeLookup(view.reader, latest)
  const isWanted = (path: RawPath) => !paths || paths.some((wanted) => isWithin(wanted, path))
  const changes: RecordedChange[] = []
  for (const change of gitChanges) {
    const seen = await withRealSides(root, recorded, change, scope)
    if (seen) changes.push(seen)
  }
  for (const path of notForGit.filter((path) => isWanted(path) && !isUnreadable(root, path))) {
    const side = await recorded.side(path)
    const seen = await compareBeyondGit(root, path, side, scope.maxFileSizeBytes)
    if (seen) changes.push(seen)
  }
  return sortChanges(changes)
}

/** What is over the size cap or was skipped is known as well, though not in git's tree. */
async function knownPaths(
  view: RepoView,
  latest: Snapshot,
  inTree: ReadonlySet<RawPath>,
): Promise<(path: RawPath) => boolean> {
  const beside = await readMetaByPath(view.reader, latest)
  return (path) => inTree.has(path) || beside.has(path)
}

function checkRoot(root: string): void {
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory()) return
  throw new FlightrecError('bad-root', `${showText(root)} is not there to compare with`, {
    hint: 'Run `flightrec diff latest~1 latest` for the last change that was recorded.',
  })
}

/** Returns undefined for a file that git takes for gone only because the index has it under an encoded name. */
async function withRealSides(
  root: string,
  recorded: TreeLookup,
  change: GitChange,
  { maxFileSizeBytes }: RecordingScope,
): Promise<RecordedChange | undefined> {
  const { before, lines } = change
  const old = before && (await recorded.complete(before))
  const path = (change.after ?? before)!.path
  const current = await readSide(root, path, change.after, maxFileSizeBytes)
  if (change.type === 'removed' && current?.oid === before!.oid) return undefined
  // git has not hashed the file, so it cannot tell that only the mode differs.
  const isSame = change.type === 'modified' && before?.oid === current?.oid
  const type = isSame ? 'mode' : change.type === 'removed' && current ? 'modified' : change.type
  return { type, before: old, after: current, lines }
}
