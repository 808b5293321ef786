/**
 * What tells us that something in a root may have changed. Watchers are hints: the truth is the scan, and a
 * watcher that lost track says so and asks for one.
 */
import type { RawPath } from '../../../model/raw-path.ts'
import type { OrderOf } from '../../attribution/noticed.ts'

/** Why a watcher asks for a look at everything. */
export type RescanReason = 'overflow' | 'watch-limit' | 'error' | 'interval'

export interface WatchRequest {
  /** Absolute path of the folder to watch. */
  root: string
  filter: {
    /** Whether nothing of this folder is recorded, so that it need not be watched. */
    isPruned(folder: RawPath): boolean
  }
  /** How often the polling watcher asks for a rescan. */
  intervalMs: number
  /**
   * Names what may have changed, relative to the root; a folder stands for everything below it. `orderOf` is known
   * where the notices of all watches come in one order.
   */
  onPaths(paths: RawPath[], orderOf?: OrderOf): void
  onRescan(reason: RescanReason, detail?: string): void
}

/**
 * Told by the scan which folders there are. With a watcher that watches folder by folder nothing can fall
 * between: what happens before `watchFolder` is seen by the listing that follows it, and what happens after,
 * by the watch.
 */
export interface FolderObserver {
  /** To be called before `folder` is listed, on every scan of it. */
  watchFolder(folder: RawPath): void
  /** To be called when `folder` is found to be gone, or pruned. */
  forgetFolder(folder: RawPath): void
}

export interface Watcher extends FolderObserver {
  readonly backend: 'native' | 'chokidar' | 'poll'
  /** Whether every change between two scans is named, or a rescan asked for. */
  readonly isExact: boolean
  /** Names, through `onPaths`, all that happened before the call. */
  catchUp(): Promise<void>
  /** After this, nothing is reported any more. */
  close(): Promise<void>
}
