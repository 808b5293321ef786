/** The sessions of a home for one-off writing: where none runs, the rules that judge them are not even loaded. */
import type { Sessions } from '../../record/sessions/sessions.ts'
import type { Home } from '../../store/home/home.ts'
import { listLive } from '../../store/sessions/live-folder.ts'

export class LazySessions {
  readonly #home: Home
  #opened: Promise<Sessions> | undefined

  /** Whoever makes one holds the lock of the home. */
  constructor(home: Home) {
    this.#home = home
  }

  /** Returns undefined when none runs. */
  async running(): Promise<Sessions | undefined> {
    return this.#opened || listLive(this.#home).length > 0 ? await this.open() : undefined
  }

  open(): Promise<Sessions> {
    this.#opened ??= import('./session-steps.ts').then(({ openSessions }) => {
      return openSessions(this.#home)
    })
    return this.#opened
  }

  async close(): Promise<void> {
    await (await this.#opened)?.close()
  }
}
