import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestEnv } from './test-env.ts'
import { until } from './until.ts'

/** Waits until nothing is left in the spool but what was refused. */
export async function drained(env: TestEnv): Promise<void> {
  const waiting = () =>
    ['new', 'taken'].flatMap((name) => readdirSync(join(env.home, 'spool', name)))
  await until('the spool is taken in', () => waiting().length === 0, waiting)
}
