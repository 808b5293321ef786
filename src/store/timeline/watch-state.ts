/** When a root was last watched: <gitDir>/flightrec/watch.json, touched while a watch runs. */

import { statSync, utimesSync } from 'node:fs'
import { prepareSideFiles, sideFile } from '../../git/side-files.ts'
import { errnoOf } from '../../model/errors.ts'
import { parseJson } from '../../model/json.ts'
import type { Snapshot, Trigger } from '../../model/snapshot.ts'
import { now } from '../../system/clock.ts'
import { readTextIfThere, writeFileDurably } from '../../system/files.ts'

interface WatchState {
  pid: number
  /** Milliseconds since the epoch, as are the others. */
  started: number
  /** Absent while the watch runs, and after it was killed. */
  stopped?: number | undefined
  /** When the watch last showed that it was alive. */
  seen: number
}

/** The last moment that a Date can name. */
const LATEST_MS = 8.64e15

const statePath = (gitDir: string) => sideFile(gitDir, 'watch.json')

/** Returns how the root was last watched; undefined when it never was. */
export function readWatchState(gitDir: string): WatchState | undefined {
  const path = statePath(gitDir)
  const text = readTextIfThere(path)
  if (text === undefined) return undefined
  const seen = statSync(path).mtimeMs
  const { pid, started, stopped } = parseState(text)
  return {
    pid: pid ?? 0,
    started: started ?? seen,
    stopped,
    seen: Math.max(seen, stopped ?? 0),
  }
}

/** Snapshots that only a watch takes; the others are taken without one as well. */
const OF_A_WATCH: readonly Trigger[] = ['start', 'watch', 'reconcile', 'hook']

/**
 * Returns until when the last watch of the root, which is over, is known to have run; undefined when there was none.
 * @param latest the latest snapshot, whoever took it.
 */
export function watchedUntil(
  gitDir: string,
  latest: Pick<Snapshot, 'time' | 'trigger'> | undefined,
): number | undefined {
  const state = readWatchState(gitDir)
  if (!state) return undefined
  const { stopped, seen } = state
  if (stopped !== undefined) return stopped
  return latest && OF_A_WATCH.includes(latest.trigger) ? Math.max(seen, latest.time) : seen
}

/** Of what is damaged or no time, the time of the file is what counts. */
function parseState(text: string): Partial<Pick<WatchState, 'pid' | 'started' | 'stopped'>> {
  const told = Object.entries(Object(parseJson(text)) as object)
  return Object.fromEntries(told.filter(([, value]) => isMoment(value)))
}

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LATEST_MS
}

/** What a watch that runs shows of itself. */
export class WatchSigns {
  /** Milliseconds since the epoch. */
  readonly started = now()
  readonly #gitDir: string
  #hasBegun = false
  #isWritten = false

  constructor(gitDir: string) {
    this.#gitDir = gitDir
  }

  /** Notes durably that the watch began. */
  begin(): void {
    this.#hasBegun = true
    writeWatchState(this.#gitDir, { pid: process.pid, started: this.started })
    this.#isWritten = true
  }

  /** Shows that the watch is alive. */
  beat(): void {
    if (!this.#hasBegun) return
    try {
      if (this.#isWritten) utimesSync(statePath(this.#gitDir), now() / 1000, now() / 1000)
      else this.begin()
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      // The next snapshot says what is wrong with the shadow repo, or its disk.
    }
  }

  /**
   * Notes that the watch ended, and returns why that cannot be written: the next one then takes the last sign of life
   * for the end.
   */
  end(): string | undefined {
    const { started } = this
    try {
      writeWatchState(this.#gitDir, { pid: process.pid, started, stopped: now() })
      return undefined
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      return `cannot note that the watch ended: ${(error as Error).message}`
    }
  }
}

function writeWatchState(gitDir: string, state: Omit<WatchState, 'seen'>): void {
  prepareSideFiles(gitDir)
  writeFileDurably(statePath(gitDir), `${JSON.stringify(state)}\n`)
}
