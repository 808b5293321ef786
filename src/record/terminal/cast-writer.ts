/**
 * Appends a recording to its file, behind the program that is recorded and never in its way: what the disk does not
 * take waits, up to a bound, and what does not fit becomes a gap that says so.
 */
import type { FileHandle } from 'node:fs/promises'
import {
  type CastEvent,
  type CastHeader,
  CastLines,
  formatCastHeader,
  GAP_MARKER,
} from '../../model/cast.ts'
import { errnoOf } from '../../model/errors.ts'
import { formatSize } from '../../model/units.ts'

const FLUSH_MS = 50
const SYNC_MS = 1_000
const RETRY_MS = 1_000
const WAITING_BYTES_MAX = 8 << 20

export interface CastLimits {
  /** Size of the file from which on nothing more is recorded; 0 is no limit. */
  maxBytes: number
}

export class CastWriter {
  readonly #create: () => Promise<FileHandle>
  #file: FileHandle | undefined
  readonly #maxBytes: number
  readonly #lines = new CastLines()
  #waiting: string[] = []
  #waitingBytes = 0
  /** Of the file, with what waits. */
  #bytes = 0
  #writtenBytes = 0
  #lastMs = 0
  #flushTimer: NodeJS.Timeout | undefined
  #syncTimer: NodeJS.Timeout | undefined
  #flushing: Promise<void> | undefined
  #lost: { sinceMs: number; characters: number; reason: string } | undefined
  #lostCharacters = 0
  #failure: string | undefined
  #isFull = false
  #problem: string | undefined
  /** Resolves once the file is there, or could not be made for now. */
  readonly begun: Promise<void>

  /** `create` makes the empty file; it is asked again when that fails. */
  constructor(create: () => Promise<FileHandle>, header: CastHeader, { maxBytes }: CastLimits) {
    this.#create = create
    this.#maxBytes = maxBytes
    this.#put(formatCastHeader(header))
    this.#flush()
    this.begun = this.#flushing!
  }

  /** Size of the file once all that waits is in it. */
  get bytes(): number {
    return this.#bytes
  }

  /** Time of the last event. */
  get lastMs(): number {
    return this.#lastMs
  }

  /** What went wrong, in a few words; undefined when nothing is missing. */
  get problem(): string | undefined {
    return this.#problem
  }

  write(event: CastEvent): void {
    if (this.#isFull && event.code !== 'x') return
    if (this.#waitingBytes + event.data.length > WAITING_BYTES_MAX) this.#lose(event)
    else {
      this.#tellLost()
      this.#putWithin(event)
    }
  }

  /** Returns once everything is on disk, or cannot be. */
  async close(): Promise<void> {
    this.#tellLost()
    clearTimeout(this.#flushTimer)
    clearTimeout(this.#syncTimer)
    await this.#flushing
    try {
      await this.#writeOut()
      await this.#file?.datasync()
    } catch (error) {
      this.#fail(error)
      await this.#endShort().catch(() => undefined)
      this.#bytes = this.#writtenBytes
    } finally {
      await this.#file?.close().catch((error: unknown) => this.#fail(error))
    }
  }

  /** The exit status has its place in a full recording, too. */
  #putWithin(event: CastEvent): void {
    const isRoom = this.#maxBytes === 0 || this.#bytes + event.data.length <= this.#maxBytes
    if (!isRoom && !this.#isFull) {
      this.#isFull = true
      this.#problem = `it has reached ${formatSize(this.#maxBytes)}, the limit of terminal.max_size`
      this.#putEvent({ ...event, code: 'm', data: `${GAP_MARKER}${this.#problem}` })
    }
    if (!this.#isFull || event.code === 'x') this.#putEvent(event)
  }

  /** Takes away half a line, and says in its place what is missing, where the disk has room for so much. */
  async #endShort(): Promise<void> {
    const characters = this.#lostCharacters + this.#waitingBytes
    this.#problem = `${characters} characters are missing: ${this.#failure}`
    await this.#file?.truncate(this.#writtenBytes)
    const data = `${GAP_MARKER}${this.#problem}`
    const line = Buffer.from(this.#lines.format({ timeMs: this.#lastMs, code: 'm', data }))
    const { bytesWritten = 0 } =
      (await this.#file?.write(line, 0, line.length, this.#writtenBytes)) ?? {}
    if (bytesWritten < line.length) await this.#file?.truncate(this.#writtenBytes)
    else this.#writtenBytes += bytesWritten
  }

  #putEvent(event: CastEvent): void {
    this.#lastMs = Math.max(this.#lastMs, event.timeMs)
    this.#put(this.#lines.format(event))
  }

  #put(line: string): void {
    const bytes = Buffer.byteLength(line)
    this.#waiting.push(line)
    this.#waitingBytes += bytes
    this.#bytes += bytes
    this.#flushTimer ??= setTimeout(() => this.#flush(), FLUSH_MS)
  }

  #lose({ timeMs, data }: CastEvent): void {
    const reason = this.#failure ?? 'the disk was too slow'
    this.#lost ??= { sinceMs: timeMs, characters: 0, reason }
    this.#lost.characters += data.length
    this.#lostCharacters += data.length
  }

  #tellLost(): void {
    if (!this.#lost) return
    const { sinceMs, characters, reason } = this.#lost
    this.#lost = undefined
    this.#problem = `${characters} characters are missing: ${reason}`
    this.#putEvent({ timeMs: sinceMs, code: 'm', data: `${GAP_MARKER}${this.#problem}` })
  }

  #flush(): void {
    this.#flushing ??= this.#writeOut()
      .then(
        () => {
          this.#failure = undefined
          return FLUSH_MS
        },
        (error: unknown) => {
          this.#fail(error)
          return RETRY_MS
        },
      )
      .then((againMs) => {
        this.#flushing = undefined
        this.#flushTimer =
          this.#waiting.length > 0 ? setTimeout(() => this.#flush(), againMs) : undefined
      })
  }

  async #writeOut(): Promise<void> {
    this.#file ??= await this.#create()
    while (this.#waiting.length > 0) {
      const lines = this.#waiting
      this.#waiting = []
      try {
        await this.#writeLines(this.#file, Buffer.from(lines.join('')))
      } catch (error) {
        this.#waiting = [...lines, ...this.#waiting]
        throw error
      }
      this.#syncTimer ??= setTimeout(() => this.#sync(), SYNC_MS)
    }
  }

  /** What is written again after an error is written over what there was of it. */
  async #writeLines(file: FileHandle, bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const at = this.#writtenBytes + done
      done += (await file.write(bytes, done, bytes.length - done, at)).bytesWritten
    }
    this.#writtenBytes += bytes.length
    this.#waitingBytes -= bytes.length
  }

  #sync(): void {
    this.#syncTimer = undefined
    this.#file?.datasync().catch((error: unknown) => this.#fail(error))
  }

  #fail(error: unknown): void {
    const errno = errnoOf(error)
    if (errno === undefined) throw error
    this.#failure =
      errno === 'ENOSPC' || errno === 'EDQUOT' ? 'the disk is full' : `the disk fails (${errno})`
  }
}
