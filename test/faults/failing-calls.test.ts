/** Every call that writes fails in turn: the process that records lives on, loses nothing, and gets over it. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import type { RunningProcess } from '../helpers/processes.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const PRELOAD = resolve(import.meta.dirname, '../fixtures/processes/failing-calls.cjs')
const CALLS =
  'open write writeFile fsync fdatasync rename link unlink mkdir utimes readFile readdir lstat read'.split(
    ' ',
  )

class FailingDisk {
  readonly env: TestEnv
  readonly watch: RunningProcess
  readonly #control: string

  constructor(env: TestEnv) {
    this.env = env
    this.#control = join(env.base, 'control')
    const variables = { NODE_OPTIONS: `--require ${PRELOAD}`, FAILING_CALLS: this.#control }
    this.watch = env.startWith({ env: variables }, 'watch', env.root)
  }

  /** Lets a call fail from its nth time on while `work` goes on, and until it has failed or has had its chance. */
  async failing(fault: object, work: () => Promise<void>): Promise<void> {
    const hits = `${this.#control}.hits`
    rmSync(hits, { force: true })
    writeFileSync(`${this.#control}.new`, JSON.stringify(fault))
    renameSync(`${this.#control}.new`, this.#control)
    await work()
    await expect
      .poll(() => existsSync(hits), { timeout: 1_000 })
      .toBe(true)
      .catch(() => {})
    rmSync(this.#control)
  }

  get isAlive(): boolean {
    return existsSync(`/proc/${this.watch.pid}`) && existsSync(join(this.env.home, 'run/lock'))
  }
}

/** What the journals of running sessions hold. */
function journals(env: TestEnv): string {
  const live = join(env.home, 'live')
  if (!existsSync(live)) return ''
  const files = readdirSync(live, { recursive: true, encoding: 'utf8' })
  const texts = files.filter((name) => /\/\d+\.jsonl$/.test(name))
  return texts.map((name) => readFileSync(join(live, name), 'utf8')).join('')
}

test.each(['ENOSPC', 'EIO', 'EPERM', 'EMFILE'])(
  'whichever call fails with %s, recording goes on with all files and all that hooks said once it does no more',
  { timeout: 300_000 },
  async (errno) => {
    const env = testEnv()
    env.config('')
    env.write('first', '1')
    const disk = new FailingDisk(env)
    await disk.watch.says(/^recording/m)
    for (const [n, call] of CALLS.entries()) {
      const nth = 1 + (n % 3)
      await disk.failing({ call, errno, nth }, async () => {
        env.write(`file-${n}`, call)
        const agent = new HookedAgent(env, n % 2 === 0 ? 'same' : `new-${n}`)
        await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: `prompt ${n}.` })
      })
      const recorded = () => env.git('log', '--format=', '--name-only', 'main')
      await expect.poll(recorded, { timeout: 60_000 }).toMatch(new RegExp(`^file-${n}$`, 'm'))
      await expect.poll(() => journals(env), { timeout: 60_000 }).toContain(`prompt ${n}.`)
      expect(disk.isAlive).toBe(true)
    }
    expect(existsSync(join(env.home, 'logs/restarts.jsonl'))).toBe(false)
    expect(readdirSync(join(env.home, 'spool/bad'))).toEqual([])
    expect((await disk.watch.stop()).exitCode).toBe(0)
    expect((await env.run('verify')).exitCode).toBe(0)
  },
)

test('a defect that nobody caught costs a gap: recording begins anew in the same process, and status and doctor tell', async () => {
  const env = testEnv()
  env.config('')
  env.write('first', '1')
  const disk = new FailingDisk(env)
  await disk.watch.says(/^recording/m)
  await disk.failing({ call: 'rename', defect: 'planted' }, async () => env.write('second', '2'))
  await disk.watch.says(/TypeError: planted(?:.|\n)*begins anew(?:.|\n)*recording/)
  env.write('third', '3')
  const recorded = () => env.git('ls-tree', '--name-only', 'main')
  await expect.poll(recorded, { timeout: 20_000 }).toBe('first\nsecond\nthird\n')
  expect(disk.isAlive).toBe(true)
  expect(await env.git('log', '--format=%s', 'refs/flightrec/gaps')).toContain(
    'nothing was watching',
  )
  const told = 'recording began anew after 1 error in a week'
  expect((await env.run('status')).stderr).toContain(told)
  expect((await env.run('daemon', 'status')).stderr).toContain(told)
  expect((await env.run('doctor')).stdout).toContain(`${told}, the last at`)
  expect((await disk.watch.stop()).exitCode).toBe(0)
})

test('a defect that comes again and again ends recording, and says so', {
  timeout: 120_000,
}, async () => {
  const env = testEnv()
  env.config('')
  env.write('first', '1')
  const disk = new FailingDisk(env)
  await disk.watch.says(/^recording/m)
  const ended = disk.watch.ended()
  for (let n = 0; disk.isAlive; n += 1) {
    await disk.failing({ call: 'rename', defect: `planted ${n}` }, async () =>
      env.write('second', `${n}`),
    )
  }
  const { exitCode, stderr } = await ended
  expect(exitCode).toBe(70)
  expect(stderr.toString().match(/begins anew/g)!.length).toBeGreaterThanOrEqual(6)
  expect((await env.run('snapshot')).exitCode).toBe(0)
  expect((await env.run('verify')).exitCode).toBe(0)
})
