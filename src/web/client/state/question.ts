/** What a pane asks: the latest question wins, and the old answer stands until the new one is whole. */
import { batch, signal } from '@preact/signals'

export class PaneQuestion<Answer> {
  /** Undefined before the first answer. */
  readonly answer = signal<Answer | undefined>(undefined)
  readonly failure = signal<Error | undefined>(undefined)
  /** Whether what stands there is not what was asked last. */
  readonly isWaiting = signal(false)
  #asked: AbortController | undefined
  /** What is asked after the answer that is under way. */
  #next: ((signal: AbortSignal) => Promise<Answer>) | undefined
  #key: string | undefined

  /** Asks, unless the same `key` was asked last. */
  ask(key: string, request: (signal: AbortSignal) => Promise<Answer>): void {
    if (key === this.#key) return
    this.#key = key
    void this.#run(request)
  }

  /**
   * Asks once more, though nothing else is asked: there is news, or it failed before. What is under way comes first:
   * news that is quicker than answers would never let one arrive.
   */
  again(request: (signal: AbortSignal) => Promise<Answer>): void {
    if (this.isWaiting.peek()) this.#next = request
    else void this.#run(request)
  }

  end(): void {
    this.#asked?.abort()
    this.#key = undefined
    this.#next = undefined
    this.isWaiting.value = false
  }

  async #run(request: (signal: AbortSignal) => Promise<Answer>): Promise<void> {
    this.#asked?.abort()
    const asked = new AbortController()
    this.#asked = asked
    this.#next = undefined
    this.isWaiting.value = true
    try {
      const answer = await request(asked.signal)
      if (asked.signal.aborted) return
      batch(() => {
        this.answer.value = answer
        this.failure.value = undefined
        this.isWaiting.value = false
      })
    } catch (error) {
      if (asked.signal.aborted) return
      batch(() => {
        this.failure.value = error instanceof Error ? error : new Error(String(error))
        this.isWaiting.value = false
      })
    }
    if (this.#next) void this.#run(this.#next)
  }
}
