/** What a watch of a root takes, and what it tells. */
import type { Gap } from '../../model/gap.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import type { Recorder } from '../snapshot/recorder.ts'
import type { SnapshotRequest, SnapshotResult } from '../snapshot/snapshot-request.ts'
import type { Backend } from './watchers/open-watcher.ts'
import type { FolderObserver, Watcher, WatchRequest } from './watchers/watcher.ts'

/** Hears from the recorder of folders, and of files to be looked at again. */
export interface RecorderObserver extends FolderObserver {
  onHashed(path: RawPath): void
}

/** What a watch is made of. */
export interface WatchRootOptions {
  repo: ShadowRepo
  filter: WatchRequest['filter']
  backend: Backend
  debounceMs: number
  /** Whether the home is there, and still this process's to write to. */
  isHomeHeld(): boolean
  intervalMs: number
  /** Opens the recorder of the root; it announces folders to `observer` as it lists them. */
  openRecorder(observer: RecorderObserver): Promise<Recorder>
  onEvent(event: WatchEvent): void
}

/** What a watch tells whoever started it. */
export type WatchEvent =
  | { type: 'snapshot'; result: SnapshotResult }
  | { type: 'gap'; gap: Gap }
  | { type: 'warning'; code: string; message: string; hint?: string }

/** How a watch is doing. */
export interface WatchStatus {
  state: 'watching' | 'root-missing' | 'write-failed'
  /** Which watcher is at work, and whether it promises to name every change. */
  backend: Watcher['backend'] | undefined
  isExact: boolean
  /** Milliseconds since the epoch. */
  since: number
  lastScanMs: number | undefined
}

/** What to record; by default, what the watcher named. */
export type FlushRequest = Pick<
  SnapshotRequest,
  'trigger' | 'message' | 'signal' | 'onProgress'
> & {
  /** Look at everything, whatever the watcher named. */
  everything?: boolean
}
