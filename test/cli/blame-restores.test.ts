import { expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

interface LineJson {
  type: string
  text: string
  snapshot_id: string
  brought_back_in: string | null
}

/** Each line of a file with the snapshot that is blamed for it, as it is called in `names`. */
async function blamed(env: TestEnv, names: Record<string, string>, path = 'f'): Promise<string[]> {
  const called = new Map(Object.entries(names).map(([name, id]) => [id, name]))
  const lines = jsonLines<LineJson>((await env.run('blame', path, '--json')).stdout)
  return lines
    .filter(({ type }) => type === 'line')
    .map(({ text, snapshot_id: id, brought_back_in: back }) => {
      return `${text} ${called.get(id) ?? id}${back === null ? '' : ' again'}`
    })
}

async function written(env: TestEnv, ...lines: string[]): Promise<string> {
  env.write('f', lines.map((line) => `${line}\n`).join(''))
  return await env.snapshot()
}

test('a line that a restore or an undo brought back is its writer’s, and what came later stays whose it is', async () => {
  const env = testEnv()
  const one = await written(env, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
  const two = await written(env, 'a', 'b', 'c', 'd', 'E', 'f', 'g', 'h')
  const bad = await written(env, 'a', 'x', 'c', 'd', 'E', 'f', 'g', 'h')
  const late = await written(env, 'a', 'x', 'c', 'd', 'E', 'f', 'g', 'late')
  expect((await env.run('undo', bad)).exitCode).toBe(0)
  const names = { one, two, bad, late }
  const whose = ['a one', 'b one again', 'c one', 'd one', 'E two', 'f one', 'g one', 'late late']
  expect(await blamed(env, names)).toEqual(whose)

  // Gone, and back as a whole.
  const before = await env.latest()
  env.remove('f')
  await env.snapshot()
  expect((await env.run('restore', before, 'f')).exitCode).toBe(0)
  const again = (await blamed(env, names)).map((line) => line.replace(' again', ''))
  expect(again).toEqual(whose.map((line) => line.replace(' again', '')))

  // The undo of an undo brings back what that one had taken.
  const undone = await env.latest()
  await env.run('undo', undone)
  expect(env.exists('f')).toBe(false)
  await env.run('undo', 'latest')
  expect((await blamed(env, names)).map((line) => line.replace(' again', ''))).toEqual(again)
})

test('what a restore wrote that was nowhere before is its own', async () => {
  const env = testEnv()
  await written(env, 'a', 'b', 'c')
  const two = await written(env, 'a', 'x', 'c')
  await written(env, 'a', 'y', 'c')
  const conflict = await env.run('undo', two, '--conflicts')
  expect(conflict.exitCode).toBe(3)
  const after = await env.latest()
  const names = { after }
  const marked = await blamed(env, names, 'f.undo-conflict')
  expect(
    marked.filter((line) => /^(?:<|=|>)/.test(line)).every((line) => / after$/.test(line)),
  ).toBe(true)
  expect(marked.length).toBeGreaterThan(3)
})
