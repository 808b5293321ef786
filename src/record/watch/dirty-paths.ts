import { parentRaw, type RawPath } from '../../model/raw-path.ts'

/** Beyond this, looking at everything is cheaper than going from path to path. */
const PATHS_MAX = 20_000

/** What may have changed since the last flush. A folder stands for everything below it. */
export class DirtyPaths {
  #paths = new Set<RawPath>()
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

  add(paths: Iterable<RawPath>): void {
    for (const path of paths) this.#paths.add(path)
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

  /** Takes all that is dirty, and is clean afterwards. */
  take(): DirtyPaths {
    const taken = new DirtyPaths()
    taken.#paths = this.#paths
    taken.#isEverything = this.#isEverything
    this.#paths = new Set()
    this.#isEverything = false
    return taken
  }

  /** Puts back what `take` gave, when it could not be recorded. */
  putBack(taken: DirtyPaths): void {
    this.add(taken.#paths)
    if (taken.#isEverything) this.#isEverything = true
  }

  list(): RawPath[] {
    return [...this.#paths]
  }
}
