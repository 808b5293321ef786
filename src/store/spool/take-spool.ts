/** Takes payloads out of the spool: in order, each exactly once, and nothing that is not a file of ours. */
import { lstatSync, renameSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { errnoOf } from '../../model/errors.ts'
import { fsPath, type RawPath } from '../../model/raw-path.ts'
import type { SessionId } from '../../model/session.ts'
import { now } from '../../system/clock.ts'
import { namesIn, removeIfThere, writeNewFile } from '../../system/files.ts'
import { openOwnFile, readFully } from '../../system/own-file.ts'
import { isRunning } from '../../system/process-use.ts'
import type { Home } from '../home/home.ts'
import {
  prepareSpool,
  SPOOL_ENTRY,
  SPOOL_FILE_MAX_BYTES,
  SPOOL_NAME,
  type SpoolFolders,
} from './spool.ts'
import { readPayloads } from './spool-payload.ts'

/** One payload, claimed. */
export interface SpoolEntry {
  /** Never that of another payload; the same when it is given again after its taker died. */
  id: string
  /** What the hook called it; it may come again. */
  name: string
  /** The agent the hook was installed for; the payload knows better. */
  agent: string
  /** The process that called the hook: the agent, or a shell it started. */
  callerPid: number
  /** The session of the run below which the hook was called, as its environment said; it may be over. */
  run: SessionId | undefined
  /** When the hook had all of it, in milliseconds since the epoch. */
  time: number
  /** The JSON values it holds: one, or one a line. */
  payloads: readonly unknown[]
  /** Whether its end is missing. */
  isTruncated: boolean
  /** Whether it was claimed before by a taker that died: what it says may have been taken in already. */
  wasTaken: boolean
  /** Whether its hook was killed before it had finished. */
  wasKilled: boolean
  /** Lets go of the payload once what it says is on disk elsewhere. */
  done(): void
  /** Lets it be given again: it could not be read for now. */
  putBack(): void
  /** Puts the payload aside, since nothing can be made of it. */
  refuse(reason: string): void
}

/** What is kept of a refused payload: finding its secrets takes a quarter of a second a MiB. */
const REFUSED_MAX_BYTES = 1 << 20
/** A hook that has not finished after this time was killed, though a process has its number. */
const ABANDONED_AFTER_MS = 3_600_000
/** A hook whose process is not to be seen may run where we cannot see it, as in a container: then it writes on. */
const SILENT_AFTER_MS = 2_000

/** Whether the process runs that has given a payload its name. */
function isHookAlive(name: string): boolean {
  const pid = SPOOL_NAME.exec(name)?.[3]
  return pid !== undefined && isRunning(Number(pid))
}

/** Gives the payloads of a home's spool. Only the holder of the home's lock may take. */
export class SpoolTaker {
  readonly #folders: SpoolFolders
  readonly #redact: (payload: Buffer) => Uint8Array
  readonly #held = new Set<string>()

  /** What is refused stays, so it goes through `redact` first. */
  constructor(home: Home, redact: (payload: Buffer) => Uint8Array) {
    this.#folders = prepareSpool(home)
    this.#redact = redact
  }

  /** Claims what is there, oldest first. Bad payloads go to bad/ with a reason and are not given. */
  *take(): Generator<SpoolEntry> {
    for (const id of namesIn(this.#folders.taken, 'latin1').sort()) {
      if (!this.#held.has(id)) yield* this.#open(id, true)
    }
    for (const { id, name, wasKilled } of this.#waiting()) {
      if (this.#claim(name, id)) yield* this.#open(id, false, wasKilled)
    }
  }

  #waiting(): { id: string; name: string; wasKilled: boolean }[] {
    const marked = new Set(namesIn(this.#folders.new, 'latin1'))
    const abandoned = namesIn(this.#folders.tmp, 'latin1').filter((name) =>
      this.#isAbandoned(name, marked),
    )
    return [...marked, ...abandoned]
      .flatMap((name) => {
        if (!SPOOL_NAME.test(name)) {
          this.#refuseOdd(name)
          return []
        }
        const stat = lstatSync(join(this.#folders.tmp, name), {
          bigint: true,
          throwIfNoEntry: false,
        })
        if (!stat) {
          // Its payload was claimed by a taker that died before it had removed the mark.
          this.#removeMark(name)
          return []
        }
        const time = stat.mtimeNs.toString().padStart(20, '0')
        const wasKilled = !marked.has(name)
        return [{ id: `${time}-${stat.ino.toString(36)}-${name}`, name, wasKilled }]
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  #isAbandoned(name: string, marked: ReadonlySet<string>): boolean {
    if (marked.has(name)) return false
    const stat = lstatSync(fsPath(this.#folders.tmp, name as RawPath), { throwIfNoEntry: false })
    if (stat === undefined) return false
    const silentMs = now() - stat.mtimeMs
    return silentMs > ABANDONED_AFTER_MS || (silentMs > SILENT_AFTER_MS && !isHookAlive(name))
  }

  #claim(name: string, id: string): boolean {
    try {
      renameSync(join(this.#folders.tmp, name), join(this.#folders.taken, id))
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return false
      throw error
    }
    this.#removeMark(name)
    return true
  }

  #removeMark(name: string): void {
    try {
      removeIfThere(join(this.#folders.new, name))
    } catch (error) {
      const stat = lstatSync(join(this.#folders.new, name), { throwIfNoEntry: false })
      if (stat?.isFile()) throw error
      // Something forged.
      this.#refuseOdd(name)
    }
  }

  *#open(id: string, wasTaken: boolean, wasKilled = false): Generator<SpoolEntry> {
    const path = join(this.#folders.taken, id)
    const name = SPOOL_ENTRY.exec(id)?.[1] ?? ''
    const [, agent, callerPid, , , run] = SPOOL_NAME.exec(name) ?? []
    const content = readIfPossible(path)
    if (content === undefined) return
    if (wasKilled && content.length === 0) {
      // Its hook had not even begun.
      removeIfThere(path)
      return
    }
    const read = typeof content === 'string' ? content : readPayloads(content, wasKilled)
    if (agent === undefined || typeof read === 'string') {
      this.#refuse(path, id, typeof read === 'string' ? read : 'its name is not that of a payload')
      return
    }
    this.#held.add(id)
    yield {
      id,
      name,
      agent,
      callerPid: Number(callerPid),
      run: run as SessionId | undefined,
      time: Number(BigInt(id.slice(0, 20)) / 1_000_000n),
      ...read,
      wasTaken,
      wasKilled,
      done: () => {
        if (read.badLines) this.#refuse(path, id, `${read.badLines} of its lines are not JSON`)
        else removeIfThere(path)
        this.#held.delete(id)
      },
      putBack: () => this.#held.delete(id),
      refuse: (reason) => this.#refuse(path, id, reason),
    }
  }

  /** Puts aside what hooks cannot have made. */
  #refuseOdd(name: string): void {
    for (const folder of [this.#folders.new, this.#folders.tmp]) {
      const path = fsPath(folder, name as RawPath)
      if (!lstatSync(path, { throwIfNoEntry: false })) continue
      this.#refuse(path, `odd-${now()}-${this.#held.size}`, 'it was not put here by a hook')
    }
  }

  #refuse(path: string | Buffer, name: string, reason: string): void {
    for (let count = 0; ; count += 1) {
      const target = join(this.#folders.bad, count === 0 ? name : `${name}.${count}`)
      if (lstatSync(target, { throwIfNoEntry: false })) continue
      this.#moveRedacted(path, target, reason)
      this.#held.delete(name)
      return
    }
  }

  /** All of it or nothing, since it is tried again. What is no file of ours is only moved. */
  #moveRedacted(path: string | Buffer, target: string, reason: string): void {
    const content = readOwnFile(path)
    const isOurs = typeof content !== 'string'
    const isCut = isOurs && content.length > REFUSED_MAX_BYTES
    try {
      const why = `${reason}${isCut ? '; its end was not kept' : ''}\n`
      writeNewFile(`${target}.reason`, this.#redact(Buffer.from(why)))
      if (isOurs) writeNewFile(target, this.#redact(content.subarray(0, REFUSED_MAX_BYTES)))
      else renameSync(path, target)
      if (isOurs) unlinkSync(path)
    } catch (error) {
      for (const begun of isOurs ? [target, `${target}.reason`] : [`${target}.reason`]) {
        removeIfThere(begun)
      }
      throw error
    }
  }
}

/** As `readOwnFile`; undefined where the disk or the system fails: then it waits, and the others pass. */
function readIfPossible(path: string): Buffer | string | undefined {
  try {
    return readOwnFile(path)
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return undefined
  }
}

/** Returns the beginning of a file, or why it is not one to be read. */
function readOwnFile(path: string | Buffer): Buffer | string {
  const file = openOwnFile(path)
  if (typeof file === 'string') return file
  try {
    if (file.stat.nlink !== 1) return 'it has another name elsewhere (a hard link)'
    const buffer = Buffer.alloc(Math.min(file.stat.size, SPOOL_FILE_MAX_BYTES + 1))
    return buffer.subarray(0, readFully(file.fd, buffer, 0))
  } finally {
    file.close()
  }
}
