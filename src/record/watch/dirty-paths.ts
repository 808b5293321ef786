import { parentRaw, type RawPath } from '../../model/raw-path.ts'
import { now } from '../../system/clock.ts'
import { joinNoticed, type Noticed, type OrderOf } from '../attribution/noticed.ts'

/** Beyond this, looking at everything is cheaper than going from path to path. */
const PATHS_MAX = 20_000

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
      const noticed = { first: last, last, order: orderOf?.(path) }
      this.#paths.set(path, joinNoticed(this.#paths.get(path), noticed)!)
    }
    this.#widen()
  }

  /** Adds what was left at an earlier look, named when it was. */
  addAgain(left: ReadonlyMap<RawPath, Noticed | undefined>): void {
    const last = now()
    for (const [path, noticed = { first: last, last }] of left) {
      this.#paths.set(path, joinNoticed(noticed, this.#paths.get(path))!)
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
      this.#paths.set(path, joinNoticed(noticed, this.#paths.get(path))!)
    }
    this.#widen()
    if (taken.#isEverything) this.#isEverything = true
  }

  list(): RawPath[] {
    return [...this.#paths.keys()]
  }
}
