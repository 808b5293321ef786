/** The home goes away under the process that records: it ends, and leaves no half of a home behind. */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testEnv } from '../helpers/test-env.ts'

test.each(['removed', 'moved'])(
  'a home that was %s ends recording with a word, and nothing of it is made anew',
  async (what) => {
    const env = testEnv()
    env.config('')
    env.write('a', '1')
    const watch = env.start('watch', env.root)
    await watch.says(/^recording/m)
    if (what === 'removed') rmSync(env.home, { recursive: true })
    else renameSync(env.home, `${env.home}-elsewhere`)
    env.write('a', '2')
    const { exitCode, stderr } = await watch.ended()
    expect([exitCode, stderr.toString()]).toEqual([
      1,
      expect.stringContaining('the flightrec home was removed or moved'),
    ])
    expect(existsSync(env.home)).toBe(false)
  },
)

test('a new home in the place of the one that was moved is written by its own process alone', async () => {
  const env = testEnv()
  env.config('')
  env.write('a', '1')
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  watch.signal('SIGSTOP')
  renameSync(env.home, `${env.home}-elsewhere`)
  env.write('a', '2')
  const next = env.start('watch', env.root)
  await next.says(/^recording/m)
  watch.signal('SIGCONT')
  env.write('a', '3')
  expect((await watch.ended()).exitCode).toBe(1)
  expect(readdirSync(join(env.home, 'run')).sort()).toEqual(['daemon.sock', 'lock'])
  expect((await env.run('snapshot')).exitCode).toBe(0)
  expect((await next.stop()).exitCode).toBe(0)
  expect(await env.git('show', 'main:a')).toBe('3')
  expect((await env.run('verify')).exitCode).toBe(0)
})
