/**
 * What a session is thought to have changed because it alone was at work then: that is no proof, so it is taken back
 * only where somebody says so.
 */
import type { Change } from '../../model/change.ts'
import type { PathScope } from '../../model/path-scope.ts'
import type { SnapshotSpan } from '../../model/snapshot.ts'
import type { ReadChanges } from '../../record/undo/turn.ts'

export interface UnprovenChange {
  change: Change
  snapshot: string
}

/** Returns what happened in `spans` to what `scope` covers, newest first. */
export async function readUnproven(
  readChanges: ReadChanges,
  spans: readonly SnapshotSpan[],
  scope: PathScope,
): Promise<UnprovenChange[]> {
  const found: UnprovenChange[] = []
  for (const { before, after } of spans) {
    for (const change of await readChanges(before, after)) {
      const sides = [change.before, change.after]
      if (sides.some((side) => side && scope.covers(side.path)))
        found.push({ change, snapshot: after.id })
    }
  }
  return found
}
