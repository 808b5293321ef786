import type { RawPath } from '../../model/raw-path.ts'
import type { SnapshotResult } from '../snapshot/snapshot-request.ts'
import type { Timers } from './timers.ts'

/** Files the recorder left for later: to be looked at again when their time comes, or at the next request. */
export class PostponedPaths {
  #paths = new Set<RawPath>()

  /** Calls `onDue` with all that is held back once the first of them is due. */
  hold(
    postponed: SnapshotResult['postponed'],
    timers: Timers,
    onDue: (paths: RawPath[]) => void,
  ): void {
    if (!postponed) return
    for (const path of postponed.paths) this.#paths.add(path)
    timers.set('postponed', postponed.waitMs, () => onDue(this.release()))
  }

  /** Returns what is held back, and holds it no longer. */
  release(): RawPath[] {
    const paths = [...this.#paths]
    this.#paths = new Set()
    return paths
  }
}
