/** What is not recorded is shown as soon as that is known, and not only once a watch can record it. */
import { renameSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

interface GapJson {
  type: string
  reason: string
  from: string
  open?: boolean
}

interface StatusJson {
  repos: { gaps: number; last_gap: GapJson | null; open_gaps: GapJson[]; watching: unknown }[]
}

async function statusOf(env: TestEnv) {
  const [status] = jsonLines<StatusJson>(await env.runWith({ cwd: env.base }, 'status', '--json'))
  return status!.repos[0]!
}

async function gapsInLog(env: TestEnv): Promise<GapJson[]> {
  const args = ['log', '--json', '--root', 'project']
  return jsonLines<GapJson>(await env.runWith({ cwd: env.base }, ...args)).filter(
    ({ type }) => type === 'gap',
  )
}

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'after a watch that was ended by %s, status and log say since when nothing watches, at once',
  async (signal) => {
    const env = testEnv()
    env.write('a', '1\n')
    const watch = env.start('watch', '.')
    await watch.says(/recording/)
    expect((await statusOf(env)).open_gaps).toEqual([])
    watch.signal(signal)
    await watch.ended()
    const { gaps, last_gap, open_gaps, watching } = await statusOf(env)
    expect([gaps, watching]).toEqual([1, null])
    expect(last_gap).toMatchObject({ reason: 'downtime', open: true })
    expect(open_gaps).toHaveLength(1)
    expect(await gapsInLog(env)).toMatchObject([
      { reason: 'downtime', open: true, from: last_gap!.from },
    ])
    expect((await env.run('status')).stdout).toMatch(/watched +no, not since .*\n.*\n/)
    const [newest] = (await env.run('log', '--oneline')).stdout.split('\n')
    expect(newest).toMatch(/^gap .* → now {2}nothing was watching$/)
    const doctor = await env.run('doctor')
    if (signal === 'SIGKILL') expect(doctor.stdout).toContain('nothing watches it since')
    else expect(doctor.exitCode).toBe(0)
  },
)

test('a log of the past, of some paths or of somebody has no gap that goes on now', async () => {
  const env = testEnv()
  env.write('a', '1\n')
  const watch = env.start('watch', '.')
  await watch.says(/recording/)
  await watch.stop()
  for (const args of [['latest'], ['--until', '1 hour ago'], ['--agent', 'x'], ['--', 'a']]) {
    expect((await env.run('log', ...args)).stdout).not.toContain('gap')
  }
  const oldest = (await env.run('log', '--oneline', '--reverse')).stdout.trim().split('\n')
  expect(oldest.at(-1)).toContain('nothing was watching')
})

test('a folder that is not there is a gap while it is away, which a kill does not undo', async () => {
  const env = testEnv()
  env.write('a', '1\n')
  const watch = env.start('watch', '.')
  await watch.says(/recording/)
  renameSync(env.root, `${env.root}-away`)
  const isTold = async () =>
    (await statusOf(env)).open_gaps.some((gap) => gap.reason === 'root-missing')
  await until('status knows that the folder is not there', isTold)
  const { from } = (await statusOf(env)).open_gaps[0]!
  watch.signal('SIGKILL')
  await watch.ended()
  expect((await gapsInLog(env)).map(({ reason }) => reason).sort()).toEqual([
    'downtime',
    'root-missing',
  ])
  renameSync(`${env.root}-away`, env.root)
  const again = env.start('watch', env.root)
  await again.says(/recording/)
  const recorded = await gapsInLog(env)
  expect(recorded.map(({ open }) => open)).toEqual([undefined, undefined])
  expect(recorded.find(({ reason }) => reason === 'root-missing')!.from).toBe(from)
  expect((await statusOf(env)).open_gaps).toEqual([])
  await again.stop()
})
