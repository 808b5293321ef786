/**
 * Takes one change of one path back, keeping what others did to it later: a three-way merge whose base is the
 * state after the change, with the state now on one side and the state before the change on the other.
 */
import type { Oid } from '../../model/oid.ts'
import type { SkipReason } from '../../store/timeline/meta.ts'
import type { RecordedNode } from '../../store/timeline/recorded-tree.ts'

/** Why the change of a path cannot be taken back. */
export const UNDO_CONFLICTS = {
  edited: 'was changed since, in the same place',
  binary: 'was changed since, and is not text, or too large, to be merged',
  created: 'was made by this change and has been changed since',
  recreated: 'was removed by this change and has been made again since',
  replaced: 'is something else now than this change made it',
  owner: 'was given to another owner since',
  moved: 'was renamed since',
  taken: 'was renamed by this change, and its earlier name is taken',
  'not-empty': 'is a folder now, with other things in it',
  'not-a-folder': 'would be in a folder that is something else now',
} as const
export type UndoConflict = keyof typeof UNDO_CONFLICTS

export type ReverseOutcome =
  /** `node` is what is to be there; `isMerged` when later changes of others are in it. */
  | { is: 'reversed'; node: RecordedNode | undefined; isMerged: boolean }
  /** Nothing of the change is there any more. */
  | { is: 'past' }
  /** It was removed later, and stays so. */
  | { is: 'gone' }
  /** `marked` is a content with markers where lines could not be merged. */
  | { is: 'conflict'; reason: UndoConflict; marked?: Oid }
  /** The content from before the change was not recorded, or, with `detail`, cannot be read. */
  | { is: 'unheld'; reason: SkipReason | 'failed'; detail?: string }

/** Merges contents, `after` being their base; returns undefined for what is not text, or too large. */
export type MergeContents = (sides: {
  ours: Oid
  after: Oid
  before: Oid
}) => Promise<{ oid: Oid; hasConflicts: boolean } | undefined>

type Node = RecordedNode | undefined

const PAST: ReverseOutcome = { is: 'past' }

/** `before` and `after` are those of the change, `ours` is what is there now. */
export async function reverse(
  before: Node,
  after: Node,
  ours: Node,
  merge: MergeContents,
): Promise<ReverseOutcome> {
  if (isSame(before, after)) return PAST // It came and went within the change.
  if (before?.kind === 'skipped') return { is: 'unheld', reason: before.reason ?? 'io-error' }
  if (isSame(before, ours)) return PAST
  if (isSame(after, ours)) {
    if (before?.kind === 'large') return reverseLarge(before, after)
    return { is: 'reversed', node: before, isMerged: false }
  }
  if (!before) return removeMade(after!, ours)
  if (!after) return bringBack(before, ours)
  if (!ours) return { is: 'gone' }
  if (after.kind === 'skipped') return conflict('edited')
  if (before.kind !== after.kind || ours.kind !== after.kind) return conflict('replaced')
  return await mergeNodes(before, after, ours, merge)
}

/** Whether both are the same thing; what a folder holds does not count. */
export function isSame(one: Node, other: Node): boolean {
  if (!one || !other) return one === other
  return (
    isSameContent(one, other) &&
    (one.kind === 'link' || one.mode === other.mode) &&
    one.uid === other.uid &&
    one.gid === other.gid
  )
}

function isSameContent(one: RecordedNode, other: RecordedNode): boolean {
  // Two hashes that are to come need not be the same.
  const isKnown = one.kind !== 'large' || one.sha256 !== undefined
  const isEqual = one.oid === other.oid && one.sha256 === other.sha256
  return isKnown && one.kind === other.kind && isEqual
}

function conflict(reason: UndoConflict): ReverseOutcome {
  return { is: 'conflict', reason }
}

/** Of a file over the size cap, all but the content can be brought back. */
function reverseLarge(before: RecordedNode, after: Node): ReverseOutcome {
  if (!after || !isSameContent(before, after)) return { is: 'unheld', reason: 'too-large' }
  return { is: 'reversed', node: before, isMerged: false }
}

function removeMade(after: RecordedNode, ours: Node): ReverseOutcome {
  if (!ours) return PAST
  // A folder goes once nothing is left in it, whatever its mode has become.
  if (after.kind === 'folder' && ours.kind === 'folder') {
    return { is: 'reversed', node: undefined, isMerged: false }
  }
  return conflict(ours.kind === after.kind ? 'created' : 'replaced')
}

function bringBack(before: RecordedNode, ours: Node): ReverseOutcome {
  if (!ours) return { is: 'reversed', node: before, isMerged: false }
  return before.kind === 'folder' && ours.kind === 'folder' ? PAST : conflict('recreated')
}

async function mergeNodes(
  before: RecordedNode,
  after: RecordedNode,
  ours: RecordedNode,
  merge: MergeContents,
): Promise<ReverseOutcome> {
  const owner = reverseOwner(before, after, ours)
  if (!owner) return conflict('owner')
  const { uid: _uid, gid: _gid, ...rest } = ours
  const node = { ...rest, mode: reverseMode(before, after, ours), ...owner }
  if (isSameContent(before, after) || isSameContent(before, ours)) {
    return isSame(node, ours) ? PAST : { is: 'reversed', node, isMerged: true }
  }
  if (before.kind === 'large') return { is: 'unheld', reason: 'too-large' }
  if (isSameContent(after, ours)) {
    return { is: 'reversed', node: { ...node, oid: before.oid! }, isMerged: true }
  }
  if (before.kind === 'link') return conflict('edited')
  const merged = await merge({ ours: ours.oid!, after: after.oid!, before: before.oid! })
  if (!merged) return conflict('binary')
  if (merged.hasConflicts) return { is: 'conflict', reason: 'edited', marked: merged.oid }
  return { is: 'reversed', node: { ...node, oid: merged.oid }, isMerged: true }
}

/** Gives each bit that the change set or cleared its earlier value; others set later stay. */
function reverseMode(before: RecordedNode, after: RecordedNode, ours: RecordedNode): number {
  const changed = before.mode ^ after.mode
  return (ours.mode & ~changed) | (before.mode & changed)
}

/** Returns undefined when the change and someone later gave it to different owners. */
function reverseOwner(before: RecordedNode, after: RecordedNode, ours: RecordedNode) {
  const source = isSameOwner(after, ours) ? before : ours
  if (source === ours && !isSameOwner(before, after) && !isSameOwner(before, ours)) return undefined
  return {
    ...(source.uid !== undefined && { uid: source.uid }),
    ...(source.gid !== undefined && { gid: source.gid }),
  }
}

function isSameOwner(one: RecordedNode, other: RecordedNode): boolean {
  return one.uid === other.uid && one.gid === other.gid
}
