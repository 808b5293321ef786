import type { Gap } from '../model/gap.ts'
import type { SnapshotRequest, SnapshotResult } from './recorder.ts'
import type { Watcher } from './watchers/watcher.ts'

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
