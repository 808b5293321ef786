/** Starts the daemon anew where it was killed, for as long as something that is recorded rests on it. */
import type { Home } from '../store/home/home.ts'
import { homeLockPath } from '../store/home/home-lock.ts'
import { now } from '../system/clock.ts'
import { isLeftByDead } from '../system/lock.ts'
import type { DaemonClient } from './client.ts'
import { spawnDaemon } from './spawn-daemon.ts'

const LOOK_MS = 5_000

/** When nobody recorded, in milliseconds since the epoch. */
export interface Downtime {
  fromMs: number
  toMs: number
  /** Why it could not be started anew. */
  failure?: string
}

/** Returns the daemon, started for as long as it is needed. */
export function startNeededDaemon(home: Home): Promise<DaemonClient> {
  return spawnDaemon(home, ['--while-needed', '--yes'])
}

export class KilledRestart {
  readonly downtimes: Downtime[] = []
  readonly #home: Home
  readonly #timer: NodeJS.Timeout
  #seenMs = now()
  #looking: Promise<void> | undefined

  /** Looks from now on; one that was stopped in order stays so. */
  constructor(home: Home) {
    this.#home = home
    this.#timer = setInterval(() => void this.look(), LOOK_MS).unref()
  }

  /** Returns once the daemon runs again, or does not start. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    const fromMs = this.#seenMs
    if (!isLeftByDead(homeLockPath(this.#home))) {
      this.#seenMs = now()
      return
    }
    try {
      const client = await startNeededDaemon(this.#home)
      client.close()
      this.#seenMs = now()
      this.downtimes.push({ fromMs, toMs: this.#seenMs })
    } catch (error) {
      this.stop()
      this.downtimes.push({ fromMs, toMs: now(), failure: (error as Error).message })
    }
  }
}
