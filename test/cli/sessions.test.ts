import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { runPlainGit } from '../helpers/plain-git.ts'
import { RunningProcess } from '../helpers/processes.ts'
import { type RunResult, type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

interface SessionJson {
  id: string
  total_steps: number
  end_reason: string | null
}

async function sessions(env: TestEnv): Promise<SessionJson[]> {
  return jsonLines(await env.run('sessions', '--json'))
}

async function events(env: TestEnv, id: string): Promise<{ seq: number; summary: string }[]> {
  const all = jsonLines<{ type: string; seq: number; summary: string }>(
    await env.run('inspect', id, '--json'),
  )
  return all.filter(({ type }) => type === 'event')
}

/** Ids and ages differ from run to run. */
function shown(result: RunResult): string {
  return result.shown
    .replaceAll(/sess_[0-9a-f]{16}/g, '<session>')
    .replaceAll(/sess_[0-9a-f]{7}…/g, '<short>')
    .replaceAll(/\d+[smh] ago|just now/g, '<ago>')
    .replaceAll(/^(Took: +).*/gm, '$1<duration>')
}

test('start and stop record what changed meanwhile as a session, without a daemon', async () => {
  const env = testEnv()
  env.write('src/app.ts', 'one\n')
  env.write('config/secrets.yml', 'key: x\n')
  env.write('old.txt', 'a text long enough to be found again under another name\n')
  expect(
    shown(await env.run('start', '--agent', 'my-bot', '-m', 'tidy up')),
  ).toMatchInlineSnapshot(`
    "<session>
    [stderr]
    recording my-bot in <root>; run \`flightrec stop\` to end it
    "
  `)
  env.write('src/app.ts', 'two\n')
  env.remove('config/secrets.yml')
  await env.run('snapshot')
  env.write('new.txt', env.read('old.txt'))
  env.remove('old.txt')
  expect(shown(await env.run('sessions'))).toMatchInlineSnapshot(`
    "<short>  my-bot  <root>  2 steps  2 files  ⚠ 1  running, <ago>
    "
  `)
  expect(shown(await env.run('stop'))).toMatchInlineSnapshot(`
    "<short>  my-bot  <root>  3 steps  4 files  ⚠ 1  <ago>
    "
  `)
  const [session] = await sessions(env)
  expect(shown(await env.run('inspect', session!.id))).toMatchInlineSnapshot(`
    "session <session>
    Agent:   my-bot
    Root:    <root>
    Message: tidy up
    Started: <time>
    Ended:   <time> (stop)
    Took:    <duration>
    Holds:   3 steps, 4 files changed
    Found:   1 × warning

      [1] my-bot begins: tidy up
    ⚠ [2] delete config/secrets.yml     [destructive-rm, sensitive-secrets-file]
      [3] write src/app.ts
      [4] rename old.txt → new.txt
      [5] my-bot ends: stopped by the user
    "
  `)
  expect(
    shown(await env.run('inspect', session!.id.slice(5, 11), '--anomalies-only')),
  ).toMatchInlineSnapshot(`
    "⚠ [2] delete config/secrets.yml     [destructive-rm, sensitive-secrets-file]
    "
  `)
  expect(
    shown(await env.run('inspect', session!.id, '--type', 'file_rename')),
  ).toMatchInlineSnapshot(`
    "  [4] rename old.txt → new.txt
    "
  `)
})

test('one session begun by hand runs in a root at a time, and stop needs one that runs', async () => {
  const env = testEnv()
  expect(shown(await env.run('stop'))).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: no session begun with \`flightrec start\` runs here
    hint: Run \`flightrec sessions\` to see what was recorded.
    [exit 2]
    "
  `)
  const both = await Promise.all([
    env.run('start', '--agent', 'one'),
    env.run('start', '--agent', 'two'),
  ])
  expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1])
  expect(await sessions(env)).toHaveLength(1)
})

test('names that are no ids never become paths', async () => {
  const env = testEnv()
  await env.run('start', '--agent', 'bot')
  for (const name of ['../../x', '..', '', 'sess_', 'sess_../x', 'config.toml']) {
    const result = await env.run('inspect', name)
    expect(result.exitCode, name).toBe(2)
  }
  expect(shown(await env.run('start', '--agent', '../x'))).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: that is no name for an agent
    hint: Give letters, digits, dots and dashes, e.g. \`flightrec start --agent my-bot\`.
    [exit 2]
    "
  `)
})

test('two that take snapshots at once leave numbers without holes', async () => {
  const env = testEnv()
  await env.run('start', '--agent', 'bot')
  await Promise.all(
    Array.from({ length: 6 }, (_, n) => {
      env.write(`file-${n}`, `${n}`)
      return env.run('snapshot')
    }),
  )
  await env.run('stop')
  const [session] = await sessions(env)
  const seqs = (await events(env, session!.id)).map(({ seq }) => seq)
  expect(seqs).toEqual(Array.from({ length: 8 }, (_, n) => n + 1))
})

test('with a daemon, changes come into the session by themselves, also over its kill -9', async () => {
  const env = testEnv()
  const first = env.start('watch', env.root)
  await first.says(/^recording/m)
  await env.run('start', '--agent', 'bot')
  env.write('a.txt', '1')
  await seen(env, 'create a.txt')
  await first.stop('SIGKILL')
  env.write('b.txt', '2')
  const second = env.start('watch', env.root)
  await second.says(/^recording/m)
  await seen(env, 'create b.txt')
  env.write('c.txt', '3')
  expect((await env.run('stop')).exitCode).toBe(0)
  const [session] = await sessions(env)
  const recorded = await events(env, session!.id)
  expect(recorded.map(({ seq }) => seq)).toEqual(recorded.map((_, n) => n + 1))
  const summaries = recorded.map(({ summary }) => summary)
  expect(summaries.filter((summary) => summary.startsWith('create'))).toEqual([
    'create a.txt',
    'create b.txt',
    'create c.txt',
  ])
  expect(summaries.some((summary) => summary.includes('nothing was watching'))).toBe(true)
  expect(readdirSync(join(env.home, 'live'))).toEqual([])
  await second.stop('SIGTERM')
})

test('a session ends with its process', async () => {
  const env = testEnv()
  const agent = new RunningProcess(['sleep', '60'], { cwd: env.root, env: {} })
  await env.run('start', '--agent', 'bot', '--pid', String(agent.pid))
  await agent.stop('SIGKILL')
  const next = env.start('watch', env.root)
  await next.says(/^recording/m)
  const [session] = await sessions(env)
  expect(session!.end_reason).toBe('process-gone')
})

/** A session that wrote a file, deleted one with secrets, and has a hostile message. */
async function recordedSession(env: TestEnv): Promise<string> {
  env.write('config/secrets.yml', 'key: x\n')
  await env.run('start', '--agent', 'my-bot', '-m', 'clear \u001b[2J\u202e and (a+)+$')
  env.write('app.ts', 'one\n')
  await env.run('snapshot')
  env.remove('config/secrets.yml')
  await env.run('stop')
  return (await sessions(env))[0]!.id
}

test('timeline shows a stretch of a session with times and types', async () => {
  const env = testEnv()
  const id = await recordedSession(env)
  const timeline = await env.run('timeline', id, '--from', '2', '--to', '3')
  expect(shown(timeline).replaceAll(/^\d\d:\d\d:\d\d/gm, '<clock>')).toMatchInlineSnapshot(`
    "<clock>           FILE_WRITE        [2] create app.ts
    <clock>           FILE_DELETE     ⚠ [3] delete config/secrets.yml     [destructive-rm, sensitive-secrets-file]
    "
  `)
  expect((await env.run('timeline', id)).stdout.split('\n')).toHaveLength(5)
})

test('export writes a trace document that any JSON parser reads, to a file or to stdout', async () => {
  const env = testEnv()
  const id = await recordedSession(env)
  const plain = await env.run('export', id)
  const pretty = await env.run('export', id, '--pretty')
  const trace = JSON.parse(plain.stdout) as {
    format_version: string
    session: Record<string, unknown>
    events: Record<string, unknown>[]
  }
  expect(JSON.parse(pretty.stdout)).toEqual(trace)
  expect(trace.format_version).toBe('1.0')
  expect(trace.session).toMatchObject({ id, agent: 'my-bot', total_steps: 2, total_anomalies: 1 })
  expect(trace.events.map(({ seq, event_type }) => [seq, event_type])).toEqual([
    [1, 'SESSION_START'],
    [2, 'FILE_WRITE'],
    [3, 'FILE_DELETE'],
    [4, 'SESSION_END'],
  ])
  expect(trace.events[2]).toMatchObject({
    summary: 'delete config/secrets.yml',
    risk_level: 'warning',
    duration_ms: null,
    findings: ['destructive-rm', 'sensitive-secrets-file'],
  })
  expect(plain.stdout).not.toContain('\u202e')
  expect((await env.run('export', id, '-o', 'trace.json')).exitCode).toBe(0)
  expect(env.read('trace.json')).toBe(plain.stdout)
  expect((await env.run('export', id, '-o', 'missing/trace.json')).exitCode).toBe(1)
  expect(env.exists('missing')).toBe(false)
})

test('search finds events by pattern or text, by type and session, in linear time', async () => {
  const env = testEnv()
  const id = await recordedSession(env)
  expect(shown(await env.run('search', 'secrets\\.ya?ml'))).toMatchInlineSnapshot(`
    "<short> ⚠ [3] delete config/secrets.yml     [destructive-rm, sensitive-secrets-file]
    "
  `)
  expect(shown(await env.run('search', '-F', '(a+)+$'))).toMatchInlineSnapshot(`
    "<short>   [1] my-bot begins: clear \\e[2J\\u{202e} and (a+)+$
    "
  `)
  expect((await env.run('search', 'app', '--type', 'FILE_DELETE')).stdout).toBe('')
  const found = jsonLines(await env.run('search', 'app\\.ts', '--session', id, '--json'))
  expect(found).toMatchObject([{ type: 'event', session: id, event_type: 'FILE_WRITE' }])
  expect(shown(await env.run('search', '(?=a)'))).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: '(?=a)' is not a pattern that can be searched for: invalid or unsupported Perl syntax: \`(?=\`
    hint: Leave out lookaround, backreferences and counts over 1000, or give \`--fixed-strings\` to search for the text as it stands.
    [exit 2]
    "
  `)
  expect(shown(await env.run('search', 'x', '--type', 'FILE_WRTE'))).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: no event has the type 'FILE_WRTE'
    hint: Did you mean \`FILE_WRITE\`?
    [exit 2]
    "
  `)
})

test('a damaged session is named and left out, and the others are still found', async () => {
  const env = testEnv()
  const damaged = await recordedSession(env)
  const sound = await recordedSession(env).then(async () => {
    return (await sessions(env)).find(({ id }) => id !== damaged)!.id
  })
  const gitDir = join(env.home, 'sessions')
  const tree = readdirSync(join(gitDir, 'refs/sessions'))
  expect(tree.sort()).toEqual([damaged, sound].sort())
  const head = readFileSync(join(gitDir, 'refs/sessions', damaged), 'utf8').trim()
  rmSync(join(gitDir, 'objects', head.slice(0, 2), head.slice(2)))
  const listed = await env.run('sessions', '--json')
  expect(listed.exitCode).toBe(3)
  expect(jsonLines<SessionJson>(listed).map(({ id }) => id)).toEqual([sound])
  const found = await env.run('search', 'secrets')
  expect(found.exitCode).toBe(3)
  expect(found.stdout).toContain(sound.slice(0, 12))
})

test('a search that ends early says so all the same when it has left a session out', async () => {
  const env = testEnv()
  await recordedSession(env)
  await recordedSession(env)
  const [{ id }] = (await sessions(env)) as [SessionJson]
  const gitDir = join(env.home, 'sessions')
  const blob = runPlainGit(['--git-dir', gitDir, 'rev-parse', `refs/sessions/${id}:events/1.jsonl`])
  rmSync(join(gitDir, 'objects', blob.slice(0, 2), blob.trim().slice(2)))
  const { stdout, stderr, exitCode } = await env.run('search', 'secrets', '-n', '1')
  expect([stdout.trim().split('\n').length, exitCode]).toEqual([1, 3])
  expect(stderr).toContain('a session is left out')
})

/** Waits until a session has an event with this summary. */
async function seen(env: TestEnv, summary: string): Promise<void> {
  await until(`an event: ${summary}`, async () => {
    const [session] = await sessions(env)
    const found = session ? await events(env, session.id) : []
    return found.some((event) => event.summary === summary)
  })
}

test('a session cannot be bound to a process that does not run', async () => {
  const env = testEnv()
  const { stderr, exitCode } = await env.run('start', '--agent', 'bot', '--pid', '4194305')
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('no process 4194305 runs')])
  expect(env.hasHome()).toBe(false)
})
