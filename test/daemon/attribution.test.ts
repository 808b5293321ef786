import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { drained } from '../helpers/spool.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

interface SnapshotJson {
  type: string
  actor: string
  session: string | null
  event: string | null
  evidence: string | null
}

/** Puts a file there in one step: one that is written in place can be recorded empty before. */
function moveIn(env: TestEnv, path: string, content: string): void {
  const beside = `${env.root}.new`
  writeFileSync(beside, content)
  renameSync(beside, join(env.root, path))
}

/** The snapshots that changed `path`, oldest first, as `evidence session#event`. */
async function whoChanged(env: TestEnv, path: string): Promise<string[]> {
  const { stdout } = await env.run('log', '--json', '--', path)
  const all = jsonLines<SnapshotJson>(stdout)
  return all
    .filter(({ type }) => type === 'snapshot')
    .map(({ evidence, session }) => [evidence ?? 'none', session].filter(Boolean).join(' '))
    .reverse()
}

test('a folder that a command deletes is one step and one deletion, by its call, whatever else its files are', async () => {
  const env = testEnv()
  for (const name of ['a.txt', 'b.txt', 'c.txt', '.env']) env.write(`src/${name}`, name)
  await env.snapshot()
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, 'one')
  await agent.shell('rm -rf src')
  await drained(env)
  await watch.stop()

  const { stdout } = await env.run('sessions', '--json')
  const { id, total_steps } = JSON.parse(stdout) as { id: string; total_steps: number }
  expect(total_steps).toBe(1)
  const found = (await env.run('inspect', id, '--anomalies-only')).stdout
  expect(found.match(/\[[a-z-, ]+\]/g)).toEqual(['[dangerous-rm-rf]', '[sensitive-env-file]'])
})

test('each change is put down to whoever made it, and to nobody where that cannot be told', async () => {
  const env = testEnv()
  mkdirSync(join(env.root, 'src'))
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const one = new HookedAgent(env, 'one')
  const two = new HookedAgent(env, 'two')
  const endWrite = await one.begin('Write', { file_path: join(env.root, 'src/declared.txt') })
  moveIn(env, 'src/declared.txt', 'by one')
  moveIn(env, 'src/by-hand.txt', 'meanwhile, by a person')
  await endWrite()
  // Until then the record knows of no state between what one and two did.
  await drained(env)
  await two.shell('echo "by two" > ../shell.txt; mv ../shell.txt src/; rm src/declared.txt')
  // What is heard of later could as well have been done by the calls that follow.
  await drained(env)
  const ends = [
    await one.begin('Bash', { command: './a' }),
    await two.begin('Bash', { command: './b' }),
  ]
  moveIn(env, 'src/either.txt', 'by one of them')
  for (const end of ends) await end()
  await drained(env)
  await watch.stop()

  const { stdout } = await env.run('sessions', '--json')
  const ids = jsonLines<{ id: string; agent_session: string }>(stdout)
  const idOf = (name: string) => ids.find(({ agent_session }) => agent_session === name)!.id
  expect(await whoChanged(env, 'src/declared.txt')).toEqual([
    `declared ${idOf('one')}`,
    `declared ${idOf('two')}`,
  ])
  expect(await whoChanged(env, 'src/by-hand.txt')).toEqual(['none'])
  expect(await whoChanged(env, 'src/shell.txt')).toEqual([`declared ${idOf('two')}`])
  expect(await whoChanged(env, 'src/either.txt')).toEqual(['contended'])

  const prefix = idOf('two').slice(0, 12)
  const logged = await env.run('log', '--oneline', '--session', prefix)
  // One look may come between what one command does.
  const byTwo = (await whoChanged(env, 'src')).filter((who) => who.endsWith(idOf('two')))
  expect(logged.stdout.trim().split('\n')).toHaveLength(byTwo.length)
  const blamed = await env.run('blame', 'src/shell.txt')
  const step = /(sess_[0-9a-f]+)…#(\d+) /.exec(blamed.stdout)
  expect(blamed.stdout).toContain('by two')
  expect(prefix).toMatch(new RegExp(`^${step![1]}`))
  const shown = await env.run('show', `${prefix}#${step![2]}`)
  expect(shown.stdout).toMatch(/SHELL_EXEC[\s\S]*evidence declared[\s\S]*\+by two/)
  const whole = await env.run('diff', `${prefix}:start`, `${prefix}:end`, '--stat')
  expect(whole.stdout).toContain('src/shell.txt')
  const undone = await env.run('undo', `${prefix}#${step![2]}`)
  expect(undone.exitCode).toBe(0)
  expect(env.exists('src/shell.txt')).toBe(false)
  expect(env.read('src/declared.txt')).toBe('by one')
})

test('a folder that a command moves is put down to it with all that lies in it, and later windows still count', async () => {
  const env = testEnv()
  mkdirSync(join(env.root, 'd é/deep'), { recursive: true })
  writeFileSync(join(env.root, 'd é/deep/f'), 'x')
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, 'one')
  await agent.shell('mv "d é" dd')
  await drained(env)
  const end = await agent.begin('Bash', { command: './build' })
  moveIn(env, 'made', 'x')
  await end()
  await drained(env)
  await watch.stop()
  expect((await whoChanged(env, 'dd/deep/f')).at(-1)).toMatch(/^declared sess_/)
  expect((await whoChanged(env, 'd é/deep/f')).at(-1)).toMatch(/^declared sess_/)
  expect(await whoChanged(env, 'made')).toEqual([expect.stringMatching(/^window sess_/)])
})

test('a script of which nothing tells what it does is caught by the many files that go with it', async () => {
  const env = testEnv()
  mkdirSync(join(env.root, 'src'))
  for (let n = 0; n < 30; n += 1) writeFileSync(join(env.root, `src/${n}.ts`), 'x')
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, 'one')
  const end = await agent.begin('Bash', { command: './tidy-up' })
  // In one step, so that one look finds all of it.
  renameSync(join(env.root, 'src'), join(env.root, '..', 'gone'))
  await end()
  await drained(env)
  await watch.stop()
  const { stdout } = await env.run('search', '--json', '^delete 30 files')
  expect(jsonLines(stdout)[0]).toMatchObject({ findings: ['destructive-rm', 'mass-deletion'] })
})

test('what an editing tool writes beside a file, to put it in its place, is no snapshot and no stranger', async () => {
  const env = testEnv()
  env.write('src/app.js', 'old')
  env.write('log', '')
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const one = new HookedAgent(env, 'one')
  const end = await one.begin('Edit', { file_path: env.path('src/app.js') })
  await drained(env)
  env.write('src/app.js.tmp.4711.0a1b2c', 'new')
  // A busy machine: something else has a look taken in the middle.
  env.write('log', 'line')
  await until('it was looked at', async () => (await env.git('show', 'main:log')) === 'line')
  renameSync(env.path('src/app.js.tmp.4711.0a1b2c'), env.path('src/app.js'))
  await end()
  await drained(env)
  await watch.stop()
  expect(await env.git('log', '--name-only', '--format=', 'main')).not.toContain('tmp')
  expect(await whoChanged(env, 'src/app.js')).toEqual([
    'none',
    expect.stringMatching(/^declared sess_/),
  ])
})

test('a new file beside one that a call is about to write is recorded soon, whatever becomes of the call', async () => {
  const env = testEnv()
  env.write('src/app.js', 'old')
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const one = new HookedAgent(env, 'one')
  await one.begin('Edit', { file_path: env.path('src/app.js') })
  await drained(env)
  env.write('src/notes.txt', 'by hand')
  const names = () => env.git('ls-tree', '--name-only', 'main:src')
  await until('it is recorded', async () => (await names()).includes('notes.txt'))
  await watch.stop()
  expect(await whoChanged(env, 'src/notes.txt')).toEqual(['none'])
})
