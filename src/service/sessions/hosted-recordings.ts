/** The recordings of a home while a process records: those that have ended are moved, old ones are dropped. */

import type { Config } from '../../model/config.ts'
import type { Recording, RecordingId } from '../../model/recording.ts'
import { formatSize } from '../../model/units.ts'
import { writeSize } from '../../model/write-size.ts'
import type { Sessions } from '../../record/sessions/sessions.ts'
import { dropRecordings, oldRecordings } from '../../record/terminal/drop-recordings.ts'
import { sealRecordings } from '../../record/terminal/seal-recordings.ts'
import type { Home } from '../../store/home/home.ts'
import { dropIndexes, indexBytes, sweepIndexes } from '../../store/recordings/kept-indexes.ts'
import { listRecordings, recordingBytes } from '../../store/recordings/recordings-reader.ts'
import { monotonicNow } from '../../system/clock.ts'

const INTERVAL_MS = 10_000
const SWEEP_INTERVAL_MS = 30 * 60_000

export class HostedRecordings {
  readonly #home: Home
  readonly #sessions: Sessions
  readonly #config: Config
  readonly #warn: (message: string) => void
  /** What was said already. */
  readonly #told = new Set<string>()
  #sweptMs = Number.NEGATIVE_INFINITY
  #isTooLarge = false
  #timer: NodeJS.Timeout | undefined
  #underway: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(home: Home, sessions: Sessions, config: Config, warn: (message: string) => void) {
    this.#home = home
    this.#sessions = sessions
    this.#config = config
    this.#warn = warn
  }

  begin(): void {
    this.#underway = this.#tend().finally(() => {
      if (!this.#isStopped) this.#timer = setTimeout(() => this.begin(), INTERVAL_MS)
    })
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#underway
  }

  async #tend(): Promise<void> {
    try {
      await sealRecordings(this.#home, this.#sessions, (id, { message }) => {
        this.#tellOnce(`recording ${id} stays in live/: ${message}`)
      })
      if (monotonicNow() - this.#sweptMs < SWEEP_INTERVAL_MS) return
      this.#sweptMs = monotonicNow()
      const all = await listRecordings(this.#home)
      const dropped = await this.#dropOld(all)
      await sweepIndexes(this.#home)
      this.#checkSize(all.filter(({ id }) => !dropped.includes(id)))
    } catch (error) {
      this.#tellOnce(`recordings are not tended: ${(error as Error).message}`)
    }
  }

  async #dropOld(all: readonly Recording[]): Promise<RecordingId[]> {
    const days = this.#config['terminal.keep_days']
    const old = oldRecordings(all, days)
    const dropped = old.length > 0 ? await dropRecordings(this.#home, this.#sessions, old) : []
    if (dropped.length > 0) {
      const limit = `older than terminal.keep_days (${days})`
      this.#warn(`recordings ${limit} were dropped, their sessions stay: ${dropped.join(', ')}`)
    }
    return dropped
  }

  /** Warns once each time the limit is passed. */
  #checkSize(all: readonly Recording[]): void {
    const max = this.#config['terminal.max_total_size']
    if (max === 0) return
    const bytes = recordingBytes(all)
    if (bytes + indexBytes(this.#home) > max) dropIndexes(this.#home)
    const isTooLarge = bytes > max
    if (isTooLarge && !this.#isTooLarge) {
      const limit = `terminal.max_total_size (${writeSize(max)})`
      const remedy = 'Run `flightrec recordings remove`, or lower terminal.keep_days.'
      this.#warn(`recordings take ${formatSize(bytes)}, more than ${limit}. ${remedy}`)
    }
    this.#isTooLarge = isTooLarge
  }

  #tellOnce(message: string): void {
    if (this.#told.has(message)) return
    this.#told.add(message)
    this.#warn(message)
  }
}
