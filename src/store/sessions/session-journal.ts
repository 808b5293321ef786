/**
 * The journal of a running session: events are appended, one a line, and are on disk before `append`
 * resolves. Appends made while a write is under way share the next fsync. It is open only while it is written:
 * there may be thousands of sessions. The caller holds the lock of the home.
 */
import { closeSync, existsSync, fdatasync, ftruncateSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { Event } from '../../model/event.ts'
import { syncFolder, writeFileDurably, writeFully, writeNewFile } from '../../system/files.ts'
import {
  type FoundLine,
  formatJournalLine,
  readJournalLines,
  type StoredEvent,
} from './journal-line.ts'

const syncData = promisify(fdatasync)

/** An event that has no place in its session yet. */
export type UnplacedEvent = Omit<StoredEvent, 'seq'>

interface Append {
  events: readonly UnplacedEvent[]
  resolve(events: StoredEvent[]): void
  reject(error: unknown): void
}

export class SessionJournal {
  readonly path: string
  #sizeBytes: number
  #lastSeq: number
  #waiting: Append[] = []
  #writing: Promise<void> | undefined

  private constructor(path: string, sizeBytes: number, lastSeq: number) {
    this.path = path
    this.#sizeBytes = sizeBytes
    this.#lastSeq = lastSeq
  }

  /** Opens a journal, a new one when there is none, whose first event comes after `seqBefore`. */
  static open(path: string, seqBefore: number): { journal: SessionJournal; events: StoredEvent[] } {
    if (!existsSync(path)) {
      writeNewFile(path, '')
      syncFolder(dirname(path))
    }
    const { events, sizeBytes } = recover(path, seqBefore)
    const lastSeq = events.at(-1)?.seq ?? seqBefore
    return { journal: new SessionJournal(path, sizeBytes, lastSeq), events }
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  /** Appends events, all or none, and returns them with their numbers once they are on disk. */
  append(events: readonly UnplacedEvent[]): Promise<StoredEvent[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ events, resolve, reject })
      this.#writing ??= this.#write()
    })
  }

  /** Waits for what is under way. */
  async written(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    // A turn, so that whoever appends at the same time shares the fsync.
    await Promise.resolve()
    while (this.#waiting.length > 0) await this.#writeGroup(this.#waiting.splice(0))
    this.#writing = undefined
  }

  async #writeGroup(group: readonly Append[]): Promise<void> {
    try {
      let seq = this.#lastSeq
      const placed = group.map(({ events }) =>
        events.map((event): StoredEvent => {
          seq += 1
          return { seq, ...event }
        }),
      )
      const bytes = Buffer.concat(placed.flat().map(formatJournalLine))
      await this.#writeAtEnd(bytes)
      this.#sizeBytes += bytes.length
      this.#lastSeq = seq
      for (const [n, { resolve }] of group.entries()) resolve(placed[n]!)
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  async #writeAtEnd(bytes: Buffer): Promise<void> {
    const fd = openSync(this.path, 'r+')
    try {
      writeFully(fd, bytes, this.#sizeBytes)
      await syncData(fd)
    } catch (error) {
      this.#takeBack(fd)
      throw error
    } finally {
      closeSync(fd)
    }
  }

  /** Nothing of a write that failed may be read later; the next one starts at the same place. */
  #takeBack(fd: number): void {
    try {
      ftruncateSync(fd, this.#sizeBytes)
    } catch {
      // The disk fails. The lines that stay carry numbers that are given again, and are cut off then.
    }
  }
}

/**
 * Reads a journal that a crash may have hurt. A last line that is not whole is moved to `<journal>.torn`;
 * where a line in the middle is damaged, the file is written anew with a GAP in its place, so that the
 * others keep their numbers.
 */
function recover(path: string, seqBefore: number): { events: StoredEvent[]; sizeBytes: number } {
  const bytes = readFileSync(path)
  const lines = [...readJournalLines(bytes)]
  const events: StoredEvent[] = []
  const bad: FoundLine[] = []
  for (const line of lines) {
    const expected = seqBefore + events.length + 1
    if (line.event === undefined || line.event.seq < expected) bad.push(line)
    else {
      for (let seq = expected; seq < line.event.seq; seq += 1) events.push(gapAt(seq, line.event))
      events.push(line.event)
    }
  }
  if (bad.length === 0 && events.length === lines.length) return { events, sizeBytes: bytes.length }
  setAside(path, bad)
  const whole = Buffer.concat(events.map(formatJournalLine))
  writeFileDurably(path, whole)
  return { events, sizeBytes: whole.length }
}

function gapAt(seq: number, { time, session }: Event): StoredEvent {
  const summary = 'this event was damaged on disk'
  return { seq, time, event_type: 'GAP', summary, risk_level: 'none', session, source: 'cli' }
}

function setAside(path: string, lines: readonly FoundLine[]): void {
  if (lines.length === 0) return
  for (let n = 1; ; n += 1) {
    const aside = `${path}.torn-${n}`
    if (existsSync(aside)) continue
    writeNewFile(aside, Buffer.concat(lines.map(({ bytes }) => bytes)))
    syncFolder(dirname(path))
    return
  }
}
