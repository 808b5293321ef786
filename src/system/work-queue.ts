/** Does one thing after another, whether the one before failed or not. */
export class WorkQueue {
  #last: Promise<unknown> = Promise.resolve()

  /** Resolves when nothing is under way of what was to be done up to now. */
  get done(): Promise<unknown> {
    return this.#last
  }

  add<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => {
      // Told to whoever added it.
    })
    return result
  }

  /** Does `work`, and then nothing until what this returns is called. */
  async hold(work: () => Promise<void>): Promise<() => void> {
    let resume = () => {}
    const resumed = new Promise<void>((resolve) => {
      resume = resolve
    })
    const begun = this.add(work)
    this.#last = Promise.allSettled([begun]).then(() => resumed)
    begun.catch(resume)
    await begun
    return resume
  }
}
