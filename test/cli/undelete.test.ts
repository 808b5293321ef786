import { mkdirSync, rmSync, statSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

let env: TestEnv
beforeEach(async () => {
  env = testEnv()
  for (const name of ['a', 'b', 'c']) env.write(`d/one/${name}`, `${name}\n`)
  env.write('d/two/x', 'x\n', 0o600)
  env.write('moved', 'm\n')
  mkdirSync(env.path('d/empty'))
  await env.snapshot()
})

/** Deletes `d` as one act that is recorded in two snapshots. */
async function deleteInTwo(): Promise<string> {
  env.remove('d/one')
  const first = await env.snapshot()
  rmSync(env.path('d'), { recursive: true })
  await env.snapshot()
  return first
}

test('undelete brings back all of a burst, also where it lies in several snapshots, and says how to undo that', async () => {
  await deleteInTwo()
  expect((await env.run('undelete', 'd', '--dry-run')).stdout).toContain('Would bring back 5 paths')
  expect(env.exists('d')).toBe(false)
  const { stdout, exitCode } = await env.run('undelete', 'd')
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(
    /Brought back 5 paths, deleted .* in 2 snapshots by unattributed\.\nUndo: /,
  )
  for (const name of ['a', 'b', 'c']) expect(env.read(`d/one/${name}`)).toBe(`${name}\n`)
  expect(statSync(env.path('d/two/x')).mode & 0o777).toBe(0o600)
  expect(statSync(env.path('d/empty')).isDirectory()).toBe(true)
  expect(await env.git('log', '-1', '--format=%B', 'main')).toContain('\n undelete ')
  await env.run(.../^Undo: flightrec (.*)$/m.exec(stdout)![1]!.split(' '))
  expect(env.exists('d')).toBe(false)
})

test('undelete alone lists what is missing, and leaves out what came back or was only renamed', async () => {
  await deleteInTwo()
  env.write('moved-on', env.read('moved'))
  env.remove('moved')
  await env.snapshot()
  const [burst, ...others] = jsonLines((await env.run('undelete', '--json')).stdout)
  expect(others).toEqual([])
  expect(burst).toMatchObject({ type: 'deletion', missing: 5, folder: { path: env.path('d') } })
  const command = /flightrec (undelete --at .*)/.exec((await env.run('undelete')).stdout)![1]!
  expect((await env.run(...command.split(' '))).stdout).toContain('Brought back 5 paths')
  const { stdout, stderr } = await env.run('undelete')
  expect(stdout + stderr).toBe('Nothing that was deleted is missing now.\n')
  expect((await env.run('undelete', 'd')).stderr).toContain(
    'nothing that was deleted at or below d',
  )
})

test('undelete leaves alone what stands there again, unless forced, and what was asked for no more than that', async () => {
  await deleteInTwo()
  env.write('d/one/a', 'made again\n')
  const { stderr, exitCode } = await env.run('undelete', 'd/one')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('left alone: d/one/a')
  expect(env.read('d/one/a')).toBe('made again\n')
  expect(env.read('d/one/b')).toBe('b\n')
  expect(env.exists('d/two')).toBe(false)
  expect((await env.run('undelete', 'd/one', '--force')).exitCode).toBe(0)
  expect(env.read('d/one/a')).toBe('a\n')
  expect((await env.run('undelete', '.', '--since', '1 hour ago')).exitCode).toBe(0)
  expect(env.exists('d/two/x')).toBe(true)
})

test('restore says when more of a folder went in the snapshots before', async () => {
  const first = await deleteInTwo()
  const { stderr } = await env.run('restore', first, 'd')
  const all = /^3 of 5 paths went in the snapshots before: `flightrec (.*)` gives back all$/m.exec(
    stderr,
  )!
  expect(env.exists('d/one')).toBe(false)
  await env.run(...all[1]!.split(' '))
  expect(env.read('d/one/a')).toBe('a\n')
  expect((await env.run('restore', 'latest', 'd')).stderr).not.toContain('went in the')
})
