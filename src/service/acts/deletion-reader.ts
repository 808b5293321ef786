import { changedPath } from '../../model/change.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { ReadChanges } from '../../record/undo/turn.ts'
import { diffSnapshots } from '../../review/changes/snapshot-diff.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'

/** Reads, of what differs between snapshots, only that some paths were deleted. */
export function deletionReader(view: RepoView, paths: readonly RawPath[]): ReadChanges {
  const wanted = new Set(paths)
  return async (before, after) => {
    const { changes } = await diffSnapshots(view, before, after)
    return changes.filter((change) => change.type === 'removed' && wanted.has(changedPath(change)))
  }
}
