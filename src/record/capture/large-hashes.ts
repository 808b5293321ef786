/**
 * Hashes of files too large to be read while a snapshot waits: each is recorded by its size at once, and by its hash
 * when that is known. They are read one after another in a process of their own, which can be ended at any moment.
 */
import { baseRaw, parentRaw, type RawPath } from '../../model/raw-path.ts'
import { sleep } from '../../system/clock.ts'
import { type FileStat, isUnchanged } from '../state/file-stat.ts'
import { TO_COME } from '../state/recorded-state.ts'
import { startCaptureWorker } from './bulk-capture.ts'
import type { LargeHash } from './capture.ts'

/** What is written to all the time would be read in vain: it is left to rest, longer each time. */
const REST_MS = 1_000
const REST_MS_MAX = 10 * 60_000

export class LargeHashes {
  readonly #root: string
  readonly #onHashed: ((path: RawPath) => void) | undefined
  readonly #waiting = new Map<RawPath, FileStat>()
  readonly #known = new Map<RawPath, LargeHash>()
  readonly #rests = new Map<RawPath, number>()
  readonly #closed = new AbortController()
  #underway: Promise<void> | undefined
  #stopReading = async () => {}

  /** `onHashed` is told when the hash of a file is known; without it nothing is read. */
  constructor(root: string, onHashed: ((path: RawPath) => void) | undefined) {
    this.#root = root
    this.#onHashed = onHashed
  }

  /** Returns the hash of a file that is as `stat` says; `TO_COME` when it is not known yet. */
  hashOf(path: RawPath, stat: FileStat): string {
    const known = this.#known.get(path)
    if (known && isUnchanged(known.stat, stat)) return known.sha256
    this.#known.delete(path)
    if (this.#onHashed && !this.#closed.signal.aborted) {
      this.#waiting.set(path, stat)
      this.#underway ??= this.#hashAll().finally(() => {
        this.#underway = undefined
      })
    }
    return TO_COME
  }

  /** Ends what is being read. */
  async close(): Promise<void> {
    this.#closed.abort()
    await this.#stopReading()
    await this.#underway
  }

  async #hashAll(): Promise<void> {
    for (const [path] of this.#waiting) {
      const restMs = this.#rests.get(path) ?? REST_MS
      await sleep(restMs, this.#closed.signal)
      if (this.#closed.signal.aborted) return
      const stat = this.#waiting.get(path)!
      this.#waiting.delete(path)
      const hash = await this.#read(path)
      if (hash === 'failed') continue
      if (hash && isUnchanged(hash.stat, stat)) {
        this.#known.set(path, hash)
        this.#rests.delete(path)
      } else this.#rests.set(path, Math.min(REST_MS_MAX, 2 * restMs))
      this.#onHashed?.(path)
    }
  }

  /** Returns undefined when it changed meanwhile. What failed is tried again after the next look at everything. */
  async #read(path: RawPath): Promise<LargeHash | undefined | 'failed'> {
    const worker = startCaptureWorker()
    this.#stopReading = () => worker.stop()
    try {
      const hash = { root: this.#root, folder: parentRaw(path), name: baseRaw(path) }
      const reply = await worker.ask({ hash })
      return typeof reply === 'object' && 'hashed' in reply ? reply.hashed : 'failed'
    } catch {
      return 'failed'
    } finally {
      await worker.stop()
    }
  }
}
