/**
 * $FLIGHTREC_HOME/spool: what hooks have dropped and nobody has taken in yet. A payload is written to tmp/;
 * an empty file of the same name in new/ says that it is whole.
 */
import { lstatSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../../model/errors.ts'
import type { SessionId } from '../../model/session.ts'
import {
  makePrivateFolder,
  namesIn,
  PRIVATE_FILE,
  readTextIfThere,
  writeNewFile,
} from '../../system/files.ts'
import { isRunning } from '../../system/process-use.ts'
import type { Home } from '../home/home.ts'

/** What is read of one payload; the rest is cut off. hooks/flightrec-hook stops writing a little later. */
export const SPOOL_FILE_MAX_BYTES = 16 * 1024 ** 2

/** AGENT.PPID.PID.COUNT, as hooks/flightrec-hook makes it; below a run, `.` and the id of its session follow. */
export const SPOOL_NAME =
  /^([a-z0-9-]{1,64})\.(\d{1,10})\.(\d{1,10})\.(\d{1,10})(?:\.(sess_[0-9a-f]{16}))?$/

/** What a taken payload is called: when it came and which file it was stand before its name. */
export const SPOOL_ENTRY =
  /^\d+-[0-9a-z]+-(([a-z0-9-]{1,64})\.\d+\.\d+\.\d+(?:\.sess_[0-9a-f]{16})?)$/

/** The folders of a spool, all absolute. */
export interface SpoolFolders {
  path: string
  tmp: string
  new: string
  /** Claimed by whoever takes them in. */
  taken: string
  /** Refused, each with a `.reason` beside it. */
  bad: string
}

/** Returns the folders of a spool, be they there or not. */
export function spoolFolders(home: Home): SpoolFolders {
  const path = join(home.path, 'spool')
  const of = (name: string) => join(path, name)
  return { path, tmp: of('tmp'), new: of('new'), taken: of('taken'), bad: of('bad') }
}

/** Makes the folders, private to this user. */
export function prepareSpool(home: Home): SpoolFolders {
  const folders = spoolFolders(home)
  for (const folder of Object.values(folders)) makePrivateFolder(folder)
  return folders
}

/** Drops a payload as hooks/flightrec-hook does. */
export function putInSpool(home: Home, agent: string, payload: Uint8Array, run?: SessionId): void {
  const folders = prepareSpool(home)
  const told = /^[a-z0-9-]{1,64}$/.test(agent) ? agent : 'unknown'
  for (let count = 0; ; count += 1) {
    const name = `${told}.${process.ppid}.${process.pid}.${count}${run ? `.${run}` : ''}`
    if (lstatSync(join(folders.new, name), { throwIfNoEntry: false })) continue
    try {
      writeNewFile(join(folders.tmp, name), payload)
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') continue
      throw error
    }
    writeFileSync(join(folders.new, name), '', { flag: 'wx', mode: PRIVATE_FILE })
    return
  }
}

/** How full a spool is. */
export interface SpoolCounts {
  /** Payloads that wait to be taken in, those of a taker that died among them. */
  waiting: number
  /** Payloads that a hook has begun to write and not finished, be it at work or killed; absent for none. */
  unfinished?: number
  /** Payloads that were refused. */
  bad: number
}

export function countSpool(home: Home): SpoolCounts {
  const folders = spoolFolders(home)
  const refused = namesIn(folders.bad).filter((name) => name.endsWith('.reason'))
  const marked = new Set(namesIn(folders.new))
  const unfinished = namesIn(folders.tmp).filter((name) => !marked.has(name)).length
  return {
    waiting: marked.size + namesIn(folders.taken).length,
    ...(unfinished > 0 && { unfinished }),
    bad: refused.length,
  }
}

/** Returns the names of payloads that a hook was writing when it was killed: nothing says that they are whole. */
export function abandonedPayloads(home: Home): string[] {
  const folders = spoolFolders(home)
  const whole = new Set(namesIn(folders.new))
  return namesIn(folders.tmp).filter((name) => {
    const pid = SPOOL_NAME.exec(name)?.[3]
    return pid === undefined || (!whole.has(name) && !isRunning(Number(pid)))
  })
}

/** A payload that was refused, and why. */
interface Refusal {
  name: string
  reason: string
}

/** Returns what was refused, in the order of names. */
export function refusals(home: Home): Refusal[] {
  const { bad } = spoolFolders(home)
  const names = new Set(namesIn(bad, 'latin1'))
  return [...names]
    .filter((name) => !name.endsWith('.reason') || !names.has(name.slice(0, -'.reason'.length)))
    .map((name) => {
      const reason = readTextIfThere(join(bad, `${name}.reason`))?.trim()
      return { name, reason: reason || 'nothing says why' }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
