import { expect, test } from 'vitest'
import type { ActAnswer } from '../../src/web/api/act-routes.ts'
import { ServedView } from '../helpers/browser.ts'
import { PageClient } from '../helpers/page-client.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

interface Asked {
  act: string
  what: string
  files?: string
  plan?: string
}

async function served(options: readonly string[] = []) {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  env.write('b.txt', 'one\n')
  await env.snapshot()
  env.write('a.txt', 'two\n')
  env.remove('b.txt')
  const changed = await env.snapshot()
  const client = await PageClient.enter(await ServedView.start(env, options))
  const ask = async (verb: 'plan' | 'run', asked: Asked) => {
    const response = await client.post(`/api/acts/${verb}`, { root: env.root, ...asked })
    return { status: response.status, answer: (await response.json()) as ActAnswer }
  }
  return { env, client, changed, ask }
}

test('an undo is planned, writes nothing by that, and is then carried out with its own undo', async () => {
  const { env, changed, ask } = await served()
  const undo = { act: 'undo', what: changed }
  const { answer: plan } = await ask('plan', undo)
  expect(plan).toMatchObject({ is_done: false, is_stale: false, report: { dry_run: true } })
  expect(plan.summary).toMatch(/^Would undo .*: write 2 paths/)
  expect(env.read('a.txt')).toBe('two\n')
  const { answer: done } = await ask('run', { ...undo, plan: plan.plan })
  expect(done).toMatchObject({ is_done: true, is_stale: false, report: { dry_run: false } })
  expect([env.read('a.txt'), env.read('b.txt')]).toEqual(['one\n', 'one\n'])
  const report = done.report as { undo: string; undo_snapshot: string }
  expect(report.undo).toBe(`flightrec undo ${report.undo_snapshot} --root ${env.root}`)
  expect(await env.latest()).toBe(report.undo_snapshot)
})

test('a plan that is not what would be done now is made anew and shown, and nothing is written', async () => {
  const { env, changed, ask } = await served()
  for (const asked of [
    { act: 'undo', what: changed },
    { act: 'restore', what: `${changed}~1` },
  ]) {
    env.write('a.txt', 'two\n')
    const { answer: plan } = await ask('plan', asked)
    env.write('a.txt', `two\nand more, for ${asked.act}\n`)
    const { answer: run } = await ask('run', { ...asked, plan: plan.plan })
    expect(run).toMatchObject({ is_done: false, is_stale: true, report: { dry_run: true } })
    expect(run.plan).not.toBe(plan.plan)
    expect(env.read('a.txt')).toContain('and more')
    expect(env.exists('b.txt')).toBe(false)
  }
})

test('a restore of one file leaves the others, and is undone by the command that it tells', async () => {
  const { env, changed, ask } = await served()
  const restore = { act: 'restore', what: `${changed}~1`, files: '["b.txt"]' }
  const { answer: plan } = await ask('plan', restore)
  const { answer: done } = await ask('run', { ...restore, plan: plan.plan })
  expect(done.is_done).toBe(true)
  expect([env.read('a.txt'), env.read('b.txt')]).toEqual(['two\n', 'one\n'])
  await undoAsTold(env, done)
  expect(env.exists('b.txt')).toBe(false)
})

test('a page that may only read is refused by the server, be it that it asks', async () => {
  const { env, client, changed, ask } = await served(['--read-only'])
  for (const verb of ['plan', 'run'] as const) {
    const { status, answer } = await ask(verb, { act: 'undo', what: changed, plan: 'x' })
    expect(status).toBe(403)
    expect(answer).toMatchObject({ type: 'error', code: 'usage' })
  }
  expect(env.read('a.txt')).toBe('two\n')
  expect(await client.get('/api/about')).toMatchObject({ is_read_only: true })
})

test.each([
  [{ act: 'undo', what: '' }],
  [{ act: 'burn', what: 'latest' }],
  [{ act: 'undo', what: 'latest', files: 'no list' }],
  [{ act: 'undo', what: 'latest', files: '[]' }],
  [{ act: 'undo', what: 'latest', files: '[7]' }],
  [{ act: 'undo', what: 'latest', files: '["../out"]' }],
])('what no act can be is refused in words: %j', async (asked) => {
  const { status, answer } = await (await served()).ask('plan', asked)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(answer).toMatchObject({ type: 'error' })
})

/** Runs the command that undoes an act, as somebody would who copied it. */
async function undoAsTold(env: TestEnv, { report }: ActAnswer): Promise<void> {
  const [program, ...words] = (report as { undo: string }).undo.split(' ')
  expect(program).toBe('flightrec')
  const { exitCode, shown } = await env.run(...words)
  expect([exitCode, shown]).toEqual([0, shown])
}
