import { expect, test } from 'vitest'
import { testEnv } from '../helpers/test-env.ts'

test('a folder of a recorded one gets a timeline of its own only with a warning, and only the first time', async () => {
  const env = testEnv()
  env.write('inner/a.txt', 'one\n')
  await env.snapshot()
  const [first, again] = [
    await env.run('watch', '--once', 'inner'),
    await env.run('watch', '--once', 'inner'),
  ]
  expect(first.stderr).toMatch(
    /^warning: .*inner lies in .*project, which is recorded: from now on/,
  )
  expect(again.stderr).toBe('')
})

test('a root that is recorded may be named as the commands that read name it', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  env.write('a.txt', 'two\n')
  const { stdout } = await env.runWith({ cwd: env.base }, 'snapshot', '--root', 'project')
  expect(stdout).toContain('~ a.txt')
})

test('snapshot in a subfolder records the folder around it, not a new root within', async () => {
  const env = testEnv()
  env.write('src/a', 'one\n')
  await env.snapshot()
  env.write('src/a', 'two\n')
  const { shown } = await env.runWith({ cwd: env.path('src') }, 'snapshot')
  expect(shown).toMatchInlineSnapshot(`
    "[<time>] snapshot <snapshot-2> — 1 file → <home>/repos/project
      1 change:
        ~ src/a
    "
  `)
  expect((await env.run('repos')).stdout.trim().split('\n')).toHaveLength(1)
})

test('a flightrec home within the root is no part of what is recorded, nor of what differs', async () => {
  const env = testEnv()
  const settings = { env: { FLIGHTREC_HOME: env.path('.flightrec') } }
  env.write('a', 'one\n')
  await env.runWith(settings, 'watch', '--once')
  env.write('b', 'two\n')
  const { stdout } = await env.runWith(settings, 'diff', '--stat')
  expect(stdout).toBe(' b |    1 +\n 1 path changed, 1 insertion(+)\n')
  const { stdout: names } = await env.runWith(settings, 'git', '--', 'ls-files')
  expect(names).toBe('a\n')
})
