import { lstatSync, readdirSync } from 'node:fs'
import { errnoOf } from '../../model/errors.ts'

/** Whether the folder to watch is there, and is the one it was. */
export class RootPresence {
  readonly #root: string
  #device: number | undefined
  #identity: string | undefined

  constructor(root: string) {
    this.#root = root
  }

  /**
   * Looks at the root. `missing` also when its file system was unmounted and the empty folder below
   * shows: an empty folder in another's place on another device is no state of the root.
   */
  check(): 'same' | 'replaced' | 'missing' {
    const stat = lstatSync(this.#root, { throwIfNoEntry: false })
    if (!stat?.isDirectory()) return 'missing'
    if (this.#device !== undefined && stat.dev !== this.#device && this.#isEmpty()) return 'missing'
    const identity = `${stat.dev}:${stat.ino}:${stat.birthtimeMs}`
    const isSame = this.#identity === undefined || this.#identity === identity
    this.#device = stat.dev
    this.#identity = identity
    return isSame ? 'same' : 'replaced'
  }

  #isEmpty(): boolean {
    try {
      return readdirSync(this.#root).length === 0
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      return true
    }
  }
}
