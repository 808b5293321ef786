/** What a scan is given, and what it hands back to be read. */
import type { Filter } from '../../model/filter.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { RecordedFolder } from '../state/recorded-state.ts'

/** A file or link that is new or may have changed. */
export interface Candidate {
  folder: RecordedFolder
  name: RawPath
  path: RawPath
  sizeBytes: number
  /** What is known of it also when it cannot be read. */
  attributes: { mode: number; uid: number; gid: number }
}

/** Where a scan looks, what it leaves out, and who wants to know of folders. */
export interface ScanScope {
  root: string
  filter: Filter
  /** Whether an act writes there, so that what is recorded stays as it is until that is over. */
  isHeld?: ((path: RawPath) => boolean) | undefined
  /** Returns those of some paths, all of one folder, that `.gitignore` files leave out. */
  ignoredAmong?: ((paths: readonly RawPath[]) => Promise<ReadonlySet<RawPath>>) | undefined
  /** Called before a folder is listed, so that a watcher can be there first. */
  onFolder?: ((path: RawPath) => void) | undefined
  /** Called for a folder that is no longer there. */
  onFolderGone?: ((path: RawPath) => void) | undefined
  signal?: AbortSignal | undefined
}
