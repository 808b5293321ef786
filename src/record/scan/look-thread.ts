/** Starts and feeds the thread that looks ahead of a scan. Without it, or when it fails, the scan looks itself. */
import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Index } from '../../git/index-file/index-reader.ts'
import { type LookAhead, settleAll } from './look-ahead.ts'

/** An index of about ten thousand files: with fewer, starting the thread costs more than it saves. */
const INDEX_BYTES_MIN = 800_000

/** The built worker; when run from source it is the one in dist/. */
const WORKER_URL = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/look-worker.js', import.meta.url)
  : new URL('./look-worker.js', import.meta.url)

export class LookThread {
  readonly #worker: Worker
  #marks: Uint8Array | undefined

  /** Starts a thread when the root is large and there is a core for it; the rest goes on meanwhile. */
  static startFor(gitDir: string, indexBytesMin = INDEX_BYTES_MIN): LookThread | undefined {
    const sizeBytes = statSync(join(gitDir, 'index'), { throwIfNoEntry: false })?.size ?? 0
    const isWorthwhile = sizeBytes >= indexBytesMin && availableParallelism() > 1
    return isWorthwhile ? new LookThread() : undefined
  }

  private constructor() {
    this.#worker = new Worker(WORKER_URL, { env: {}, execArgv: [] })
    this.#worker.on('error', () => {
      // What it has not found, the scan looks at.
    })
    this.#worker.unref()
  }

  /** Has it look at the pages of an index; returns where it marks what it finds. */
  begin(root: string, owner: LookAhead['owner'], index: Index): Uint8Array {
    const bytes = new Uint8Array(new SharedArrayBuffer(index.bytes.length))
    bytes.set(index.bytes)
    const marks = new Uint8Array(new SharedArrayBuffer(index.count))
    const task: LookAhead = { root, owner, index: bytes, count: index.count, marks }
    this.#worker.postMessage(task)
    this.#marks = marks
    return marks
  }

  /** Ends it; findings not asked for are void. */
  stop(): void {
    if (this.#marks) settleAll(this.#marks)
    void this.#worker.terminate()
  }
}
