/** What a recording process does for its repos now and then: keeps them fast, and says when they grow. */
import type { Config } from '../model/config.ts'
import { FlightrecError } from '../model/errors.ts'
import { GrowthWatch, storeExcess, tidyObjects } from '../record/prune/maintenance-policy.ts'
import { newerFormat } from '../store/home/format-version.ts'
import type { Home } from '../store/home/home.ts'
import { gcLockPath } from '../store/home/home-lock.ts'
import { listShadowRepos, type ShadowRepo } from '../store/home/shadow-repos.ts'
import { hasSessionsRepo, sessionsGitDir } from '../store/sessions/sessions-repo.ts'
import { isLock, tryLock } from '../system/lock.ts'

const FIRST_MS = 60_000
/** What grows fast is seen to each minute, all else at every thirtieth. */
const INTERVAL_MS = 60_000
const ROUNDS = 30

/** Where maintenance finds what it works on, and says what it found. */
interface MaintenanceOptions {
  home: Home
  config: Config
  warn(message: string): void
  firstMs?: number
}

export class Maintenance {
  readonly #options: MaintenanceOptions
  readonly #stopped = new AbortController()
  #timer: NodeJS.Timeout
  #underway: Promise<void> = Promise.resolve()
  #isTooLarge = false
  #round = 0
  readonly #growth = new GrowthWatch()

  constructor(options: MaintenanceOptions) {
    this.#options = options
    this.#timer = setTimeout(() => this.#begin(), options.firstMs ?? FIRST_MS)
  }

  /** Ends work under way, which loses nothing, and waits for its end. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    this.#stopped.abort()
    await this.#underway
  }

  #begin(): void {
    this.#underway = this.#run().finally(() => {
      if (this.#stopped.signal.aborted) return
      this.#timer = setTimeout(() => this.#begin(), INTERVAL_MS)
    })
  }

  async #run(): Promise<void> {
    const { home, warn } = this.#options
    try {
      const repos = listShadowRepos(home)
      const isWhole = this.#round % ROUNDS === 0
      this.#round += 1
      const gitDirs = repos.map(({ gitDir }) => gitDir)
      const sessions = sessionsGitDir(home)
      if (isWhole && !newerFormat(sessions) && hasSessionsRepo(home)) gitDirs.push(sessions)
      await this.#repack(gitDirs, isWhole)
      if (isWhole) await this.#checkSize(repos)
    } catch (error) {
      if (!this.#stopped.signal.aborted) warn(`maintenance failed: ${(error as Error).message}`)
    }
  }

  async #repack(gitDirs: readonly string[], isWhole: boolean): Promise<void> {
    const lock = tryLock(gcLockPath(this.#options.home))
    // A `flightrec gc` is at work: it does all of this.
    if (!isLock(lock)) return
    try {
      for (const gitDir of gitDirs) {
        if (this.#stopped.signal.aborted) return
        await this.#tidy(gitDir, isWhole)
      }
    } finally {
      lock.release()
    }
  }

  /** One that is damaged does not keep the others from it. */
  async #tidy(gitDir: string, isWhole: boolean): Promise<void> {
    try {
      const { signal } = this.#stopped
      const hasTidied = await this.#growth.tidy(gitDir, signal)
      if (isWhole && !hasTidied) await tidyObjects(gitDir, signal)
    } catch (error) {
      if (this.#stopped.signal.aborted || !(error instanceof FlightrecError)) throw error
      this.#options.warn(`${gitDir} is not tidied: ${error.message}`)
    }
  }

  /** Warns once each time the limit is passed. */
  async #checkSize(repos: readonly ShadowRepo[]): Promise<void> {
    const { config, warn } = this.#options
    const max = config['snapshot.max_store_size']
    const excess = await storeExcess(repos, max, this.#stopped.signal)
    if (excess && !this.#isTooLarge) warn(`${excess.problem}. ${excess.remedy}`)
    this.#isTooLarge = excess !== undefined
  }
}
