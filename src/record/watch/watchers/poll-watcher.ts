import type { Watcher, WatchRequest } from './watcher.ts'

/** For file systems that report nothing, such as network shares: asks for a rescan every interval. */
export class PollWatcher implements Watcher {
  readonly backend = 'poll'
  readonly isExact = false
  readonly #timer: NodeJS.Timeout

  constructor(request: WatchRequest) {
    this.#timer = setInterval(() => request.onRescan('interval'), request.intervalMs)
  }

  watchFolder(): void {
    // Nothing is watched.
  }

  forgetFolder(): void {
    // Nothing is watched.
  }

  async catchUp(): Promise<void> {
    // Nothing is under way.
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
  }
}
