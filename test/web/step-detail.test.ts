import { expect, test } from 'vitest'
import { ROUTES } from '../../src/web/api/routes.ts'
import { evidenceOf, whyText } from '../../src/web/client/state/evidence-text.ts'
import { askPage } from '../helpers/ask-page.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

async function stepNamed(env: TestEnv, what: RegExp) {
  const { stdout } = await env.run('sessions', '--json')
  const { id } = JSON.parse(stdout.split('\n')[0]!) as { id: string }
  const { steps } = await askPage(env, ROUTES.steps, { session: id })
  const { seq } = steps.find((step) => what.test(step.what))!
  return await askPage(env, ROUTES.step, { session: id, seq: String(seq) })
}

async function daemonOf(env: TestEnv): Promise<void> {
  await env.run('daemon', 'start', env.root)
  // What goes before it is there was never recorded.
  await env.run('snapshot')
}

test('a step tells who asked for it, what it was called with, what came of it and what it changed', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  env.write('b.txt', 'two\n')
  await daemonOf(env)
  const agent = new HookedAgent(env, 'first')
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Make it tidy' })
  await agent.shell('rm b.txt; sh -c "echo more >> a.txt"; echo done')
  await env.run('snapshot')
  const detail = await stepNamed(env, /rm b\.txt/)
  expect(detail.prompt?.text).toBe('Make it tidy')
  expect(detail.kind).toBe('shell')
  expect(detail.result?.text).toContain('done')
  expect(detail.arguments.map(({ name }) => name)).toEqual(['command'])
  const changes = detail.parts.flatMap((part) => part.changes)
  expect(changes.map(({ name, change_type }) => `${change_type} ${name}`).sort()).toEqual([
    'modified a.txt',
    'removed b.txt',
  ])
  const [part] = detail.parts
  const patch = await askPage(env, ROUTES.patch, {
    root: part!.repo,
    from: part!.from_snapshot_id!,
    old: changes[0]!.old_address!,
  })
  expect(patch.state).toBe('text')
  await env.run('daemon', 'stop')
})

test('what is long is cut in the middle, and whole when asked for', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const agent = new HookedAgent(env, 'first')
  const stdout = `begin${'x'.repeat(50_000)}`
  const end = await agent.begin('Bash', { command: 'print' })
  await end({ response: { stdout } })
  await env.snapshot()
  const { result, session, seq } = await stepNamed(env, /print/)
  expect(result!.left_out).toBeGreaterThan(0)
  expect(result!.text).toContain('begin')
  const whole = await askPage(env, ROUTES.step, { session, seq: String(seq), whole: 'yes' })
  expect(whole.result).toMatchObject({ left_out: 0, rest: null })
  expect(whole.result!.text.length).toBe(
    result!.text.length + result!.left_out + result!.rest!.length,
  )
})

test('a number that is no step is said to be none', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const agent = new HookedAgent(env, 'first')
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'hello' })
  await env.snapshot()
  const { session } = await stepNamed(env, /hello/)
  await expect(askPage(env, ROUTES.step, { session, seq: '999' })).rejects.toThrow(
    'has no step 999',
  )
})

const part = (evidence: string | null) => ({ total: 2, snapshot: { evidence } }) as never
const detail = (parts: never[], nobodys: never[] = []) =>
  ({
    event: { time: '2026-01-01T10:00:04.000Z', phase: 'before' },
    end: { time: '2026-01-01T10:00:05.000Z' },
    parts,
    nobodys,
    calls_meanwhile: [
      {
        ...{ session: 's', agent: 'codex', seq: 39, what: 'x' },
        time: '2026-01-01T10:00:00.000Z',
        ended_at: '2026-01-01T10:00:00.900Z',
      },
    ],
  }) as never

test('the evidence that is shown is the weakest of what the step is thought to have done', () => {
  expect(evidenceOf(detail([part('declared'), part('window')]))).toBe('window')
  expect(evidenceOf(detail([part('declared')]))).toBe('declared')
  expect(evidenceOf(detail([], [part('contended')]))).toBe('contended')
  expect(evidenceOf(detail([], [part(null)]))).toBe('none')
  expect(evidenceOf(detail([]))).toBeUndefined()
})

test('the sentence on a window names who was at work last, and how long before', () => {
  expect(whyText(detail([part('window')]))).toContain('codex #39 had ended 3.1s before.')
})
