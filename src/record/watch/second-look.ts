import type { RawPath } from '../../model/raw-path.ts'
import { lstatBelow } from '../../system/place.ts'
import type { Timers } from './timers.ts'

const SETTLED_MS = 300

/**
 * For watchers that begin to watch a new folder too late to see all of it: looks at folders that changed
 * once more, when they have settled.
 */
export class SecondLook {
  /** Folders being looked at for the second time. */
  #underway = new Set<RawPath>()
  #waiting = new Set<RawPath>()

  /** Plans a second look at those of `flushed` that are folders and have not had theirs. */
  plan(
    root: string,
    flushed: readonly RawPath[],
    timers: Timers,
    look: (folders: RawPath[]) => void,
  ): void {
    for (const path of flushed) {
      const isSecond = this.#underway.delete(path)
      if (!isSecond && lstatBelow(root, path)?.isDirectory()) this.#waiting.add(path)
    }
    if (this.#waiting.size === 0) return
    timers.set('second-look', SETTLED_MS, () => {
      this.#underway = this.#waiting
      this.#waiting = new Set()
      look([...this.#underway])
    })
  }
}
