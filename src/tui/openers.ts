/** What screens open of each other. It is handed to the desk, so that no screen needs to know another. */
import type { RawPath } from '../model/raw-path.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { RecordedChange } from '../review/changes/snapshot-diff.ts'
import type { RepoView } from '../review/repo/repo-view.ts'
import type { Screen } from './screen.ts'

/** What is compared; without `before`, the snapshot that `after` follows. */
export interface Compared {
  before?: Snapshot | undefined
  after: Snapshot
}

/** Two states of a file; `before` is undefined when there was none. */
export interface Sides {
  before: Snapshot | undefined
  after: Snapshot
}

export interface Openers {
  /** What changed between two snapshots. */
  changes(view: RepoView, compared: Compared): Screen
  /** How one file changed between them. */
  fileDiff(view: RepoView, sides: Sides, change: RecordedChange): Screen
  /** Who wrote each line of a file, as of a snapshot. */
  blame(view: RepoView, asked: Snapshot, path: RawPath): Screen
}
