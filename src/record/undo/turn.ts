/** What one step of the timeline did to single paths, as that which is to be taken back. */
import type { ObjectReader } from '../../git/objects/object-reader.ts'
import type { Change } from '../../model/change.ts'
import { type PathScope, pathsAbove } from '../../model/path-scope.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot, SnapshotSpan } from '../../model/snapshot.ts'
import type { RecordedNode } from '../../store/timeline/recorded-tree.ts'
import { TreeLookup } from '../../store/timeline/tree-lookup.ts'

export type ReadChanges = (before: Snapshot, after: Snapshot) => Promise<readonly Change[]>

/** A path with what was recorded there; nothing, when it was not there. */
interface RecordedPlace {
  path: RawPath
  node: RecordedNode | undefined
}

/** One file, link or folder before a change and after it; the paths differ when it was renamed. */
export interface Turn {
  before: RecordedPlace
  after: RecordedPlace
  span: SnapshotSpan
}

export interface SpanTurns {
  turns: Turn[]
  /** The folders that led to those paths before the change. */
  foldersBefore: Map<RawPath, RecordedNode>
}

/** Returns what happened in `span` to the paths that `scope` covers. */
export async function readTurns(
  reader: ObjectReader,
  readChanges: ReadChanges,
  span: SnapshotSpan,
  scope: PathScope,
): Promise<SpanTurns> {
  const { only } = span
  const changes = (await readChanges(span.before, span.after)).filter((change) => {
    const paths = touchedPaths(change)
    return paths.some(scope.covers) && (!only || paths.some((path) => only.has(path)))
  })
  const touched = new Set(changes.flatMap(touchedPaths))
  const [before, after] = [span.before, span.after].map((one) => new TreeLookup(reader, one))
  const turnAt = async (from: RawPath, to = from): Promise<Turn> => ({
    before: { path: from, node: await thereIn(before!, from) },
    after: { path: to, node: await thereIn(after!, to) },
    span,
  })
  const turns: Turn[] = []
  const others = new Set<RawPath>()
  for (const change of changes) {
    const paths = touchedPaths(change)
    const [from, to] = paths
    const isMove =
      change.type === 'renamed' && !(await thereIn(after!, from!)) && !(await thereIn(before!, to!))
    if (isMove) turns.push(await turnAt(from!, to))
    else for (const path of paths) others.add(path)
  }
  for (const path of others) turns.push(await turnAt(path))
  const above = new Set([...touched].flatMap(pathsAbove).filter((path) => !touched.has(path)))
  const foldersBefore = new Map<RawPath, RecordedNode>()
  for (const path of above) {
    const turn = await turnAt(path)
    if (turn.before.node?.kind === 'folder') foldersBefore.set(path, turn.before.node)
    if (turn.before.node?.kind !== turn.after.node?.kind) turns.push(turn)
  }
  return { turns, foldersBefore }
}

/** A copy leaves its source alone. */
function touchedPaths({ type, before, after }: Change): RawPath[] {
  const sides = type === 'copied' ? [after] : [before, after]
  return [...new Set(sides.flatMap((side) => side?.path ?? []))]
}

/** Returns what was there; what had gone again before it could be recorded was not. */
export async function thereIn(tree: TreeLookup, path: RawPath): Promise<RecordedNode | undefined> {
  const node = await tree.at(path)
  return node?.reason === 'vanished' || node?.reason === 'moved' ? undefined : node
}
