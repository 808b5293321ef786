/** Which root a command speaks of, above all where the current folder is not recorded. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { runProcess } from '../helpers/processes.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const PROGRAM = resolve(import.meta.dirname, '../../dist/main.js')

/** A root with two snapshots, `one` and `two` in its file a, and a folder that is not recorded. */
async function withStrangeFolder(): Promise<{ env: TestEnv; strange: string }> {
  const env = testEnv()
  env.write('a', 'one\n')
  await env.snapshot()
  env.write('a', 'two\n')
  await env.snapshot()
  const strange = join(env.base, 'strange')
  mkdirSync(strange)
  return { env, strange }
}

const WRITING = [
  ['restore', 'latest~1'],
  ['restore', 'latest~1', '--dry-run'],
  ['undo', 'latest'],
  ['undo', 'latest', '--dry-run'],
  ['snapshot'],
  ['snapshot', '-m', 'here'],
  ['report', '--regenerate'],
  ['git', '--', 'checkout', 'main~1', '--', '.'],
]

test('no command that writes touches a root that one neither names nor stands in, since it may be another person’s work', async () => {
  const { env, strange } = await withStrangeFolder()
  const before = await env.latest()
  for (const args of WRITING) {
    const { stdout, stderr, exitCode } = await env.runWith({ cwd: strange }, ...args)
    expect([args.join(' '), exitCode, stdout]).toEqual([args.join(' '), 2, ''])
    expect(stderr).toContain('strange is not recorded; what is: project (')
    expect(stderr).toContain('`--root project`')
  }
  expect([env.read('a'), await env.latest()]).toEqual(['two\n', before])
  const named = await env.runWith({ cwd: strange }, 'restore', 'latest~1', '--root', 'project')
  expect([named.exitCode, env.read('a')]).toEqual([0, 'one\n'])
})

test('a command that reads says whose record it shows where the current folder is not recorded, and nothing amid JSON', async () => {
  const { env, strange } = await withStrangeFolder()
  const reading = [['log'], ['diff'], ['show'], ['replay'], ['blame', 'a'], ['report']]
  for (const args of reading) {
    for (const json of [[], ['--json']]) {
      const elsewhere = await env.runWith({ cwd: strange }, ...args, ...json)
      const here = await env.run(...args, ...json)
      expect(env.normalise(elsewhere.stdout)).toBe(env.normalise(here.stdout))
      expect([elsewhere.exitCode, here.stderr]).toEqual([0, ''])
      expect(elsewhere.stderr).toBe(
        `this folder is not recorded; this is the record of ${env.root} (--root project)\n`,
      )
      expect((await env.runWith({ cwd: strange }, ...args, '--root', 'project')).stderr).toBe('')
    }
  }
})

test('snapshot takes one of the root around the current folder only, whatever else is recorded', async () => {
  const { env, strange } = await withStrangeFolder()
  const watch = env.start('watch', strange)
  await watch.says(/recording/)
  env.write('a', 'three\n')
  const { stdout } = await env.run('snapshot')
  expect(stdout).toContain('~ a')
  expect(stdout).not.toContain('repos/strange')
  await watch.stop()
})

test('restore --to reads any root, since it writes to the folder it is given alone', async () => {
  const { env, strange } = await withStrangeFolder()
  const result = await env.runWith({ cwd: strange }, 'restore', 'latest~1', '--to', 'copy')
  expect(result.stderr).toContain('this is the record of')
  expect([result.exitCode, readFileSync(join(strange, 'copy/a'), 'utf8')]).toEqual([0, 'one\n'])
  expect(env.read('a')).toBe('two\n')
})

test.runIf(existsSync('/proc/self/cwd'))(
  'who stands in a folder that is gone stands in its root still, when the system tells where it was',
  async () => {
    const { env } = await withStrangeFolder()
    env.write('deep/b', '1\n')
    await env.snapshot()
    const argv = ['cd deep && rm -r ../deep && exec "$@"', 'sh', process.execPath, PROGRAM]
    const restored = await runProcess(['sh', '-c', ...argv, 'restore', 'latest'], {
      cwd: env.root,
      env: { PATH: process.env.PATH!, HOME: env.userHome, FLIGHTREC_HOME: env.home },
    })
    expect(restored.stderr.toString()).toBe('')
    expect(env.read('deep/b')).toBe('1\n')
  },
)

test('in a root within a root the inner one is meant, and through a link the one it leads to', async () => {
  const { env, strange } = await withStrangeFolder()
  env.write('inner/c', '1\n')
  await env.run('watch', '--once', 'inner')
  env.write('inner/c', '2\n')
  env.write('a', 'three\n')
  const { stdout } = await env.runWith({ cwd: env.path('inner') }, 'snapshot')
  expect(stdout).toContain('~ c')
  expect(stdout).not.toContain('~ a')
  symlinkSync(env.path('inner'), join(strange, 'link'))
  const linked = await env.runWith({ cwd: strange }, 'restore', 'latest~1', '--root', 'link')
  expect([linked.exitCode, env.read('inner/c'), env.read('a')]).toEqual([0, '1\n', 'three\n'])
})

test('a folder that was moved is told how its record follows, rather than another one written to', async () => {
  const { env } = await withStrangeFolder()
  const moved = join(env.base, 'moved')
  renameSync(env.root, moved)
  const { stderr, exitCode } = await env.runWith({ cwd: moved }, 'restore', 'latest~1')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('`flightrec doctor --fix --root project --moved-to .`')
  const mended = await env.runWith(
    { cwd: moved },
    ...'doctor --fix --root project --moved-to .'.split(' '),
  )
  expect(mended.exitCode).toBe(0)
  expect((await env.runWith({ cwd: moved }, 'restore', 'latest~1')).exitCode).toBe(0)
})

test('stop ends the session of another root only when it is named', async () => {
  const { env, strange } = await withStrangeFolder()
  const id = (await env.run('start', '--agent', 'my-bot')).stdout.trim()
  const refused = await env.runWith({ cwd: strange }, 'stop')
  expect(refused.exitCode).not.toBe(0)
  expect(refused.stderr).toContain(`elsewhere: ${id} (${env.root})`)
  expect((await env.runWith({ cwd: strange }, 'stop', '--root', 'project')).exitCode).toBe(0)
})

test('an absolute path names its root wherever one stands; paths of two roots name none', async () => {
  const { env, strange } = await withStrangeFolder()
  const place = { cwd: strange }
  expect((await env.runWith(place, 'restore', 'latest~1', env.path('a'))).exitCode).toBe(0)
  const other = join(env.base, 'other')
  mkdirSync(other)
  writeFileSync(join(other, 'o'), '1')
  await env.run('snapshot', other)
  const both = [env.path('a'), join(other, 'o')]
  const refused = await env.runWith(place, 'restore', 'latest', ...both)
  expect(refused.exitCode).toBe(2)
  expect(refused.stderr).toContain('--root')
})
