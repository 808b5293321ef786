/** Two clocks of one recording, both from 0: its true time, and the time it plays when pauses are cut to a limit. */
export class IdleCut {
  /** When something was shown, in true time; ascending. */
  readonly #times: readonly number[]
  readonly #limitMs: number
  /** How much is cut before each of them. */
  readonly #cutMs: number[] = []

  constructor(times: readonly number[], limitMs: number) {
    // More may be added to them later.
    this.#times = times.slice()
    this.#limitMs = limitMs
    let [cut, before] = [0, 0]
    for (const time of times) {
      cut += Math.max(0, time - before - limitMs)
      this.#cutMs.push(cut)
      before = time
    }
  }

  toPlayed(trueMs: number): number {
    const at = lastIndexUpTo(this.#times, trueMs)
    const [time, cut] = at < 0 ? [0, 0] : [this.#times[at]!, this.#cutMs[at]!]
    // A pause lasts until something is shown; after the last picture there is no end to know.
    const isPause = at + 1 < this.#times.length
    const since = trueMs - time
    return time - cut + (isPause ? Math.min(since, this.#limitMs) : since)
  }

  toTrue(playedMs: number): number {
    let [low, high] = [-1, this.#times.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.#times[middle]! - this.#cutMs[middle]! <= playedMs) low = middle
      else high = middle - 1
    }
    if (low < 0) return Math.min(playedMs, this.#times[0] ?? playedMs)
    const after = playedMs - (this.#times[low]! - this.#cutMs[low]!)
    const next = this.#times[low + 1]
    return Math.min(this.#times[low]! + after, next ?? Number.POSITIVE_INFINITY)
  }
}

/** Returns the index of the last of ascending numbers that is not above `limit`; -1 when all are. */
export function lastIndexUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [-1, numbers.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (numbers[middle]! <= limit) low = middle
    else high = middle - 1
  }
  return low
}
