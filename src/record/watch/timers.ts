/** Named timers, at most one of each name, that can all be cleared at once. */
export class Timers {
  readonly #running = new Map<string, NodeJS.Timeout>()

  /** Calls `work` after `delayMs`; an earlier timer of that name is forgotten. */
  set(name: string, delayMs: number, work: () => void): void {
    this.clear(name)
    const timer = setTimeout(() => {
      this.#running.delete(name)
      work()
    }, delayMs)
    this.#running.set(name, timer)
  }

  /** Calls `work` every `intervalMs`. */
  every(name: string, intervalMs: number, work: () => void): void {
    this.clear(name)
    this.#running.set(name, setInterval(work, intervalMs))
  }

  clear(name: string): void {
    clearTimeout(this.#running.get(name))
    this.#running.delete(name)
  }

  clearAll(): void {
    for (const name of [...this.#running.keys()]) this.clear(name)
  }
}
