import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { RunningProcess, runProcess } from '../../helpers/processes.ts'
import { drained } from '../../helpers/spool.ts'
import { type TestEnv, testEnv } from '../../helpers/test-env.ts'

const HOOK = resolve(import.meta.dirname, '../../../hooks/flightrec-hook')

interface EventJson {
  type: string
  seq: number
  event_type: string
  summary: string
  source: string
  phase?: string
  findings?: string[]
  snapshot_before?: string
  snapshot_after?: string
}

/** Says something through the real hook, as Claude Code does. */
async function say(env: TestEnv, payload: Record<string, unknown> | string): Promise<void> {
  const place = { session_id: 'a', transcript_path: '/u/.claude/projects/t.jsonl', cwd: env.root }
  const stdin = typeof payload === 'string' ? payload : JSON.stringify({ ...place, ...payload })
  const variables = { PATH: process.env.PATH!, HOME: env.userHome, FLIGHTREC_HOME: env.home }
  const launch = { cwd: env.root, env: variables, stdin }
  const { exitCode, stdout, stderr } = await runProcess(['sh', HOOK, 'claude-code'], launch)
  expect([exitCode, stdout.toString(), stderr.toString()]).toEqual([0, '', ''])
}

const prompt = (text: string) => ({ hook_event_name: 'UserPromptSubmit', prompt: text })

const call = (phase: 'Pre' | 'Post', command: string) => ({
  hook_event_name: `${phase}ToolUse`,
  tool_name: 'Bash',
  tool_use_id: 'call-1',
  tool_input: { command },
  ...(phase === 'Post' && { tool_response: { stdout: '', stderr: '' } }),
})

async function recorded(env: TestEnv): Promise<EventJson[]> {
  const listed = await env.run('sessions', '--json')
  if (listed.exitCode === 10) return []
  const events: EventJson[] = []
  for (const line of listed.stdout.trim().split('\n')) {
    const { id } = JSON.parse(line) as { id: string }
    const { stdout } = await env.run('inspect', id, '--json')
    const all = stdout.trim().split('\n')
    events.push(...all.map((text) => JSON.parse(text) as EventJson))
  }
  return events.filter(({ type }) => type === 'event')
}

async function watching(env: TestEnv) {
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  return watch
}

test('a call is recorded with the snapshots around it, and what it did on disk', async () => {
  const env = testEnv()
  env.config('')
  env.write('config/secrets.yml', 'key: x\n')
  const watch = await watching(env)
  await say(env, call('Pre', 'rm config/secrets.yml'))
  await drained(env)
  env.remove('config/secrets.yml')
  await say(env, call('Post', 'rm config/secrets.yml'))
  await drained(env)
  await say(env, { hook_event_name: 'SessionEnd', reason: 'logout' })
  await drained(env)
  await watch.stop()
  const events = await recorded(env)
  expect(
    events.map(({ seq, event_type, phase, source }) => [seq, event_type, phase ?? source]),
  ).toEqual([
    [1, 'SESSION_START', 'hook'],
    [2, 'SHELL_EXEC', 'before'],
    [3, 'FILE_DELETE', 'watch'],
    [4, 'SHELL_EXEC', 'after'],
    [5, 'SESSION_END', 'hook'],
  ])
  const [, before, deleted, after] = events
  expect(before!.findings).toEqual(['destructive-rm', 'sensitive-secrets-file'])
  expect(events.filter(({ findings }) => findings)).toHaveLength(1)
  expect(after!.snapshot_before).toBe(before!.snapshot_before)
  expect(after!.snapshot_after).toBe(deleted!.snapshot_after)
  expect(readdirSync(join(env.home, 'live'))).toEqual([])
})

test('what hooks say while nothing records is taken in at the next start, once, also over kill -9', async () => {
  const env = testEnv()
  env.config('')
  for (let n = 0; n < 40; n += 1) await say(env, prompt(`prompt ${n}.`))
  for (const delayMs of [5, 20, 60, 120]) {
    const watch = env.start('watch', env.root)
    await watch.says(/snapshot|gap/)
    await new Promise((done) => setTimeout(done, delayMs))
    await watch.stop('SIGKILL')
  }
  await watching(env)
  await drained(env)
  const events = await recorded(env)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => n + 1))
  const prompts = events.filter(({ event_type }) => event_type === 'USER_INPUT')
  expect(prompts.map(({ summary }) => summary)).toEqual(
    Array.from({ length: 40 }, (_, n) => `prompt ${n}.`),
  )
})

test('a session that never says goodbye ends with the process that has spoken for it', async () => {
  const env = testEnv()
  env.config('')
  const first = await watching(env)
  const payload = JSON.stringify({ ...prompt('hello'), session_id: 'a', cwd: env.root })
  const script = `for n in 1 2 3; do echo "$PAYLOAD" | sh '${HOOK}' claude-code; done; echo done`
  const variables = { PATH: process.env.PATH!, FLIGHTREC_HOME: env.home, PAYLOAD: payload }
  const agent = new RunningProcess(['sh', '-c', `${script}; exec sleep 60`], {
    cwd: env.root,
    env: { ...variables, HOME: env.userHome },
  })
  await agent.says(/done/)
  await drained(env)
  await first.stop()
  await agent.stop('SIGKILL')
  await watching(env)
  const [session] = (await env.run('sessions', '--json')).stdout.trim().split('\n')
  expect(JSON.parse(session!)).toMatchObject({ agent: 'claude-code', end_reason: 'process-gone' })
})

test('payloads that are no use are put aside with a reason, and cost no neighbour', async () => {
  const env = testEnv()
  env.config('')
  await say(env, prompt('first'))
  await say(env, '{"half a line')
  await say(env, Buffer.from([0, 255, 1]).toString('latin1'))
  await say(env, '[1, {"deep": [[[[]]]]}]')
  symlinkSync('/etc/passwd', join(env.home, 'spool/tmp/claude-code.1.2.3'))
  symlinkSync('/etc/passwd', join(env.home, 'spool/new/claude-code.1.2.3'))
  await say(env, { ...prompt('second'), session_id: '../../x' })
  await watching(env)
  await drained(env)
  const prompts = (await recorded(env)).filter(({ event_type }) => event_type === 'USER_INPUT')
  expect(prompts.map(({ summary }) => summary).sort()).toEqual(['first', 'second'])
  const reasons = readdirSync(join(env.home, 'spool/bad')).filter((name) =>
    name.endsWith('.reason'),
  )
  // What names no session is no use either: which one it tells of would be a guess.
  expect(reasons.length).toBe(4)
  const status = JSON.parse((await env.run('status', '--json')).stdout) as Record<string, unknown>
  expect(status.spool).toEqual({ waiting: 0, bad: 4 })
  expect((await env.run('status')).stdout).toContain('4 refused')
})

test('a session that cannot be read costs neither the recording nor the other sessions', async () => {
  const env = testEnv()
  env.config('')
  const first = await watching(env)
  await say(env, prompt('one'))
  await drained(env)
  await first.stop()
  const [id] = readdirSync(join(env.home, 'live'))
  rmSync(join(env.home, 'live', id!, '1.jsonl'))
  mkdirSync(join(env.home, 'live', id!, '1.jsonl'))
  const second = await watching(env)
  await second.says(/cannot go on/)
  await say(env, prompt('lost'))
  await say(env, { ...prompt('two'), session_id: 'b' })
  await drained(env)
  expect((await recorded(env)).map(({ summary }) => summary)).toContain('two')
  const bad = readdirSync(join(env.home, 'spool/bad')).filter((name) => name.endsWith('.reason'))
  expect(bad).toHaveLength(1)
})

test('secrets are replaced before anything is written, those of the env file of the root too', async () => {
  const env = testEnv()
  env.config('')
  const token = `ghp_${'aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA1bC4'}`
  env.write('.env', 'SOME_SETTING=a-value-nobody-must-see\n')
  await watching(env)
  await say(env, prompt(`push with ${token} and a-value-nobody-must-see`))
  await drained(env)
  const [, said] = await recorded(env)
  expect(said!.summary).toBe('push with [redacted:github-token] and [redacted:known-value]')
  const session = readdirSync(join(env.home, 'live'))[0]!
  const journal = readFileSync(join(env.home, 'live', session, '1.jsonl'), 'utf8')
  expect(journal).not.toContain(token)
  expect(journal).not.toContain('nobody-must-see')
})

test.each([
  ['snapshot', []],
  ['watch', ['--once']],
  ['gc', []],
  ['start', ['--agent', 'my-bot']],
])(
  'without a daemon, what waits is taken in by `flightrec %s`, each payload once',
  async (verb, args) => {
    const env = testEnv()
    env.write('a.txt', 'one')
    await env.snapshot()
    await env.run('hooks', 'install', 'claude-code', '--yes')
    await say(env, prompt('do it'))
    await say(env, call('Pre', 'make'))
    await say(env, 'not JSON: password=hunter2secret')
    expect((await env.run('status')).stdout).toContain('3 said by hooks and waiting')
    const { exitCode, stderr } = await env.run(verb, ...args)
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('warning')])
    expect(readdirSync(join(env.home, 'spool/new'))).toEqual([])
    await env.run(verb, ...(verb === 'start' ? ['--agent', 'my-bot', '--root', env.base] : args))
    const events = await recorded(env)
    const told = events
      .filter(({ source }) => source === 'hook')
      .map(({ event_type }) => event_type)
    expect(told).toEqual(['SESSION_START', 'USER_INPUT', 'SHELL_EXEC'])
    const bad = readdirSync(join(env.home, 'spool/bad')).sort()
    expect(bad).toHaveLength(2)
    expect(readFileSync(join(env.home, 'spool/bad', bad[0]!), 'utf8')).toBe(
      'not JSON: password=[redacted:keyed-value]',
    )
  },
)

test('of a session in a folder that nobody records, that is said, there and in status and sessions', async () => {
  const env = testEnv()
  env.config('')
  const elsewhere = join(env.base, "it's elsewhere")
  mkdirSync(elsewhere)
  const watch = await watching(env)
  await say(env, { ...prompt('one'), cwd: elsewhere })
  await say(env, { ...prompt('two'), cwd: elsewhere })
  await say(env, { ...prompt('here'), session_id: 'b' })
  await drained(env)
  await watch.stop()
  const next = await watching(env)
  await say(env, { ...prompt('three'), cwd: elsewhere })
  await drained(env)
  const all = await recorded(env)
  const gaps = all.filter(({ summary }) => summary.startsWith('nobody records'))
  expect(gaps).toMatchObject([
    {
      seq: 3,
      event_type: 'GAP',
      summary: `nobody records ${elsewhere}: what changes there is not seen`,
    },
  ])
  const text = `nobody records ${elsewhere}, where claude-code works; run`
  expect((await env.run('status')).stdout).toContain(text)
  expect((await env.run('sessions')).stderr).toContain(text)
  const listed = (await env.run('sessions', '--json')).stdout.trim().split('\n')
  const sessions = listed.map((line) => JSON.parse(line) as Record<string, unknown>)
  const isRecorded = Object.fromEntries(sessions.map((it) => [it.root, it.root_recorded]))
  expect(isRecorded).toEqual({ [elsewhere]: false, [env.root]: true })
  await next.stop()
  await env.runWith({ cwd: elsewhere }, 'snapshot', '--root', elsewhere)
  expect(JSON.parse((await env.run('status', '--json')).stdout).unrecorded).toEqual([])
})

test('what names no session begins none, and goes to the only one that its agent runs there', async () => {
  const env = testEnv()
  env.config('')
  await watching(env)
  const edited = { type: 'permission.updated', properties: { file: env.path('a.txt') } }
  const place = { agent: 'opencode', hook: 'event', directory: env.root }
  await say(env, JSON.stringify({ ...place, event: edited }))
  // As plugins of before pass it on.
  await say(env, JSON.stringify({ ...place, event: { ...edited, type: 'file.edited' } }))
  await drained(env)
  expect(await recorded(env)).toEqual([])
  const reasons = readdirSync(join(env.home, 'spool/bad')).filter((name) => /reason$/.test(name))
  expect(readFileSync(join(env.home, 'spool/bad', reasons[0]!), 'utf8')).toContain('no session')
  expect(reasons.length).toBe(1)

  const begun = { type: 'session.created', properties: { sessionID: 's1' } }
  await say(env, JSON.stringify({ ...place, event: begun }))
  await say(env, JSON.stringify({ ...place, event: edited }))
  await say(env, JSON.stringify({ ...place, event: { ...edited, type: 'file.edited' } }))
  await drained(env)
  expect((await recorded(env)).map(({ summary }) => summary)).toEqual([
    'session.created',
    'permission.updated',
  ])
})
