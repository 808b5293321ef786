/** A file too large to be read at once: its size is recorded with all others, its hash when it is known. */
import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, truncateSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

/** Whether a process is a worker that `parent` has started. */
function isHashing(pid: string, parent: number): boolean {
  try {
    const isBelow = new RegExp(`\\) \\w ${parent} `).test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return isBelow && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('capture-worker')
  } catch {
    // It is no process, or has ended.
    return false
  }
}

const meta = (env: TestEnv) => env.git('show', 'refs/flightrec/meta:entries').catch(() => '')

test('a sparse file of 40 GiB holds up no file beside it, no snapshot and no stop', async () => {
  const env = testEnv()
  env.config('')
  env.write('beside', '1')
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  env.write('disk.img', '')
  truncateSync(env.path('disk.img'), 40 * 1024 ** 3)
  await until('the size', async () => (await meta(env)).includes('disk.img'))
  expect(await meta(env)).toBe('{"name":"disk.img","kind":"large","size":42949672960}\n')
  env.write('beside', '2')
  expect((await env.run('snapshot')).exitCode).toBe(0)
  expect(await env.git('show', 'main:beside')).toBe('2')
  expect((await watch.stop()).exitCode).toBe(0)
  expect((await env.run('diff')).exitCode).toBe(0)
  expect((await env.run('verify')).exitCode).toBe(0)
})

test.runIf(process.platform === 'linux')(
  'what hashes a large file ends with the watch, so that nothing of it stays behind',
  async () => {
    const env = testEnv()
    env.config('')
    env.write('disk.img', '')
    truncateSync(env.path('disk.img'), 40 * 1024 ** 3)
    const watch = env.start('watch', env.root)
    await watch.says(/^recording/m)
    const hashing = () => readdirSync('/proc').filter((pid) => isHashing(pid, watch.pid))
    await until('a process that hashes', () => hashing().length === 1)
    const [pid] = hashing()
    expect((await watch.stop()).exitCode).toBe(0)
    expect(readdirSync('/proc')).not.toContain(pid)
  },
)

test('the hash of a large file comes when it is read, and is no change of it', async () => {
  const env = testEnv()
  env.config('')
  env.write('disk.img', 'x')
  truncateSync(env.path('disk.img'), 513 * 1024 ** 2)
  const watch = env.start('watch', env.root)
  await until('the hash', async () => (await meta(env)).includes('"sha256"'))
  const hash = createHash('sha256')
  for await (const piece of createReadStream(env.path('disk.img'))) hash.update(piece as Buffer)
  expect(await meta(env)).toContain(`"sha256":"${hash.digest('hex')}"`)
  expect((await env.run('diff', 'latest~1', 'latest')).stdout).toBe('')
  expect((await watch.stop()).exitCode).toBe(0)
  expect((await env.run('show', 'latest~1')).stdout).toContain('not hashed yet')
})
