/** The history of changes, oldest first, as the saved diffs of a timeline. */
import { changedPath } from '../../model/change.ts'
import { isWithin, type RawPath } from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { diffSnapshots, type RecordedChange, type SnapshotDiff } from '../changes/snapshot-diff.ts'
import type { RepoView } from '../repo/repo-view.ts'
import { readLog } from './log.ts'

interface ReplayFilter {
  sinceMs?: number | undefined
  untilMs?: number | undefined
  /** A file, a folder, or a part of a path relative to the root. */
  path?: RawPath | undefined
}

export interface ReplayStep {
  snapshot: Snapshot
  parent: Snapshot
  diff: SnapshotDiff
}

/** Yields each snapshot that has a parent and a change that `filter` lets through. */
export async function* readReplay(
  view: RepoView,
  filter: ReplayFilter,
): AsyncGenerator<ReplayStep> {
  const { sinceMs, untilMs, path } = filter
  let last: Snapshot | undefined
  for await (const entry of readLog(view, { sinceMs, untilMs, reverse: true })) {
    if (entry.type !== 'snapshot') continue
    const { snapshot } = entry
    const parent = last?.commit === snapshot.parent ? last : await view.parentOf(snapshot)
    last = snapshot
    if (!parent) continue
    const diff = await diffSnapshots(view, parent, snapshot)
    const changes = path === undefined ? diff.changes : diff.changes.filter(touches(path))
    if (changes.length > 0) yield { snapshot, parent, diff: { ...diff, changes } }
  }
}

function touches(wanted: RawPath): (change: RecordedChange) => boolean {
  return (change) =>
    [changedPath(change), change.before?.path].some(
      (path) => path !== undefined && (isWithin(wanted, path) || path.includes(wanted)),
    )
}
