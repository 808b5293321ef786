/** macOS: one FSEvents stream for the whole root. It may lose changes without saying so. */
import { type FSWatcher, watch } from 'node:fs'
import { errnoOf } from '../../../model/errors.ts'
import { baseRaw, type RawPath, rawFromLatin1, rawFromText } from '../../../model/raw-path.ts'
import type { Watcher, WatchRequest } from './watcher.ts'

export class RecursiveWatcher implements Watcher {
  readonly backend = 'native'
  readonly isExact = false
  readonly #watch: FSWatcher
  readonly #request: WatchRequest
  #changed = new Set<RawPath>()

  constructor(request: WatchRequest) {
    this.#request = request
    this.#watch = watch(request.root, { recursive: true, encoding: 'latin1' })
    this.#watch.on('change', (_type, name) => this.#onEvent(name as string | null))
    this.#watch.on('error', (error) => request.onRescan('error', errnoOf(error)))
  }

  watchFolder(): void {
    // The stream covers it.
  }

  forgetFolder(): void {
    // The stream covers it.
  }

  async catchUp(): Promise<void> {
    for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate)
  }

  async close(): Promise<void> {
    this.#watch.close()
  }

  #onEvent(name: string | null): void {
    if (this.#changed.size === 0) setImmediate(() => this.#tell())
    const isRootItself = name === null || name === baseRaw(rawFromText(this.#request.root))
    this.#changed.add(rawFromLatin1(isRootItself ? '' : name))
  }

  #tell(): void {
    const changed = [...this.#changed]
    this.#changed = new Set()
    this.#request.onPaths(changed)
  }
}
