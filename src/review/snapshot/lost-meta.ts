/** Looks at snapshots whose modes, owners and the like cannot be read: their content is there all the same. */
import { FlightrecError } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'
import { TreeLookup } from '../../store/timeline/tree-lookup.ts'
import type { RepoView } from '../repo/repo-view.ts'

/**
 * Runs `look`, and once more without what git cannot hold when that is damaged; `view.unreadable` tells of it.
 * @throws {FlightrecError} corrupt-store, when the content cannot be read either.
 */
export async function pastLostMeta<Result>(
  view: RepoView,
  snapshots: readonly (Snapshot | undefined)[],
  look: (snapshots: readonly (Snapshot | undefined)[]) => Promise<Result>,
): Promise<Result> {
  try {
    return await look(snapshots)
  } catch (error) {
    if (!(error instanceof FlightrecError) || error.code !== 'corrupt-store') throw error
    const withMeta = snapshots.filter((snapshot) => snapshot?.meta !== undefined)
    if (withMeta.length === 0) throw error
    const found = await look(snapshots.map((snapshot) => snapshot && withoutMeta(snapshot)))
    const ids = withMeta.map((snapshot) => snapshot!.id).join(' or ')
    view.unreadable.add(`modes and owners in ${ids} cannot be read`)
    return found
  }
}

/** Returns what was recorded at one path of a snapshot. */
export function sideAt(
  view: RepoView,
  snapshot: Snapshot,
  path: RawPath,
): Promise<RecordedSide | undefined> {
  return pastLostMeta(view, [snapshot], ([found]) => new TreeLookup(view.reader, found).side(path))
}

function withoutMeta({ meta: _, ...snapshot }: Snapshot): Snapshot {
  return snapshot
}
