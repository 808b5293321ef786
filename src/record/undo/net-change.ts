/** From what is wanted at single paths to two trees, as it is now and as it is to be, that can be compared. */
import { setImmediate as breathe } from 'node:timers/promises'
import { errnoOf } from '../../model/errors.ts'
import { pathsAbove } from '../../model/path-scope.ts'
import { baseRaw, joinRaw, parentRaw, type RawPath, rawFromLatin1 } from '../../model/raw-path.ts'
import type { RecordedNode, RecordedTree } from '../../store/timeline/recorded-tree.ts'
import { type FolderCursor, listNames, look } from '../restore/on-disk.ts'
import { isSame } from './reverse.ts'
import type { ConflictAt, Unwinding } from './unwinding.ts'

type Node = RecordedNode | undefined
type At = (path: RawPath) => Promise<Node>

const NAME_BYTES_MAX = 255

/** Gives what comes back the folders it was in, and keeps folders in which something else is left. */
export async function placeFolders(
  unwinding: Unwinding,
  ours: At,
  cursor: FolderCursor,
): Promise<void> {
  const { wanted } = unwinding
  for (const [path, node] of [...wanted]) if (node) await makeWay(unwinding, ours, path)
  const deepestFirst = [...wanted.keys()].sort().reverse()
  for (const path of deepestFirst) {
    const node = wanted.get(path)
    if (node?.kind === 'folder' || (await ours(path))?.kind !== 'folder') continue
    if (isEmptied(wanted, cursor, path)) continue
    if (node) unwinding.refuse(path, 'not-empty')
    else wanted.delete(path)
  }
}

async function makeWay(unwinding: Unwinding, ours: At, path: RawPath): Promise<void> {
  const missing: RawPath[] = []
  for (const above of pathsAbove(path)) {
    const node = await unwinding.at(above)
    if (!node) missing.push(above)
    else if (node.kind !== 'folder') return unwinding.refuse(path, 'not-a-folder')
  }
  for (const above of missing) {
    if ((await ours(above))?.kind === 'folder') unwinding.wanted.delete(above)
    else unwinding.wanted.set(above, unwinding.folderBefore(above))
  }
}

function isEmptied(
  wanted: ReadonlyMap<RawPath, Node>,
  cursor: FolderCursor,
  path: RawPath,
): boolean {
  try {
    return listNames(cursor, path).every((name) => {
      const below = joinRaw(path, name)
      return wanted.has(below) && wanted.get(below) === undefined
    })
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return errnoOf(error) === 'ENOENT' // Shut, or a link by now: it stays.
  }
}

/** Adds a file beside each conflict that has something to show, under a name that is free. */
export function placeBeside(
  conflicts: readonly ConflictAt[],
  wanted: Map<RawPath, Node>,
  cursor: FolderCursor,
): Map<RawPath, RawPath> {
  const placed = new Map<RawPath, RawPath>()
  for (const { path, beside } of conflicts) {
    if (!beside || placed.has(path)) continue
    const free = freeName(path, (at) => !wanted.has(at) && !isThere(cursor, at))
    wanted.set(free, beside)
    placed.set(path, free)
  }
  return placed
}

/** What cannot be looked at counts as free: nothing is ever put in the place of something. */
function isThere(cursor: FolderCursor, path: RawPath): boolean {
  try {
    return look(cursor, path) !== undefined
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return false
  }
}

function freeName(path: RawPath, isFree: (path: RawPath) => boolean): RawPath {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '.undo-conflict' : `.undo-conflict-${number}`
    const stem = baseRaw(path).slice(0, NAME_BYTES_MAX - suffix.length)
    const name = joinRaw(parentRaw(path), rawFromLatin1(stem + suffix))
    if (isFree(name)) return name
  }
}

interface NetChange {
  /** The paths that differ. */
  paths: RawPath[]
  /** Those paths and the folders that lead to them, as they are to be and as they are. */
  target: RecordedTree
  recorded: RecordedTree
}

/** Compares what is wanted with what is there now. */
export async function netChange(wanted: ReadonlyMap<RawPath, Node>, ours: At): Promise<NetChange> {
  const paths: RawPath[] = []
  for (const [path, node] of wanted) if (!isSame(node, await ours(path))) paths.push(path)
  const at: At = async (path) => (wanted.has(path) ? wanted.get(path) : await ours(path))
  return { paths, target: await treeOf(paths, at), recorded: await treeOf(paths, ours) }
}

async function treeOf(paths: readonly RawPath[], at: At): Promise<RecordedTree> {
  const nodes = new Map<RawPath, RecordedTree>()
  const add = async (path: RawPath): Promise<void> => {
    const node = nodes.has(path) ? undefined : await at(path)
    if (!node) return
    nodes.set(path, node.kind === 'folder' ? { ...node, children: new Map() } : { ...node })
  }
  for (const path of paths) {
    await add(path)
    for (const above of pathsAbove(path)) await add(above)
    await breathe()
  }
  for (const path of [...nodes.keys()].sort()) {
    if (path !== '') nodes.get(parentRaw(path))?.children?.set(baseRaw(path), nodes.get(path)!)
  }
  return nodes.get(rawFromLatin1('')) ?? { kind: 'folder', mode: 0o755, children: new Map() }
}
