/** Looks now and then whether config.toml still says what this process was started with. */
import { isDeepStrictEqual } from 'node:util'
import { errnoOf, FlightrecError } from '../model/errors.ts'
import { type LoadedConfig, loadConfig } from '../store/config/config-file.ts'
import type { Home } from '../store/home/home.ts'
import { fileMark } from '../system/files.ts'

const LOOK_EVERY_MS = 1_000
const GOES_ON = 'recording goes on as it was before'

interface ConfigWarning {
  code: string
  message: string
  hint?: string | undefined
}

export class ConfigWatch {
  readonly #home: Home
  readonly #warn: (warning: ConfigWarning) => void
  readonly #timer: NodeJS.Timeout
  #begun: LoadedConfig | undefined
  #seen: string | undefined
  #looking: Promise<void> = Promise.resolve()
  /** What is to be known of config.toml; undefined while it is as it was. */
  problem: string | undefined

  /** What is in force is what config.toml says now; without a word when it cannot be read. */
  constructor(home: Home, warn: (warning: ConfigWarning) => void) {
    this.#home = home
    this.#warn = warn
    this.#looking = this.#begin()
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look())
    }, LOOK_EVERY_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  async #begin(): Promise<void> {
    this.#seen = fileMark(this.#home.configPath)
    const loaded = await this.#load()
    if (!(loaded instanceof FlightrecError)) this.#begun = loaded
  }

  async #look(): Promise<void> {
    const mark = fileMark(this.#home.configPath)
    if (mark === this.#seen) return
    this.#seen = mark
    const before = this.problem
    const warning = await this.#compare()
    this.problem = warning?.message
    if (warning && warning.message !== before) this.#warn(warning)
  }

  async #compare(): Promise<ConfigWarning | undefined> {
    const loaded = await this.#load()
    if (loaded instanceof FlightrecError) {
      const { code, message, hint } = loaded
      return { code, message: `${message}; ${GOES_ON}`, hint }
    }
    const [now, begun] = [loaded, this.#begun].map((it) => [it?.config, it?.rules])
    if (!this.#begun || isDeepStrictEqual(now, begun)) return undefined
    return {
      code: 'bad-config',
      message: `config.toml has changed; ${GOES_ON}`,
      hint: 'Run `flightrec daemon restart` to put it in force.',
    }
  }

  async #load(): Promise<LoadedConfig | FlightrecError> {
    try {
      return await loadConfig(this.#home)
    } catch (error) {
      if (error instanceof FlightrecError) return error
      if (errnoOf(error) === undefined) throw error
      return new FlightrecError('failed', `config.toml cannot be read: ${errnoOf(error)}`)
    }
  }
}
