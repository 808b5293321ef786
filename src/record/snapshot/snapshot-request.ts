/** What a snapshot is asked for with, and what comes of it. */
import type { Change } from '../../model/change.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { Snapshot, Trigger } from '../../model/snapshot.ts'
import type { CutShort } from '../../store/timeline/act.ts'
import type { Noticed } from '../attribution/noticed.ts'
import type { Postponed } from '../capture/postponing.ts'

export interface SnapshotRequest {
  trigger: Trigger
  message?: string | undefined
  /** Paths that may have changed, files or folders (then all below); absent: look at everything. */
  paths?: readonly RawPath[]
  /** When a watcher named a path. */
  noticed?(path: RawPath): Noticed | undefined
  /** Large files that change all the time may be left for later; see `CapturePace`. */
  mayPostpone?: boolean
  /** So are new ones that were first heard of no longer ago than that. */
  youngMs?: number
  signal?: AbortSignal | undefined
  onProgress?(done: { files: number; filesTotal: number; bytes: number }): void
}

export interface SnapshotResult {
  /** The snapshot that holds the state found: a new one, or the latest when nothing changed. */
  snapshot: Snapshot
  isNew: boolean
  /**
   * What is new in it, sorted by path; renames are left to `git diff -M`. Empty for the first snapshot,
   * which is new as a whole.
   */
  changes: Change[]
  /** The other new snapshots, before this one, where what was found is the work of several. */
  earlier?: SnapshotResult[] | undefined
  /** Of a restore or an undo that was killed on the way, recorded now. */
  cutShort?: CutShort | undefined
  postponed?: Postponed | undefined
}
