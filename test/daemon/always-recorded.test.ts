/** Roots that are recorded for good: a start adds to them, and only `repos forget` takes one away. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

let env: TestEnv

interface DaemonJson {
  pid?: number
  roots?: { root: string; state: string }[]
}

async function daemon(): Promise<DaemonJson> {
  const { stdout } = await env.run('daemon', 'status', '--json')
  return stdout === '' ? {} : (JSON.parse(stdout) as DaemonJson)
}

async function recordedNow(): Promise<string[]> {
  return (await daemon()).roots?.map(({ root }) => root.slice(env.base.length + 1)).sort() ?? []
}

/** A folder beside the root, with a file in it. */
function folder(name: string): string {
  const path = join(env.base, name)
  mkdirSync(path)
  writeFileSync(join(path, 'a'), '1\n')
  return path
}

afterEach(async () => {
  const { pid } = await daemon()
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
})

test('starting with another root adds it to what is recorded, and both are there after a stop, from wherever it is started', async () => {
  env = testEnv()
  const second = folder('second')
  await env.run('daemon', 'start')
  const added = await env.run('daemon', 'start', second)
  expect(added.shown).toBe(
    'process <pid> records already\nit records <base>/second too, from now on\n',
  )
  expect(await recordedNow()).toEqual(['project', 'second'])
  await env.run('daemon', 'stop')
  expect((await env.runWith({ cwd: folder('third') }, 'daemon', 'start')).exitCode).toBe(0)
  expect(await recordedNow()).toEqual(['project', 'second'])
  const { stdout } = await env.run('repos')
  expect(stdout.match(/ always$/gm)).toHaveLength(2)
})

test('a root that is gone is told, waited for, and keeps the daemon from no other, even where all are gone', async () => {
  env = testEnv()
  const second = folder('second')
  await env.run('daemon', 'start', env.root, second)
  await env.run('daemon', 'stop')
  renameSync(second, `${second}-away`)
  const started = await env.run('daemon', 'start')
  expect([started.exitCode, started.stderr]).toEqual([
    0,
    `warning: ${second}: waiting for the folder to return\n`,
  ])
  await env.run('daemon', 'stop')
  renameSync(env.root, `${env.root}-away`)
  expect((await env.runWith({ cwd: env.base }, 'daemon', 'start')).exitCode).toBe(0)
  renameSync(`${second}-away`, second)
  const isBack = async () =>
    (await env.runWith({ cwd: env.base }, 'daemon', 'status')).stdout.includes('second: recording')
  await until('the folder that returned is recorded', isBack)
  await env.runWith({ cwd: env.base }, 'daemon', 'stop')
  renameSync(`${env.root}-away`, env.root)
})

test('what is forgotten is recorded no more, now and after a start, and its record can still be read', async () => {
  env = testEnv()
  const second = folder('second')
  await env.run('daemon', 'start', env.root, second)
  await until('both are recorded', async () => (await recordedNow()).length === 2)
  expect((await env.run('repos', 'forget', 'second')).shown).toBe(
    '<base>/second is recorded no more; what was recorded is kept\n',
  )
  expect(await recordedNow()).toEqual(['project'])
  await env.run('daemon', 'restart')
  expect(await recordedNow()).toEqual(['project'])
  expect((await env.run('log', '--root', 'second', '--oneline')).stdout).toContain('first snapshot')
})

test('a record is deleted only when that is said, by whole name, and beside a daemon or without one', async () => {
  env = testEnv()
  await env.run('daemon', 'start', env.root, folder('second'))
  const repo = (name: string) => join(env.home, 'repos', name)
  await until('both have a snapshot', () =>
    ['project', 'second'].every((name) => existsSync(join(repo(name), 'refs/heads/main'))),
  )
  mkdirSync(join(env.base, 'second/within'))
  for (const vague of ['sec', join(env.base, 'second/within'), '.', '']) {
    const cwd = join(env.base, 'second/within')
    const refused = await env.runWith({ cwd }, 'repos', 'forget', vague, '--delete-record', '--yes')
    expect([vague, refused.exitCode]).toEqual([vague, 2])
  }
  const asked = await env.run('repos', 'forget', 'second', '--delete-record')
  expect([asked.exitCode, existsSync(repo('second'))]).toEqual([2, true])
  const deleted = await env.run('repos', 'forget', 'second', '--delete-record', '--yes', '--json')
  expect(JSON.parse(deleted.stdout)).toMatchObject({ type: 'forgotten', record_deleted: true })
  expect([existsSync(repo('second')), await recordedNow()]).toEqual([false, ['project']])
  await env.run('daemon', 'stop')
  await env.run('repos', 'forget', env.root, '--delete-record', '--yes')
  expect((await env.run('repos')).exitCode).toBe(10)
})

test('a root within one that is recorded is refused, and nothing changes', async () => {
  env = testEnv()
  env.mkdir('sub')
  await env.run('daemon', 'start')
  const refused = await env.run('daemon', 'start', 'sub')
  expect([refused.exitCode, await recordedNow()]).toEqual([2, ['project']])
  expect(refused.stderr).toMatch(/^flightrec: .*sub and .*project, which is recorded, overlap\n/)
  await env.run('daemon', 'stop')
  expect((await env.run('daemon', 'start', 'sub')).exitCode).toBe(2)
})

test('restart goes on with what is recorded now, in a new process and by a new config.toml', async () => {
  env = testEnv()
  const [second, third] = [folder('second'), folder('third')]
  await env.run('daemon', 'start', second)
  const before = (await daemon()).pid
  env.config(`[watch]\nroots = ["${third}"]\n`)
  expect((await env.run('daemon', 'restart')).exitCode).toBe(0)
  expect(await recordedNow()).toEqual(['second', 'third'])
  expect((await daemon()).pid).not.toBe(before)
  env.config('[watch\n')
  expect((await env.run('daemon', 'restart')).exitCode).toBe(2)
  expect(await recordedNow()).toEqual(['second', 'third'])
})

test('a watch says which roots nobody records meanwhile, and takes one on that a start adds', async () => {
  env = testEnv()
  const second = folder('second')
  await env.run('daemon', 'start', second)
  await env.run('daemon', 'stop')
  const watch = env.start('watch', env.root)
  await watch.says(/recording/)
  expect(watch.stderr).toContain(`this does not record ${second}; \`flightrec daemon start\` does`)
  const started = await env.run('daemon', 'start')
  expect(started.stderr).toMatch(/ends with its terminal/)
  await until('the watch records it too', async () => (await recordedNow()).length === 2)
  await watch.stop()
})
