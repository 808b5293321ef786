import type { Oid } from './oid.ts'
import type { RawPath } from './raw-path.ts'

/** How one path differs between two snapshots. `mode` is a change of permission or owner alone. */
export type ChangeType = 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'mode'

/** One recorded file, link or folder, as one side of a change. */
export interface Side {
  path: RawPath
  /** Absent for empty folders and files over the size cap, which git does not hold. */
  oid?: Oid
  /** File type and permission bits, such as 0o100644; what `lstat` gave when it was recorded. */
  mode: number
}

export interface Change {
  type: ChangeType
  before?: Side | undefined
  after?: Side | undefined
}

export const CHANGE_SYMBOL: Record<ChangeType, string> = {
  added: '+',
  removed: '-',
  modified: '~',
  renamed: '→',
  copied: '→',
  mode: '~',
}

/** Returns the path a change is listed under: where the file is now, or was last. */
export function changedPath(change: Change): RawPath {
  return (change.after ?? change.before)!.path
}
