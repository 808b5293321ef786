/** The background process: its life, its death, and who may write beside it. */
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

let envs: TestEnv[] = []

function daemonEnv(): TestEnv {
  const env = testEnv()
  envs.push(env)
  return env
}

/** Ends daemons that a test has left, by their process ids. */
afterEach(async () => {
  for (const env of envs) {
    const pid = await daemonPid(env)
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  }
  envs = []
})

async function daemonPid(env: TestEnv): Promise<number | undefined> {
  const { stdout } = await env.run('daemon', 'status', '--json')
  return stdout === '' ? undefined : (JSON.parse(stdout) as { pid?: number }).pid
}

async function recorded(env: TestEnv, name: string): Promise<void> {
  const has = async () =>
    (await env.git('log', '--all', '--format=', '--name-only')).split('\n').includes(name)
  await until(`${name} is recorded`, has)
  expect(await env.git('ls-tree', '-r', '--name-only', 'main')).toContain(name)
}

test('start with several roots waits for the last of them, and warns of none', async () => {
  const env = daemonEnv()
  const roots = ['one', 'two', 'three', 'four'].map((name) => join(env.base, name))
  for (const root of roots) {
    mkdirSync(root)
    writeFileSync(join(root, 'a.txt'), 'a')
  }
  expect((await env.run('daemon', 'start', ...roots)).shown).toMatch(
    /^recording in the background \(process <pid>\)\n$/,
  )
})

test('start, status, snapshot, stop', async () => {
  const env = daemonEnv()
  expect((await env.run('daemon', 'start')).shown).toMatch(
    /^recording in the background \(process <pid>\)\n$/,
  )
  expect((await env.run('daemon', 'status')).shown).toMatch(/<root>: recording \(native\)/)
  expect((await env.run('daemon', 'start')).shown).toBe('process <pid> records already\n')
  env.write('a', '1')
  await recorded(env, 'a')
  env.write('b', '1')
  expect((await env.run('snapshot')).exitCode).toBe(0)
  expect(await env.git('ls-tree', '--name-only', 'main')).toBe('a\nb\n')
  expect((await env.run('daemon', 'stop')).shown).toBe('stopped process <pid>\n')
  expect(readdirSync(join(env.home, 'run'))).toEqual([])
  expect((await env.run('daemon', 'stop')).shown).toBe('nothing is recording\n')
  expect((await env.run('daemon', 'status')).exitCode).toBe(12)
})

test('a configured root that is not there keeps the daemon from no other, and is recorded once it is', async () => {
  const env = daemonEnv()
  const late = join(env.base, 'late')
  env.config(`[watch]\nroots = ["${env.root}", "${late}"]\n`)
  const started = await env.run('daemon', 'start')
  expect(started.stderr).toContain('is not there; waiting for it')
  expect(started.exitCode).toBe(0)
  mkdirSync(late)
  writeFileSync(join(late, 'a'), '1')
  const repo = join(env.home, 'repos/late')
  await expect.poll(() => existsSync(join(repo, 'refs/heads/main'))).toBe(true)
  await env.run('daemon', 'stop')
})

test('socket, lock and log are private', async () => {
  const env = daemonEnv()
  await env.run('daemon', 'start')
  const mode = (name: string) => statSync(join(env.home, name)).mode & 0o777
  expect(['run', 'logs'].map(mode)).toEqual([0o700, 0o700])
  expect(['run/daemon.sock', 'run/lock', 'logs/daemon.log'].map(mode)).toEqual([
    0o600, 0o600, 0o600,
  ])
})

test('a killed daemon loses nothing, and the next writer takes its place', async () => {
  const env = daemonEnv()
  await env.run('daemon', 'start')
  env.write('a', '1')
  await recorded(env, 'a')
  process.kill((await daemonPid(env))!, 'SIGKILL')
  env.write('b', '1')
  expect((await env.run('snapshot')).stdout).toContain('+ b')
  expect((await env.run('daemon', 'start')).exitCode).toBe(0)
  await env.run('snapshot')
  expect(await env.git('log', '--format=%s', 'refs/flightrec/gaps')).toContain(
    'nothing was watching',
  )
  expect(await env.git('fsck', '--strict')).toBe('')
})

test('a stopped daemon is named, and not waited for without end', async () => {
  const env = daemonEnv()
  await env.run('daemon', 'start')
  const pid = (await daemonPid(env))!
  process.kill(pid, 'SIGSTOP')
  const { stderr, exitCode } = await env.run('snapshot')
  process.kill(pid, 'SIGCONT')
  expect(exitCode).toBe(12)
  expect(stderr).toContain(`the daemon (process ${pid}) does not answer`)
  expect((await env.run('snapshot')).exitCode).toBe(0)
})

test.each(['a file', 'a link'])(
  '%s in the place of the socket is in nobody’s way',
  async (what) => {
    const env = daemonEnv()
    mkdirSync(join(env.home, 'run'), { recursive: true, mode: 0o700 })
    const path = join(env.home, 'run/daemon.sock')
    env.write('precious', 'mine')
    if (what === 'a file') writeFileSync(path, 'stale')
    else symlinkSync(env.path('precious'), path)
    expect((await env.run('snapshot')).exitCode).toBe(0)
    expect((await env.run('daemon', 'start')).exitCode).toBe(0)
    expect(env.read('precious')).toBe('mine')
  },
)

test('a daemon that dies at once is reported with the last lines of its log', async () => {
  const env = daemonEnv()
  mkdirSync(join(env.home, 'run/daemon.sock'), { recursive: true, mode: 0o700 })
  const { stderr, exitCode } = await env.run('daemon', 'start')
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/the daemon ended \(exit 1\): flightrec: cannot unlink/)
})

test('a home with a very long path has a socket all the same', async () => {
  const env = daemonEnv()
  const home = join(env.base, 'x'.repeat(90), 'y'.repeat(90))
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const settings = { env: { FLIGHTREC_HOME: home } }
  expect((await env.runWith(settings, 'daemon', 'start')).exitCode).toBe(0)
  expect((await env.runWith(settings, 'daemon', 'status')).shown).toContain('recording (native)')
  expect((await env.runWith(settings, 'daemon', 'stop')).exitCode).toBe(0)
})

test.each([false, true])(
  'eight writers at once lose nothing; with a daemon: %s',
  async (isHosted) => {
    const env = daemonEnv()
    if (isHosted) await env.run('daemon', 'start')
    const results = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        env.write(`file-${n}`, String(n))
        return await env.run('snapshot', env.root)
      }),
    )
    expect(results.map(({ exitCode }) => exitCode)).toEqual(Array(8).fill(0))
    const names = await env.git('ls-tree', '--name-only', 'main')
    expect(names.trimEnd().split('\n')).toHaveLength(8)
    expect(await env.git('fsck', '--strict')).toBe('')
    const parents = await env.git('log', '--format=%P', 'main')
    expect(parents.split('\n').every((line) => !line.includes(' '))).toBe(true)
  },
)
