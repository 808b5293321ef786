/**
 * The transcript of a session that is recorded now, read as far as it has grown: each line once, for as long as the
 * session goes on. Its path is the word of an agent: it may lead to anything, and then costs nothing but a note.
 */
import type { EventDraft } from '../../agents/agent.ts'
import { identifyTranscript, transcriptEvents } from '../../agents/catalogue.ts'
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { parseJson } from '../../model/json.ts'
import type { SessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { formatSize } from '../../model/units.ts'
import { type OwnFile, openOwnFile, readFully } from '../../system/own-file.ts'
import type { ImportSetup } from './import-target.ts'
import { ImportedSession } from './imported-session.ts'

/** More than that in one go is left to `flightrec import`. */
const READ_MAX_BYTES = 64 * 1024 ** 2
const LINE_MAX_BYTES = 8 * 1024 ** 2
const CHUNK_BYTES = 256 * 1024
/** So many are judged and redacted before others have their turn. */
const BATCH_EVENTS = 8
const IDENTIFIED_WITHIN_LINES = 100

interface FollowOptions extends ImportSetup {
  path: string
  id: SessionId
  /** What the hook told: whose session it is. */
  told: EventDraft
}

export class FollowedTranscript {
  readonly #options: FollowOptions
  #session: ImportedSession | undefined
  #inode: number | undefined
  /** Up to where it was read. */
  #at = 0
  #rest: Buffer[] = []
  #restBytes = 0
  #tell: ((line: unknown) => EventDraft[]) | undefined
  #linesBefore: unknown[] = []
  /** What happened after the time that was asked for: hooks may be about to tell it. */
  #later: EventDraft[] = []

  constructor(options: FollowOptions) {
    this.#options = options
  }

  /**
   * Adds what is missing of what happened until then. Returns whether there is such a file.
   * @throws {FlightrecError} failed, when it is nothing that this agent wrote, or not to be read.
   */
  async read(untilMs: number, signal: AbortSignal): Promise<boolean> {
    const file = this.#open()
    if (!file) return false
    try {
      if (file.stat.ino !== this.#inode || file.stat.size < this.#at) await this.#begin(file)
      await this.#add(this.#later.splice(0), untilMs)
      const end = Math.min(file.stat.size, this.#at + READ_MAX_BYTES)
      while (this.#at < end && !signal.aborted) {
        const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, end - this.#at))
        const count = readFully(file.fd, chunk, this.#at)
        if (count === 0) break
        this.#at += count
        for (const line of this.#linesIn(chunk.subarray(0, count))) {
          await this.#add(this.#eventsOf(line), untilMs)
        }
        await othersTurn()
      }
      await this.#session?.flush()
      return true
    } finally {
      file.close()
    }
  }

  async end(): Promise<void> {
    await this.#session?.putDown()
    await this.#session?.finish()
    this.#session = undefined
  }

  #open(): OwnFile | undefined {
    const file = this.#openIfThere()
    if (!file) return undefined
    if (typeof file === 'string') throw this.refusal(file)
    const newBytes = file.stat.size - (file.stat.ino === this.#inode ? this.#at : 0)
    if (newBytes <= READ_MAX_BYTES) return file
    file.close()
    throw this.refusal(`${formatSize(newBytes)} of it are new, which is too much to read along`)
  }

  #openIfThere(): OwnFile | string | undefined {
    try {
      return openOwnFile(this.#options.path)
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined
      throw this.refusal((error as Error).message)
    }
  }

  /** Says that it is not read, and why. */
  refusal(why: string): FlightrecError {
    const { agent } = this.#options.told
    const path = showText(this.#options.path)
    const message = `the transcript of a session of ${agent}, '${path}', is not read: ${why}`
    return new FlightrecError('failed', message, {
      hint: 'Run `flightrec import FILE` to have what it says all the same.',
    })
  }

  /** What was recorded is found out anew, since the same lines may come again. */
  async #begin({ stat }: OwnFile): Promise<void> {
    await this.end()
    this.#inode = stat.ino
    this.#at = 0
    this.#rest = []
    this.#restBytes = 0
    this.#tell = undefined
    this.#linesBefore = []
    this.#later = []
    const { id, told } = this.#options
    const source = {
      path: this.#options.path,
      size_bytes: stat.size,
      modified: stat.mtime.toISOString(),
    }
    this.#session = await ImportedSession.begin(id, told, { source }, this.#options)
  }

  *#linesIn(chunk: Buffer): Generator<unknown> {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = this.#whole(chunk.subarray(start, end))
      start = end + 1
      const value = line === undefined ? undefined : parseJson(line.toString('utf8'))
      if (value !== undefined) yield value
    }
    this.#keep(chunk.subarray(start))
  }

  #keep(piece: Buffer): void {
    this.#restBytes += piece.length
    if (this.#restBytes > LINE_MAX_BYTES) this.#rest = []
    else this.#rest.push(piece)
  }

  /** Returns a line with what came of it before; undefined when it is too long. */
  #whole(piece: Buffer): Buffer | undefined {
    this.#keep(piece)
    const line = this.#restBytes > LINE_MAX_BYTES ? undefined : Buffer.concat(this.#rest)
    this.#rest = []
    this.#restBytes = 0
    return line
  }

  #eventsOf(line: unknown): EventDraft[] {
    if (this.#tell) return this.#tell(line)
    this.#linesBefore.push(line)
    const known = identifyTranscript([line])
    const { agent } = this.#options.told
    if (!known && this.#linesBefore.length < IDENTIFIED_WITHIN_LINES) return []
    if (known?.agent.name !== agent) throw this.refusal(`it is no transcript of ${agent}`)
    this.#tell = transcriptEvents(known.reader)
    return this.#linesBefore.splice(0).flatMap(this.#tell)
  }

  /** Of other sessions it may tell what it likes. */
  async #add(events: readonly EventDraft[], untilMs: number): Promise<void> {
    const { agent_session: session } = this.#options.told
    let waiting = 0
    for (const event of events) {
      if (event.agent_session !== session) continue
      const isLater = event.time !== undefined && Date.parse(event.time) > untilMs
      // Once something is later, so is what follows.
      if (isLater || this.#later.length > 0) this.#later.push(event)
      else {
        this.#session?.tell(event)
        waiting += 1
        if (waiting % BATCH_EVENTS === 0) await this.#flush()
      }
    }
    if (waiting > 0) await this.#flush()
  }

  async #flush(): Promise<void> {
    await this.#session?.flush()
    await othersTurn()
  }
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
