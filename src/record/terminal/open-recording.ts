/**
 * One recording, from when it is opened to when it is closed, whatever hands it what a terminal shows: bytes become
 * events, secrets are replaced, and what is left is appended to a file.
 */
import { open } from 'node:fs/promises'
import type { CastEvent } from '../../model/cast.ts'
import { commandText, type Recording } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import { redactText } from '../../rules/redaction/redact-text.ts'
import { StreamRedactor } from '../../rules/redaction/stream/redact-stream.ts'
import type { Home } from '../../store/home/home.ts'
import {
  castFile,
  makeLiveRecordingsFolder,
  newRecordingId,
  saveLiveRecording,
} from '../../store/recordings/live-recordings.ts'
import { monotonicNow, now } from '../../system/clock.ts'
import { PRIVATE_FILE } from '../../system/files.ts'
import { birthMark } from '../../system/process-identity.ts'
import { redactCommand } from '../secrets/redact-command.ts'
import { RootSecrets } from '../secrets/root-secrets.ts'
import { CastWriter } from './cast-writer.ts'
import { Coalescer } from './coalesce.ts'

/** What is known of a recording when it is opened. */
export interface RecordingSettings {
  home: Home
  session: SessionId
  columns: number
  rows: number
  /** A program and its arguments. */
  command?: readonly string[] | undefined
  title?: string | undefined
  cwd?: string
  /** The folder whose env files hold secrets, too. */
  root?: string | undefined
  /** Name of the terminal, as in `TERM`. */
  term?: string | undefined
  /** Size from which on nothing more is recorded; 0 is no limit. */
  maxBytes: number
}

/** A recording that has ended. */
export interface ClosedRecording {
  recording: Recording
  /** What of it is missing, in a few words; undefined when nothing is. */
  problem?: string
}

const RELEASE_MS = 500

export class OpenRecording {
  readonly #startMs = monotonicNow()
  readonly #redactor: StreamRedactor
  readonly #output = new Coalescer('o', (event) => this.#offer(event))
  readonly #input = new Coalescer('i', (event) => this.#offer(event))
  readonly #writer: CastWriter
  readonly #folder: () => string
  readonly #releaseTimer: NodeJS.Timeout
  #recording: Recording
  #size: { columns: number; rows: number }
  #toldMs: number | undefined
  #saving: Promise<void>
  #saveFailure: Error | undefined
  #closed: Promise<ClosedRecording> | undefined

  constructor({ home, session, columns, rows, maxBytes, ...known }: RecordingSettings) {
    const finder = new RootSecrets().finderFor(known.root)
    const redact = (text: string) => redactText(finder, text).text
    const command = known.command && redactCommand(redact, known.command)
    const title = known.title === undefined ? undefined : redact(known.title)
    const birth = birthMark(process.pid)
    const startedMs = now()
    this.#size = { columns, rows }
    this.#recording = {
      id: newRecordingId(),
      session,
      ...(command && { command }),
      ...(title !== undefined && { title }),
      ...(known.cwd !== undefined && { cwd: redact(known.cwd) }),
      columns,
      rows,
      ...(birth !== undefined && { process: { pid: process.pid, birth } }),
      started: new Date(startedMs).toISOString(),
    }
    this.#redactor = new StreamRedactor({ finder, columns, rows })
    const shown = commandText(this.#recording)
    const header = {
      columns,
      rows,
      timestamp: Math.floor(startedMs / 1000),
      ...(shown !== undefined && { command: shown }),
      ...(title !== undefined && { title }),
      ...(known.term !== undefined && { term: known.term }),
    }
    this.#folder = () => makeLiveRecordingsFolder(home, session)
    const { id } = this.#recording
    const create = async () => await open(castFile(this.#folder(), id), 'wx', PRIVATE_FILE)
    this.#writer = new CastWriter(create, header, { maxBytes })
    // In this order: what says that there is a cast comes after it.
    this.#saving = this.#writer.begun.then(() => this.#save())
    this.#releaseTimer = setInterval(() => {
      this.#write(this.#redactor.release(this.#nowMs()))
    }, RELEASE_MS).unref()
  }

  get recording(): Recording {
    return this.#recording
  }

  /** Takes bytes that the terminal shows; they may end anywhere. */
  output(bytes: Uint8Array): void {
    this.#output.offer(bytes, this.#nowMs())
  }

  /** Takes bytes that were typed. */
  input(bytes: Uint8Array): void {
    this.#input.offer(bytes, this.#nowMs())
  }

  /** Takes an event that knows its time, as all of this recording do from now on. */
  event(event: CastEvent): void {
    this.#toldMs = event.timeMs
    this.#offer(event)
  }

  resize(columns: number, rows: number): void {
    if (columns === this.#size.columns && rows === this.#size.rows) return
    this.#size = { columns, rows }
    this.#add('r', `${columns}x${rows}`)
  }

  marker(label: string): void {
    this.#add('m', label)
  }

  /** Ends the recording; it is on disk when this resolves. */
  close(exitCode?: number): Promise<ClosedRecording> {
    this.#closed ??= this.#close(exitCode)
    return this.#closed
  }

  async #close(exitCode: number | undefined): Promise<ClosedRecording> {
    const endMs = this.#nowMs()
    clearInterval(this.#releaseTimer)
    this.#output.end()
    this.#input.end()
    this.#write(this.#redactor.end())
    if (exitCode !== undefined) {
      this.#writer.write({ timeMs: endMs, code: 'x', data: String(exitCode) })
    }
    await this.#writer.close()
    const { process: _, ...recording } = this.#recording
    this.#recording = {
      ...recording,
      ended: new Date(now()).toISOString(),
      duration_ms: Math.round(this.#writer.lastMs),
      ...(exitCode !== undefined && { exit_code: exitCode }),
      bytes: this.#writer.bytes,
    }
    await this.#saving
    await this.#save()
    const problem = this.#writer.problem ?? this.#saveFailure?.message
    return { recording: this.#recording, ...(problem !== undefined && { problem }) }
  }

  #add(code: string, data: string): void {
    this.#output.flush()
    this.#offer({ timeMs: this.#nowMs(), code, data })
  }

  #offer(event: CastEvent): void {
    this.#write(this.#redactor.offer(event))
  }

  #write(events: readonly CastEvent[]): void {
    for (const event of events) this.#writer.write(event)
  }

  #nowMs(): number {
    return this.#toldMs ?? monotonicNow() - this.#startMs
  }

  /** What the cast holds counts more: that this fails is told at the end. */
  async #save(): Promise<void> {
    try {
      await saveLiveRecording(this.#folder(), this.#recording)
      this.#saveFailure = undefined
    } catch (error) {
      this.#saveFailure = error as Error
    }
  }
}
