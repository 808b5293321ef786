import { lstatSync, readdirSync, type Stats } from 'node:fs'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'

/** How often a missing root is looked for. */
export const ROOT_MISSING_RETRY_MS = 500

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
    const stat = statIfReached(this.#root)
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

/** Returns the failure to record a root that is not there. */
export function missingRoot(root: string): FlightrecError {
  return new FlightrecError('bad-root', `the folder ${showText(root)} is not there`, {
    hint: 'Its snapshots are kept: run `flightrec restore latest --to DIR`.',
  })
}

/** Undefined also where something on the way does not let us, or the disk fails. */
function statIfReached(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return undefined
  }
}
