import { parentRaw, type RawPath } from '../../model/raw-path.ts'
import { now } from '../../system/clock.ts'
import type { OrderOf } from './watchers/watcher.ts'

/** Beyond this, looking at everything is cheaper than going from path to path. */
const PATHS_MAX = 20_000

/** When a path was first and last named, in milliseconds since the epoch. */
export interface Noticed {
  first: number
  last: number
  /** The place of the first notice among all, where the watcher knows it. */
  order?: number | undefined
}

/** What may have changed since the last flush. A folder stands for everything below it. */
export class DirtyPaths {
  #paths = new Map<RawPath, Noticed>()
  #isEverything = false

  get isEmpty(): boolean {
    return !this.#isEverything && this.#paths.size === 0
  }

  get isEverything(): boolean {
    return this.#isEverything
  }

  get size(): number {
    return this.#paths.size
  }

  add(paths: Iterable<RawPath>, orderOf?: OrderOf): void {
    const last = now()
    for (const path of paths) {
      const { first, order } = this.#paths.get(path) ?? { first: last, order: orderOf?.(path) }
      this.#paths.set(path, { first, last, order })
    }
    this.#widen()
  }

  #widen(): void {
    if (this.#paths.has('' as RawPath) || this.#paths.size > PATHS_MAX) this.#isEverything = true
  }

  addEverything(): void {
    this.#isEverything = true
  }

  /** Whether `path`, or a folder above it, was named. */
  covers(path: RawPath): boolean {
    for (let at = path; at !== ''; at = parentRaw(at)) if (this.#paths.has(at)) return true
    return this.#paths.has('' as RawPath)
  }

  /** When `path`, or else a folder above it, was named. */
  noticed(path: RawPath): Noticed | undefined {
    for (let at = path; at !== ''; at = parentRaw(at)) {
      const known = this.#paths.get(at)
      if (known) return known
    }
    return undefined
  }

  /** Takes all that is dirty, and is clean afterwards. */
  take(): DirtyPaths {
    const taken = new DirtyPaths()
    taken.#paths = this.#paths
    taken.#isEverything = this.#isEverything
    this.#paths = new Map()
    this.#isEverything = false
    return taken
  }

  /** Puts back what `take` gave, when it could not be recorded. */
  putBack(taken: DirtyPaths): void {
    for (const [path, noticed] of taken.#paths) {
      this.#paths.set(path, { ...noticed, last: this.#paths.get(path)?.last ?? noticed.last })
    }
    this.#widen()
    if (taken.#isEverything) this.#isEverything = true
  }

  list(): RawPath[] {
    return [...this.#paths.keys()]
  }
}
