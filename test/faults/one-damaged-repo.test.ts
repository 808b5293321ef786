/** A shadow repo that cannot be opened costs its own root, and nothing else in the home. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

/** Two recorded roots; the repo of the first is damaged. */
async function twoRoots(): Promise<{ env: TestEnv; bad: string; good: string; repo: string }> {
  const env = testEnv()
  const [bad, good] = ['bad', 'good'].map((name) => join(env.root, '..', name)) as [string, string]
  for (const folder of [bad, good]) {
    mkdirSync(folder)
    writeFileSync(join(folder, 'f'), 'one\n')
  }
  await env.run('watch', '--once', '--root', bad, '--root', good)
  const repo = join(env.home, 'repos/bad')
  writeFileSync(join(repo, 'config'), '[core\n')
  return { env, bad, good, repo }
}

test('the other roots are read and recorded on, and the damage is told', async () => {
  const { env, good } = await twoRoots()
  const within = (...args: string[]) => env.runWith({ cwd: good }, ...args)
  for (const args of [['log'], ['show'], ['diff'], ['blame', 'f'], ['snapshot']])
    expect(await within(...args)).toMatchObject({ exitCode: 0 })
  for (const [args, exitCode] of [
    [['status'], 1],
    [['repos'], 0],
    [['gc'], 1],
  ] as const) {
    const ended = await within(...args)
    expect(ended.exitCode).toBe(exitCode)
    expect(ended.stderr).toContain('repos/bad/config is not that of a shadow repo')
    expect(ended.stdout).toContain('good')
  }
})

test.each(['config', 'no config'])(
  'its own root gets an error and no second repo: %s',
  async (what) => {
    const { env, bad, repo } = await twoRoots()
    if (what === 'no config') rmSync(join(repo, 'config'))
    for (const args of [['log'], ['snapshot'], ['status', '--root', bad]]) {
      const { exitCode, stderr } = await env.runWith({ cwd: bad }, ...args)
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('flightrec doctor --fix')])
    }
    expect(readdirSync(join(env.home, 'repos')).sort()).toEqual(['bad', 'good'])
    await env.run('doctor', '--fix')
    expect((await env.runWith({ cwd: bad }, 'log')).exitCode).toBe(0)
  },
)

test('a watch of both says which it does not record', async () => {
  const { env, bad, good } = await twoRoots()
  const watch = env.start('watch', bad, good)
  await watch.says(/^recording \S*good/m)
  expect(watch.stderr).toMatch(/bad is not recorded: .*doctor --fix/)
  await watch.stop()
})
