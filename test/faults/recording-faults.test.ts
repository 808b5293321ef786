/** A recording that is overrun, cut short or killed: what it saw is there, what it missed is a gap. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import {
  canLowerInotify,
  canOverrunInotify,
  overrunInotify,
  withLimit,
} from '../helpers/inotify.ts'
import type { RunningProcess } from '../helpers/processes.ts'
import { removeTree } from '../helpers/remove-tree.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

async function startWatch(env: TestEnv, within: string[] = []): Promise<RunningProcess> {
  const watch = env.startWith({ within }, 'watch')
  await watch.says(/recording .*project/)
  return watch
}

test.runIf(canOverrunInotify)(
  'after an overflow everything is recorded, and a gap told',
  async () => {
    const env = testEnv()
    env.mkdir('folder')
    const watch = await startWatch(env)
    watch.signal('SIGSTOP')
    overrunInotify(env.path('folder'))
    for (let n = 0; n < 300; n += 1) env.write(`folder/${n}`, String(n))
    env.write('late/below/file', '1')
    watch.signal('SIGCONT')
    await watch.says(/gap of \d+ s — more changes at once than the system reports/)
    const names = await env.git('ls-tree', '-r', '--name-only', 'main')
    expect(names.trimEnd().split('\n')).toHaveLength(303)
    env.write('late/below/another', '1')
    await watch.says(/\+ late\/below\/another/)
    await watch.stop('SIGTERM')
  },
)

test.runIf(canLowerInotify)('beyond the watch limit, scans find what watches cannot', async () => {
  const env = testEnv()
  env.config('[daemon]\ninterval_seconds = 1\n')
  for (let n = 0; n < 60; n += 1) env.mkdir(`folder-${n}`)
  const watch = await startWatch(env, withLimit('max_inotify_watches', 20))
  await watch.says(/gap of \d+ s — the limit of watched folders was reached/)
  for (let n = 0; n < 60; n += 1) env.write(`folder-${n}/file`, String(n))
  const all = async () => (await env.git('ls-tree', '-r', '--name-only', 'main')).split('\n')
  await until('all are recorded', async () => (await all()).length === 61)
  expect((await env.run('daemon', 'status')).stdout).toContain('with regular scans')
  expect(watch.stdout.match(/gap of/g)).toHaveLength(1)
  await watch.stop('SIGTERM')
})

test('killed again and again, nothing that was acknowledged is lost', async () => {
  const env = testEnv()
  const acknowledged: string[] = []
  for (let round = 0; round < 10; round += 1) {
    const watch = env.start('watch')
    env.write(`round-${round}`, 'x'.repeat(round))
    if (round % 2 === 0) await watch.says(/recording .*project/)
    if ((await env.run('snapshot')).exitCode === 0) acknowledged.push(`round-${round}`)
    env.write(`after-${round}`, 'y'.repeat(round))
    await sleep(Math.random() * 150)
    await watch.stop('SIGKILL')
  }
  expect((await env.run('snapshot')).exitCode).toBe(0)
  const names = (await env.git('log', '--format=', '--name-only', 'main')).split('\n')
  expect(names).toEqual(expect.arrayContaining(acknowledged))
  expect(acknowledged.length).toBeGreaterThan(7)
  expect(await env.git('fsck', '--strict', '--no-dangling')).toBe('')
})

test('a removed shadow repo does not end a watch, and is told', async () => {
  const env = testEnv()
  const watch = await startWatch(env)
  removeTree(env.gitDir())
  env.write('a', '1')
  await watch.says(/warning: cannot record/)
  const { exitCode } = await watch.stop('SIGINT')
  expect([0, 1]).toContain(exitCode)
})

test('a removed home ends a watch, which says why and makes no half of one anew', async () => {
  const env = testEnv()
  const watch = await startWatch(env)
  removeTree(env.home)
  env.write('a', '1')
  const { exitCode, stderr } = await watch.ended()
  expect(exitCode).not.toBe(0)
  expect(stderr.toString()).toContain(env.home)
  expect(env.hasHome()).toBe(false)
})
