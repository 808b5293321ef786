/** An environment in which a test lets a daemon be started, by `run`, `record` and the like. */
import { onTestFinished } from 'vitest'
import { type TestEnv, testEnv } from './test-env.ts'

/** The daemon would outlive the test: it is stopped at its end. */
export function backgroundEnv(): TestEnv {
  const env = testEnv()
  onTestFinished(async () => {
    await env.run('daemon', 'stop')
  })
  return env
}
