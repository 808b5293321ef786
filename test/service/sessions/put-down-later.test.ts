import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { jsonLines } from '../../helpers/json-lines.ts'
import { KeptTranscript } from '../../helpers/kept-transcript.ts'
import type { RunningProcess } from '../../helpers/processes.ts'
import { type TestEnv, testEnv } from '../../helpers/test-env.ts'
import { until } from '../../helpers/until.ts'

interface ImportJson {
  sessions: { id: string; put_down: number }[]
}

async function watched(env: TestEnv): Promise<RunningProcess> {
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  return watch
}

/** Waits until the latest snapshot holds a file as it is now. */
async function recorded(env: TestEnv, path: string): Promise<void> {
  const isThere = async () => {
    const tree = await env.git('ls-tree', '-r', '--name-only', 'refs/heads/main')
    if (!env.exists(path)) return !tree.split('\n').includes(path)
    if (!tree.split('\n').includes(path)) return false
    return (await env.git('show', `refs/heads/main:${path}`)) === env.read(path)
  }
  await until(`${path} is recorded`, isThere)
}

async function importOne(env: TestEnv, path: string) {
  const result = await env.run('import', '--json', path)
  const [report] = jsonLines<ImportJson>(result)
  return report!.sessions[0]!
}

test('what calls declared is put down to them after an import, so that undo, blame, log, show and audit know it', async () => {
  const env = testEnv()
  env.write('notes.txt', 'as it was\n')
  const watch = await watched(env)
  const agent = new KeptTranscript(env)
  await agent.write('made.txt', 'by the agent\n')
  await recorded(env, 'made.txt')
  await agent.write('notes.txt', 'as the agent has it\n')
  await recorded(env, 'notes.txt')
  env.write('mine.txt', 'by a person\n')
  await recorded(env, 'mine.txt')
  const commits = await env.git('rev-list', 'refs/heads/main')

  const { id, put_down } = await importOne(env, agent.keep())
  expect(put_down).toBe(2)
  expect(await env.git('rev-list', 'refs/heads/main')).toBe(commits)
  const log = await env.run('log', '--json', '--session', id)
  expect(jsonLines(log)).toMatchObject([
    {
      actor: 'claude-code',
      session: id,
      evidence: 'declared',
      put_down_later: [{ session: id, paths: ['notes.txt'] }],
    },
    { actor: 'claude-code', session: id, put_down_later: [{ paths: ['made.txt'] }] },
  ])
  expect((await env.run('log', '--agent', 'claude-code', '--oneline')).stdout).not.toContain('mine')
  expect((await env.run('blame', 'made.txt')).stdout).toContain('claude-code')
  expect((await env.run('blame', 'mine.txt')).stdout).not.toContain('claude-code')
  expect((await env.run('show', `${id}#3`)).stdout).toContain('+by the agent')
  const audit = JSON.parse((await env.run('audit', '--json', id)).stdout)
  expect(audit).toMatchObject({ claims: { total: 2, borne_out: 2 }, undeclared: [] })
  expect(audit.files).toEqual([env.path('made.txt'), env.path('notes.txt')])
  expect(audit.nobodys.map(({ path }: { path: string }) => path)).toEqual([env.path('mine.txt')])

  const one = await env.run('undo', `${id}#3`)
  expect([one.exitCode, env.exists('made.txt'), env.read('notes.txt')]).toEqual([
    0,
    false,
    'as the agent has it\n',
  ])
  expect((await env.run('undo', id)).exitCode).toBe(0)
  expect([env.read('notes.txt'), env.read('mine.txt')]).toEqual(['as it was\n', 'by a person\n'])
  await watch.stop()
})

test('of a snapshot in which others have a part, undo and audit take only what the call declared', async () => {
  const env = testEnv()
  env.write('a.txt', 'before\n')
  await env.snapshot()
  const agent = new KeptTranscript(env)
  await agent.write('a.txt', 'by the agent\n')
  env.write('b.txt', 'by a person\n')
  await env.snapshot()
  const { id, put_down } = await importOne(env, agent.keep())
  expect(put_down).toBe(1)
  expect(jsonLines(await env.run('log', '--json', '--session', id))).toMatchObject([
    { actor: 'unattributed', session: null, put_down_later: [{ session: id, paths: ['a.txt'] }] },
  ])
  expect((await env.run('log', '--session', id)).stdout).toContain(
    `Later:  1 path put down to claude-code (${id}#3): a.txt`,
  )
  expect((await env.run('log', '--oneline', '--session', id, '--', 'b.txt')).stdout).toBe('')
  expect((await env.run('blame', 'b.txt')).stdout).toContain('unattributed')
  expect((await env.run('show', `${id}#3`)).stdout).not.toContain('b/b.txt')
  const audit = JSON.parse((await env.run('audit', '--json', id)).stdout)
  expect(audit.files).toEqual([env.path('a.txt')])
  expect((await env.run('undo', id)).exitCode).toBe(0)
  expect([env.read('a.txt'), env.read('b.txt')]).toEqual(['before\n', 'by a person\n'])
})

test('an import that comes again puts nothing down twice, and tells the session of nothing twice', async () => {
  const env = testEnv()
  await env.snapshot()
  const agent = new KeptTranscript(env)
  await agent.write('a.txt', 'by the agent\n')
  await env.snapshot()
  const path = agent.keep()
  const { id } = await importOne(env, path)
  const before = await env.run('inspect', '--json', id)
  expect((await importOne(env, path)).put_down).toBe(0)
  expect((await env.run('inspect', '--json', id)).stdout).toBe(before.stdout)
  expect(jsonLines(await env.run('sessions', '--json'))).toMatchObject([
    { total_steps: 2, total_files: 1 },
  ])
})

test('a person who changes the same file after the call keeps what is theirs', async () => {
  const env = testEnv()
  const watch = await watched(env)
  const agent = new KeptTranscript(env)
  await agent.write('a.txt', 'by the agent\n')
  await recorded(env, 'a.txt')
  env.write('a.txt', 'by a person\n')
  await recorded(env, 'a.txt')
  const { put_down } = await importOne(env, agent.keep())
  expect(put_down).toBe(1)
  const blame = await env.run('blame', 'a.txt')
  expect(blame.stdout).toContain('unattributed')
  await watch.stop()
})

test('nothing is put down to a call that failed, that names another path, or that lies in another time', async () => {
  const env = testEnv()
  env.write('a.txt', 'before\n')
  await env.snapshot()
  const agent = new KeptTranscript(env)
  const edit = { file_path: env.path('a.txt'), old_string: 'x', new_string: 'y' }
  await agent.call('Edit', edit, () => env.write('a.txt', 'by a person\n'), { isError: true })
  await agent.call('Write', { file_path: env.path('other.txt'), content: '' }, () =>
    env.write('b.txt', 'by a person\n'),
  )
  await pause(30)
  env.write('c.txt', 'by a person\n')
  await pause(30)
  await agent.call('Write', { file_path: env.path('c.txt'), content: '' })
  await env.snapshot()
  expect((await importOne(env, agent.keep())).put_down).toBe(0)
  expect(await env.git('for-each-ref', 'refs/notes')).toBe('')
})

test('what two sessions have declared at once is nobodys, whichever is imported first', async () => {
  const env = testEnv()
  await env.snapshot()
  const [one, two] = [new KeptTranscript(env, 'one'), new KeptTranscript(env, 'two')]
  const input = { file_path: env.path('a.txt'), content: 'by one of them\n' }
  await one.call('Write', input, () => two.write('a.txt', 'by one of them\n'))
  await env.snapshot()
  expect((await importOne(env, one.keep())).put_down).toBe(1)
  expect((await importOne(env, two.keep())).put_down).toBe(0)
  expect((await env.run('blame', 'a.txt')).stdout).toContain('unattributed')
  expect((await importOne(env, one.keep())).put_down).toBe(0)
})

test('plain git shows what was put down, verify checks it, and gc drops it with its snapshots', async () => {
  const env = testEnv()
  await env.snapshot()
  const agent = new KeptTranscript(env)
  await agent.write('a.txt', 'by the agent\n')
  await env.snapshot()
  const { id } = await importOne(env, agent.keep())
  const note = await env.git('log', '-1', '--notes=evidence', '--format=%N', 'refs/heads/main')
  expect(note).toContain(`Flightrec-Session: ${id}\n`)
  expect(note).toContain('Flightrec-Path: a.txt\n')
  expect(await env.git('log', '--notes=evidence', '--format=%H', `--grep=${id}`)).not.toBe('')
  expect((await env.run('verify')).exitCode).toBe(0)
  expect((await env.run('gc')).exitCode).toBe(0)
  expect((await env.run('blame', 'a.txt')).stdout).toContain('claude-code')
  expect((await env.run('verify')).exitCode).toBe(0)
  expect((await env.run('doctor')).exitCode).toBe(0)
})
