import { randomBytes } from 'node:crypto'
import { appendFileSync, closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { expect, test } from 'vitest'
import { repoSize } from '../../../src/git/upkeep/repo-size.ts'
import { GrowthWatch } from '../../../src/record/prune/maintenance-policy.ts'
import { testEnv } from '../../helpers/test-env.ts'

const MIB = 1024 ** 2
const env = testEnv()

/** A mebibyte that hardly compresses. */
function lines(): string {
  return `${randomBytes((3 * MIB) / 4).toString('base64')}\n`
}

test('a log that goes on and a database that changes in place cost what is new in them, not all of them again and again', async () => {
  env.write('a.log', '')
  env.write('b.db', randomBytes(8 * MIB))
  await env.snapshot()
  const growth = new GrowthWatch()
  const gitDir = env.gitDir()
  const steps = 14
  let largest = 0
  let written = 8 * MIB
  for (let step = 0; step < steps; step += 1) {
    appendFileSync(env.path('a.log'), lines())
    const fd = openSync(env.path('b.db'), 'r+')
    writeSync(fd, randomBytes(4096), 0, 4096, (step * 300_000) % (8 * MIB))
    closeSync(fd)
    written += MIB + 4096
    await env.snapshot()
    largest = Math.max(largest, repoSize(gitDir).totalBytes)
    await growth.tidy(gitDir)
  }
  // Whole versions of both would be some 210 MiB by now.
  expect(largest).toBeLessThan(2 * written + 96 * MIB)
  const { totalBytes } = repoSize(gitDir)
  expect(totalBytes).toBeLessThan(2 * written + 64 * MIB)
  expect((await env.run('verify')).exitCode).toBe(0)
  const shown = await env.run('show', 'latest:b.db')
  expect(Buffer.from(shown.stdoutBytes).equals(readFileSync(env.path('b.db')))).toBe(true)
}, 240_000)
