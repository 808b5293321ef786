/** $FLIGHTREC_HOME/logs/restarts.jsonl: when recording had to begin anew, and after which error. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../../model/errors.ts'
import { parseJson } from '../../model/json.ts'
import { now } from '../../system/clock.ts'
import {
  appendPrivately,
  makePrivateFolderIn,
  readTextIfThere,
  removeIfThere,
} from '../../system/files.ts'
import type { Home } from './home.ts'

export interface Restart {
  /** ISO 8601, UTC. */
  time: string
  /** What the error says. */
  message: string
}

/** How long it is told. */
export const RESTARTS_TOLD_MS = 7 * 24 * 3_600_000
const FILE_BYTES_MAX = 64 << 10
const MESSAGE_MAX = 500

export function restartsPath(home: Home): string {
  return join(home.logsPath, 'restarts.jsonl')
}

/** Where even that cannot be written, what the process says is all there is. */
export function noteRestart(home: Home, message: string): void {
  const path = restartsPath(home)
  const restart: Restart = {
    time: new Date(now()).toISOString(),
    message: message.slice(0, MESSAGE_MAX),
  }
  try {
    makePrivateFolderIn(home.path, home.logsPath)
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > FILE_BYTES_MAX) removeIfThere(path)
    appendPrivately(path, `${JSON.stringify(restart)}\n`)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
  }
}

/** Returns those of the last `withinMs`, oldest first. */
export function readRestarts(home: Home, withinMs: number): Restart[] {
  const lines = (readTextIfThere(restartsPath(home)) ?? '').split('\n')
  return lines.flatMap((line) => {
    const { time, message } = (parseJson(line) ?? {}) as Partial<Restart>
    if (typeof time !== 'string' || typeof message !== 'string') return []
    return now() - Date.parse(time) <= withinMs ? [{ time, message }] : []
  })
}
