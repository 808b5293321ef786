/** What is said of a running session in its folder, a moment behind: it is in the events too, which are on disk. */
import { errnoOf } from '../../model/errors.ts'
import type { Session } from '../../model/session.ts'
import { sealSession } from '../../store/sessions/live-folder.ts'
import { writeFileDurably } from '../../system/files.ts'

const DELAY_MS = 200
const AGAIN_MS = 2_000

export class SessionSaver {
  readonly #path: () => string
  readonly #session: () => Session
  #timer: NodeJS.Timeout | undefined

  constructor(path: () => string, session: () => Session) {
    this.#path = path
    this.#session = session
  }

  get isSaved(): boolean {
    return this.#timer === undefined
  }

  saveSoon(): void {
    this.#saveIn(DELAY_MS)
  }

  /** When that fails, it is tried again. */
  saveQuietly(): void {
    try {
      this.save()
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      this.#saveIn(AGAIN_MS)
    }
  }

  save(): void {
    this.stop()
    this.#timer = undefined
    writeFileDurably(this.#path(), sealSession(this.#session()))
  }

  /** Nothing is saved by itself any more. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  #saveIn(delayMs: number): void {
    this.#timer ??= setTimeout(() => this.saveQuietly(), delayMs)
    this.#timer.unref()
  }
}
