/** Opens something for whoever needs it, keeps it a little for the next, and closes it when the last one has done. */

export interface LendingOptions<Resource> {
  close(resource: Resource): void
  /** How long it stays open while nobody uses it. */
  unusedMs: number
  /** Of more than these, the one that was used longest ago goes. */
  max: number
  /** Whether it may still be lent; always unless given. */
  isFresh?(resource: Resource): boolean
}

interface Lent<Resource> {
  resource: Resource
  users: number
  /** Lent to nobody any more; whoever uses it still does. */
  isDropped: boolean
  timer?: NodeJS.Timeout
}

export class Lending<Resource> {
  readonly #options: LendingOptions<Resource>
  /** The one that was used last stands last. */
  readonly #lent = new Map<string, Lent<Resource>>()

  constructor(options: LendingOptions<Resource>) {
    this.#options = options
  }

  /** Lends what is kept under `key`, or opens it, for the time of `use`; what failed in use is not lent again. */
  async with<Result>(
    key: string,
    open: () => Resource,
    use: (resource: Resource) => Promise<Result>,
  ): Promise<Result> {
    const one = this.#take(key, open)
    try {
      return await use(one.resource)
    } catch (error) {
      this.#drop(key, one)
      throw error
    } finally {
      one.users -= 1
      this.#giveBack(key, one)
    }
  }

  #take(key: string, open: () => Resource): Lent<Resource> {
    const known = this.#lent.get(key)
    const isFresh = known && (this.#options.isFresh?.(known.resource) ?? true)
    if (known && !isFresh) this.#drop(key, known)
    const one = isFresh ? known : { resource: open(), users: 0, isDropped: false }
    this.#lent.delete(key)
    this.#lent.set(key, one)
    one.users += 1
    clearTimeout(one.timer)
    return one
  }

  #giveBack(key: string, one: Lent<Resource>): void {
    const { close, max, unusedMs } = this.#options
    if (one.isDropped) {
      if (one.users === 0) close(one.resource)
    } else one.timer = setTimeout(() => this.#drop(key, one), unusedMs).unref()
    const [oldest] = this.#lent
    if (this.#lent.size > max && oldest) this.#drop(...oldest)
  }

  #drop(key: string, one: Lent<Resource>): void {
    if (one.isDropped) return
    if (this.#lent.get(key) === one) this.#lent.delete(key)
    clearTimeout(one.timer)
    one.isDropped = true
    if (one.users === 0) this.#options.close(one.resource)
  }
}
