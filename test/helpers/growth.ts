/** How work grows with its input, as a ratio in one run: the same on a fast machine and on a slow one. */

/** Work too short to be told from what else a process does. */
const NOISE_MS = 20
const ROUNDS = 3

/**
 * Returns how many times the processor time of `size` twice that size takes: 2 where it is in proportion, 4 where it
 * is the square. Each is measured a few times and the least is taken, since others may slow either down.
 */
export function growth(size: number, work: (size: number) => void): number {
  const least = { once: Number.POSITIVE_INFINITY, twice: Number.POSITIVE_INFINITY }
  for (let round = 0; round < ROUNDS; round += 1) {
    least.once = Math.min(
      least.once,
      processorMs(() => work(size)),
    )
    least.twice = Math.min(
      least.twice,
      processorMs(() => work(2 * size)),
    )
  }
  return (least.twice + NOISE_MS) / (least.once + NOISE_MS)
}

function processorMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
