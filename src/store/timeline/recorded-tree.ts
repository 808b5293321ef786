/** What a snapshot holds at a path: git's tree and the metadata beside it, put together. */

import { MODE_EXECUTABLE, MODE_LINK, MODE_TREE } from '../../git/objects/tree-format.ts'
import type { Side } from '../../model/change.ts'
import type { Oid } from '../../model/oid.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { MetaEntry, SkipReason } from './meta.ts'

/** One recorded name. `large` is known by size and hash only; of `skipped` nothing but the reason is known. */
export interface RecordedNode {
  kind: 'file' | 'link' | 'folder' | 'large' | 'skipped'
  /** Permission bits (07777); of no meaning for links. */
  mode: number
  /** Of a file or a link. */
  oid?: Oid
  /** Set for a folder that git's tree does not list. */
  isEmpty?: true
  /** Owner, when it is not the root's. */
  uid?: number
  gid?: number
  /** Of `large`. */
  sizeBytes?: number
  sha256?: string
  /** Of `skipped`; `torn` also on a file that changed while it was recorded. */
  reason?: SkipReason
}

/** A node with all that is in it. */
export interface RecordedTree extends RecordedNode {
  /** Of a folder, by name, in the order of their bytes. */
  children?: Map<RawPath, RecordedTree>
}

/** A node as one side of a change: with its path, and a mode as git and `lstat` have it. */
export interface RecordedSide extends Omit<RecordedNode, 'kind' | 'reason'>, Side {
  kind: Exclude<RecordedNode['kind'], 'skipped'>
}

const FILE_TYPE = { file: 0o100000, large: 0o100000, link: MODE_LINK, folder: MODE_TREE }

/** Puts together what git's tree and the metadata say of one name; undefined when neither knows it. */
export function recordedNode(
  inTree: { mode: number; oid?: Oid } | undefined,
  more: MetaEntry | undefined,
): RecordedNode | undefined {
  const { name: _name, kind, ...known } = more ?? ({} as Partial<MetaEntry>)
  if (inTree) return { ...nodeInTree(inTree.mode, inTree.oid), ...known }
  if (kind === 'folder') return { kind, isEmpty: true, mode: 0o755, ...known }
  return kind && { kind, mode: 0o644, ...known }
}

function nodeInTree(gitMode: number, oid: Oid | undefined): RecordedNode {
  if (gitMode === MODE_TREE) return { kind: 'folder', mode: 0o755 }
  const content = oid && { oid }
  if (gitMode === MODE_LINK) return { kind: 'link', mode: 0o777, ...content }
  return { kind: 'file', mode: gitMode === MODE_EXECUTABLE ? 0o755 : 0o644, ...content }
}

/** Returns undefined for nothing, and for what was skipped. */
export function recordedSide(
  path: RawPath,
  node: RecordedNode | undefined,
): RecordedSide | undefined {
  if (!node || node.kind === 'skipped') return undefined
  const { kind, reason: _reason, ...known } = node
  return { path, ...known, kind, mode: kind === 'link' ? MODE_LINK : FILE_TYPE[kind] | node.mode }
}

/** Returns the node at `path`, '' being the root; undefined when nothing was recorded there. */
export function findRecorded(root: RecordedTree, path: RawPath): RecordedTree | undefined {
  if (path === '') return root
  let node: RecordedTree | undefined = root
  for (const name of path.split('/')) node = node?.children?.get(name as RawPath)
  return node
}
