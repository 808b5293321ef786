/**
 * Keeps the watch of a root out of the way of a restore or an undo: what that writes is recorded at its end, by whoever
 * is at it, or, should that be killed, by this watch.
 */

import type { RawPath } from '../../model/raw-path.ts'
import { isStaged } from '../../model/staged-name.ts'
import { type Act, ActReader, isLeftBehind } from '../../store/timeline/act.ts'
import type { Timers } from './timers.ts'

const CHECK_MS = 500
/** After recording what was left behind has failed. */
const RETRY_MS = 5_000

export class ActWatch {
  readonly #gitDir: string
  readonly #reader: ActReader
  readonly #timers: Timers
  readonly #onLeftBehind: () => Promise<void>
  #act: Act | undefined

  constructor(gitDir: string, timers: Timers, onLeftBehind: () => Promise<void>) {
    this.#gitDir = gitDir
    this.#reader = new ActReader(gitDir)
    this.#timers = timers
    this.#onLeftBehind = onLeftBehind
  }

  get isUnderWay(): boolean {
    return this.#act !== undefined
  }

  /** Takes note of what has begun or ended. */
  note(): void {
    this.#act = this.#reader.read()
    if (this.#act) this.#timers.set('act', CHECK_MS, () => void this.#check())
    else this.#timers.clear('act')
  }

  /** Returns those of the paths that others may have written to. */
  ofOthers(paths: readonly RawPath[]): readonly RawPath[] {
    const { paths: held } = this.#act ?? {}
    return held ? paths.filter((path) => !held.has(path) && !isStaged(path)) : paths
  }

  async #check(): Promise<void> {
    this.note()
    if (!this.#act || !isLeftBehind(this.#gitDir, this.#act)) return
    this.#timers.clear('act')
    await this.#onLeftBehind()
    this.#act = this.#reader.read()
    if (this.#act) this.#timers.set('act', RETRY_MS, () => void this.#check())
  }
}
