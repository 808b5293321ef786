import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { repoSize } from '../../src/git/upkeep/repo-size.ts'
import { testEnv } from '../helpers/test-env.ts'

const MIB = 1024 ** 2

test('gc beside a recorder frees at once what it drops: the recorder stands still for a moment, so that nothing is in flight', async () => {
  const env = testEnv()
  env.write('a', 'first')
  const watch = env.start('watch')
  await watch.says(/recording/)
  for (let n = 0; n < 4; n += 1) {
    env.write('large', randomBytes(2 * MIB))
    await env.snapshot()
  }
  expect(repoSize(env.gitDir()).totalBytes).toBeGreaterThan(8 * MIB)
  expect((await env.run('gc', '--max-size', '1')).exitCode).toBe(0)
  expect(repoSize(env.gitDir()).totalBytes).toBeLessThan(3 * MIB)
  env.write('a', 'last')
  await env.snapshot()
  expect((await env.run('verify')).exitCode).toBe(0)
  expect((await env.run('show', 'latest:a')).stdout).toBe('last')
  await watch.stop()
})

test('a record beyond its budget is told by status and doctor, with what costs most', async () => {
  const env = testEnv()
  env.config('[snapshot]\nmax_store_size = "1 MiB"\n')
  env.write('large.bin', randomBytes(2 * MIB))
  await env.snapshot()
  for (const verb of ['status', 'doctor']) {
    const { stdout, stderr } = await env.run(verb)
    expect(stdout + stderr).toMatch(/more than snapshot.max_store_size .* taken by large.bin/)
    expect(stdout + stderr).toContain('flightrec gc --max-size 1MiB')
  }
})
