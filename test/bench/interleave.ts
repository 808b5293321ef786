/**
 * Times several ways to do a job in turn, A B C, B C A, …: what slows the machine down for a while slows
 * all of them, and none always comes first.
 */
import { performance } from 'node:perf_hooks'
import { stopIfInterrupted } from './interruption.ts'

export interface Contender<Name extends string = string> {
  name: Name
  /** Makes ready; not timed. */
  prepare?(): void | Promise<void>
  run(): void | Promise<void>
}

export interface Rounds {
  count: number
  /** Rounds before the first that counts. */
  warmUps: number
  /** Called before every round. */
  before?(): void | Promise<void>
}

/** Returns how long each contender took in each round, in milliseconds. */
export async function interleave<Name extends string>(
  contenders: readonly Contender<Name>[],
  { count, warmUps, before }: Rounds,
): Promise<Record<Name, number[]>> {
  const took = Object.fromEntries(contenders.map(({ name }) => [name, []])) as unknown as Record<
    Name,
    number[]
  >
  for (let round = -warmUps; round < count; round += 1) {
    await before?.()
    const first = (round + warmUps) % contenders.length
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      await stopIfInterrupted()
      await contender.prepare?.()
      const start = performance.now()
      await contender.run()
      const durationMs = performance.now() - start
      if (round >= 0) took[contender.name].push(durationMs)
    }
  }
  return took
}
