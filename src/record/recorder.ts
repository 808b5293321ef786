/**
 * Records one root: keeps its last state in memory, finds what changed, writes it as a snapshot.
 * Whoever opens a recorder holds the lock of the home.
 */
import type { Change } from '../model/change.ts'
import type { Gap } from '../model/gap.ts'
import type { RawPath } from '../model/raw-path.ts'
import type { Snapshot, Trigger } from '../model/snapshot.ts'
import type { ShadowRepo } from '../store/shadow-repos.ts'

export interface SnapshotRequest {
  trigger: Trigger
  message?: string
  /** Paths that may have changed, files or folders (then all below); absent: look at everything. */
  paths?: readonly RawPath[]
  signal?: AbortSignal
  onProgress?(done: { files: number; filesTotal: number; bytes: number }): void
}

export interface SnapshotResult {
  /** The snapshot that holds the state found: a new one, or the latest when nothing changed. */
  snapshot: Snapshot
  isNew: boolean
  /** What is new in it, sorted by path; renames are left to `git diff -M`. */
  changes: Change[]
}

export interface Recorder {
  readonly repo: ShadowRepo
  readonly latest: Snapshot | undefined
  /** Takes requests one after another; each sees the state the one before left. */
  snapshot(request: SnapshotRequest): Promise<SnapshotResult>
  /** Writes a gap to the timeline, durably. */
  recordGap(gap: Gap): Promise<void>
  /** Brings the index of the shadow repo up to date, so that plain `git diff` is fast. Off the hot path. */
  refreshIndex(): Promise<void>
  close(): Promise<void>
}
