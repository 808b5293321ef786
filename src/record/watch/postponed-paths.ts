import type { RawPath } from '../../model/raw-path.ts'
import type { Noticed } from '../attribution/noticed.ts'
import type { SnapshotResult } from '../snapshot/snapshot-request.ts'
import type { DirtyPaths } from './dirty-paths.ts'
import type { Timers } from './timers.ts'

/**
 * Files the recorder left for later: to be looked at again when their time comes, or at the next request. When they
 * were named stays known: they changed before the look that left them.
 */
export class PostponedPaths {
  #paths = new Map<RawPath, Noticed | undefined>()

  /** Once the first of those that are held back is due, all are dirty again, and `onDue` is called. */
  hold(
    postponed: SnapshotResult['postponed'],
    { from, to }: { from: DirtyPaths; to: DirtyPaths },
    timers: Timers,
    onDue: () => void,
  ): void {
    if (!postponed) return
    for (const path of postponed.paths) this.#paths.set(path, from.noticed(path))
    timers.set('postponed', postponed.waitMs, () => {
      if (this.release(to)) onDue()
    })
  }

  /** Makes dirty again what is held back, and holds it no longer; returns whether there was anything. */
  release(dirty: DirtyPaths): boolean {
    const paths = this.#paths
    this.#paths = new Map()
    dirty.addAgain(paths)
    return paths.size > 0
  }
}
