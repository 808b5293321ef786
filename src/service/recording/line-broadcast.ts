/** What a recording process tells, in order, to all who listen. */
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { now } from '../../system/clock.ts'
import { WorkQueue } from '../../system/work-queue.ts'
import { type RecordLine, warningLine } from '../json/record-line.ts'
import type { Progress } from '../requests.ts'
import type { JsonLog } from './json-log.ts'

/** Hears what happens; of one root, or of all. */
export interface Listener {
  root?: string
  onLine(line: RecordLine): void
  onProgress?(root: string, progress: Progress | undefined): void
}

export class LineBroadcast {
  readonly #listeners = new Set<Listener>()
  readonly #log: JsonLog | undefined
  /** Keeps lines in the order of what they tell. */
  readonly #queue = new WorkQueue()

  constructor(log: JsonLog | undefined) {
    this.#log = log
  }

  /** Resolves when all is told that was to be told up to now. */
  get told(): Promise<unknown> {
    return this.#queue.done
  }

  /** Returns what ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tellLater(makeLine: () => Promise<RecordLine>): void {
    void this.#queue.add(async () => {
      try {
        this.#hear(await makeLine())
      } catch (error) {
        // The snapshot is safe; only its line could not be made.
        const message = error instanceof FlightrecError ? error.message : String(error)
        this.#hear(
          warningLine(now(), { code: 'failed', message: `a snapshot was taken: ${message}` }),
        )
      }
    })
  }

  tell(line: RecordLine): void {
    this.tellLater(async () => line)
  }

  #hear(line: RecordLine): void {
    const problem = this.#log?.write(line)
    for (const { root, onLine } of [...this.#listeners]) {
      if (root === undefined || line.root === null || root === line.root) onLine(line)
    }
    if (problem) this.#hear(warningLine(now(), { code: 'failed', message: showText(problem) }))
  }

  progress(root: string, progress: Progress | undefined): void {
    for (const listener of this.#listeners) {
      if (listener.root === undefined || listener.root === root)
        listener.onProgress?.(root, progress)
    }
  }
}
