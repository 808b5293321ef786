/**
 * What a session is thought to have changed because it alone was at work then: that is no proof, so it is taken back
 * only where somebody says so.
 */
import { CHANGE_SYMBOL, type Change } from '../../model/change.ts'
import { showCount } from '../../model/counts.ts'
import type { PathScope } from '../../model/path-scope.ts'
import { showPath } from '../../model/show.ts'
import type { SnapshotSpan } from '../../model/snapshot.ts'
import type { ReadChanges } from '../../record/undo/turn.ts'
import { pathJson } from '../../review/json/path.ts'
import type { Output } from '../terminal/output.ts'

export interface UnprovenChange {
  change: Change
  snapshot: string
}

const SHOWN_MAX = 20

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

export function writeUnproven(out: Output, name: string, changes: readonly UnprovenChange[]): void {
  const verb = changes.length === 1 ? 'is' : 'are'
  const what = `${showCount(changes.length, 'change')} ${verb} put down to ${name}`
  out.warn(`${what} only because nobody else is known to have been at work:`)
  for (const { change, snapshot } of changes.slice(0, SHOWN_MAX)) {
    out.talk(`  ${CHANGE_SYMBOL[change.type]} ${nameOf(change)}  ${snapshot}`)
  }
  const more = changes.length - SHOWN_MAX
  if (more > 0) out.talk(`  and ${more} more`)
}

function nameOf({ before, after }: Change): string {
  const paths = [before, after].flatMap((side) => (side ? [showPath(side.path) || '.'] : []))
  return [...new Set(paths)].join(' → ')
}

export function unprovenJson(root: string, changes: readonly UnprovenChange[]) {
  return changes.map(({ change, snapshot }) => ({
    ...pathJson(root, (change.after ?? change.before)!.path),
    change_type: change.type,
    snapshot_id: snapshot,
  }))
}
