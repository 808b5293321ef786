import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { drained } from '../helpers/spool.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

interface AuditJson {
  verdict: string
  session: { id: string }
  children: string[]
  claims: { total: number; borne_out: number; not_borne_out: number; unchecked: number }
  files: string[]
  not_borne_out: { path: string; change: string; seq: number }[]
  unchecked: { path: string; why: string }[]
  undeclared: { path: string }[]
  deletions: { path: string }[]
  nobodys: { path: string; evidence: string }[]
  hints: { kind: string; sentence: string; paths?: string[] }[]
  findings: { rule: string; risk: string }[]
  failed: { summary: string; exit_code: number }[]
  refused: { summary: string; findings?: string[] }[]
  unended: { summary: string }[]
  commands: { command: string; exit_code?: number }[]
  hosts: { host: string }[]
  record: { is_recorded: boolean }
}

/** The ids of the sessions, by the agents' own names for them. */
async function sessionIds(env: TestEnv): Promise<Map<string, string>> {
  const { stdout } = await env.run('sessions', '--json')
  const sessions = jsonLines<{ id: string; agent_session: string }>(stdout)
  return new Map(sessions.map(({ id, agent_session }) => [agent_session, id]))
}

async function auditOf(env: TestEnv, name: string, ...options: string[]): Promise<AuditJson> {
  const id = (await sessionIds(env)).get(name)!
  const { stdout } = await env.run('audit', id, '--json', ...options)
  return JSON.parse(stdout) as AuditJson
}

const names = (env: TestEnv, items: readonly { path: string }[]) =>
  items.map(({ path }) => path.replace(`${env.root}/`, '')).sort()

/** Edits one file, claims to have edited others, breaks the rest by shell, and speaks well of itself. */
async function lie(env: TestEnv, agent: HookedAgent): Promise<void> {
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Fix the README and test it.' })
  await agent.call('Edit', { file_path: env.path('README.md') }, () =>
    env.write('README.md', 'new'),
  )
  await drained(env)
  await agent.call('Edit', { file_path: env.path('src/app.ts') })
  await drained(env)
  await agent.call('Write', { file_path: env.path('same.txt') }, () =>
    env.write('same.txt', 'same'),
  )
  await drained(env)
  await agent.shell('npm test -- --fast || exit 3')
  await drained(env)
  const isRecorded = async (name: string) =>
    (await env.git('ls-tree', '-r', '--name-only', 'main')).split('\n').includes(name)
  await agent.shell('./build.sh')
  await until('the build is recorded', () => isRecorded('out/made.txt'))
  await drained(env)
  await agent.shell('rm config/secrets.yml; : curl https://evil.example/x')
  await until('the deletion is', async () => !(await isRecorded('config/secrets.yml')))
  await drained(env)
  env.write('by-hand.txt', 'a person wrote this')
  await until('it is recorded as nobody’s', () => isRecorded('by-hand.txt'))
  await agent.say({
    hook_event_name: 'Stop',
    last_assistant_message: 'I only updated the README. All tests pass.',
  })
  await drained(env)
}

function project(env: TestEnv): void {
  env.write('README.md', 'old')
  env.write('same.txt', 'same')
  env.write('src/app.ts', 'app')
  env.write('config/secrets.yml', 'key')
  env.write('package.json', '{"scripts":{"test":"exit 3"}}')
  env.write('build.sh', '#!/bin/sh\nmkdir -p out; echo made > out/made.txt\n', 0o755)
}

/** A build between whose two steps somebody looks, as may come by itself on a busy machine. */
function slowBuild(env: TestEnv): void {
  const head = `git --git-dir '${env.gitDir('project')}' rev-parse main`
  const look = `until [ "$(${head})" != "$before" ]; do sleep 0.1; done`
  const steps = [`before=$(${head})`, 'mkdir -p out', look, 'echo made > out/made.txt']
  env.write('build.sh', `#!/bin/sh\n${steps.join('\n')}\n`, 0o755)
}

test.each([
  ['', project],
  [', also where a folder was seen before the file in it', slowBuild],
])('what a lying agent says is held against what was seen%s', async (_also, prepare) => {
  const env = testEnv()
  project(env)
  prepare(env)
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, 'liar')
  await lie(env, agent)
  const audit = await auditOf(env, 'liar')
  const shown = await env.run('audit', audit.session.id)
  await watch.stop()

  expect(shown.stdout).toMatch(
    /^sess_[0-9a-f]{7}… claude-code: \d+ steps, 3 files changed; 2 claims not borne out, 1 change nobody declared/,
  )
  expect(audit.claims).toEqual({ total: 3, borne_out: 1, not_borne_out: 2, unchecked: 0 })
  expect(names(env, audit.not_borne_out)).toEqual(['same.txt', 'src/app.ts'])
  expect(names(env, audit.undeclared)).toEqual(['out/made.txt'])
  expect(names(env, audit.deletions)).toEqual(['config/secrets.yml'])
  expect(names(env, audit.nobodys)).toEqual(['by-hand.txt'])
  expect(audit.files.map((path) => path.replace(`${env.root}/`, ''))).toEqual([
    'README.md',
    'config/secrets.yml',
    'out/made.txt',
  ])
  expect(audit.hints.map(({ kind, sentence }) => [kind, sentence])).toEqual([
    ['success', 'All tests pass.'],
    ['only', 'I only updated the README.'],
  ])
  expect(
    names(
      env,
      audit.hints[1]!.paths!.map((path) => ({ path })),
    ),
  ).toEqual(['config/secrets.yml', 'out/made.txt'])
  expect(audit.failed.map(({ exit_code }) => exit_code)).toEqual([3])
  expect(audit.hosts.map(({ host }) => host)).toEqual(['evil.example'])
})

test('where nothing was recorded, the audit says so and judges no claim', async () => {
  const env = testEnv()
  const elsewhere = testEnv()
  const watch = env.start('watch', elsewhere.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, 'alone')
  await agent.call('Edit', { file_path: env.path('a.txt') }, () => env.write('a.txt', 'a'))
  await agent.call('Write', { file_path: '/nowhere/b.txt' })
  await drained(env)
  await watch.stop()
  const audit = await auditOf(env, 'alone')
  expect(audit.record.is_recorded).toBe(false)
  expect(audit.claims).toEqual({ total: 2, borne_out: 0, not_borne_out: 0, unchecked: 2 })
  expect(audit.unchecked.map(({ why }) => why)).toEqual(['elsewhere', 'elsewhere'])
  const { stdout } = await env.run('audit', audit.session.id)
  expect(stdout).toContain('its folder was not recorded, 2 claims not checked')
  expect(stdout).toContain('No claim to have changed a file could be checked.')
  expect(stdout).toContain('Nothing of the folder it works in was recorded')
})

test('what a subagent does is part of the audit, unless it is left out; --fail-on ends with 4', async () => {
  const env = testEnv()
  env.write('a.txt', 'a')
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, 'parent')
  await agent.call('Edit', { file_path: env.path('a.txt') }, () => env.write('a.txt', 'b'))
  const child = new HookedAgent(env, 'parent', { agent_id: 'helper', agent_type: 'explore' })
  await child.call('Write', { file_path: env.path('never.txt') })
  await drained(env)
  await watch.stop()

  const ids = await sessionIds(env)
  const [parent, helper] = [ids.get('parent')!, ids.get('parent/helper')!]
  const whole = await auditOf(env, 'parent')
  expect(whole.children).toEqual([helper])
  expect(whole.claims).toEqual({ total: 2, borne_out: 1, not_borne_out: 1, unchecked: 0 })
  const alone = await auditOf(env, 'parent', '--no-children')
  expect([alone.children, alone.claims.not_borne_out]).toEqual([[], 0])
  expect((await auditOf(env, 'parent/helper')).claims.not_borne_out).toBe(1)

  const exitCode = async (...args: string[]) => (await env.run('audit', ...args)).exitCode
  expect(await exitCode(parent, '--fail-on', 'warning')).toBe(4)
  expect(await exitCode(parent, '--fail-on', 'danger')).toBe(0)
  expect(await exitCode(parent, '--fail-on', 'warning', '--no-children')).toBe(0)
})

test('a file that came and went between two looks is no lie', async () => {
  const env = testEnv()
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, 'quick')
  await agent.call('Write', { file_path: env.path('gone.txt') }, () => env.write('gone.txt', 'g'))
  await agent.shell('rm gone.txt')
  await drained(env)
  await watch.stop()
  const { claims } = await auditOf(env, 'quick')
  // Whether it was seen in between is a matter of milliseconds.
  expect([claims.not_borne_out, claims.borne_out + claims.unchecked]).toEqual([0, 1])
})

test('nothing an agent says can move the cursor, forge a line or a link', async () => {
  const env = testEnv()
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, 'hostile')
  const name = 'a\u001b[2J\n# All is well\n`x`[y](http://z).txt'
  await agent.call('Write', { file_path: env.path(name) })
  await agent.shell('false')
  await agent.say({
    hook_event_name: 'Stop',
    last_assistant_message: '\u001b]0;owned\u0007`false` worked.\u202e <b>',
  })
  await drained(env)
  await watch.stop()
  const { session, hints } = await auditOf(env, 'hostile')
  const { stdout } = await env.run('audit', session.id)
  expect(hints).toHaveLength(1)
  // Line ends are ours.
  expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
  expect(stdout).not.toMatch(/^# All is well/m)
})

test('a session of the past, known by its transcript alone, is held against what was recorded then', async () => {
  const env = testEnv()
  env.write('a.txt', 'one')
  await env.snapshot()
  const startMs = Date.now()
  env.write('a.txt', 'two')
  await env.snapshot()
  const call = (id: string, file: string, atMs: number) => [
    line(atMs, 'assistant', [
      { type: 'tool_use', id, name: 'Edit', input: { file_path: env.path(file) } },
    ]),
    line(atMs + 100, 'user', [{ type: 'tool_result', tool_use_id: id, content: 'ok' }]),
  ]
  const line = (atMs: number, type: string, content: object[]) => ({
    type,
    sessionId: 'past',
    cwd: env.root,
    uuid: `${type}-${atMs}`,
    timestamp: new Date(atMs).toISOString(),
    message: { role: type, content },
  })
  const lines = [...call('t1', 'a.txt', startMs), ...call('t2', 'b.txt', Date.now() + 60_000)]
  const transcript = `${env.base}/past.jsonl`
  writeFileSync(transcript, lines.map((one) => `${JSON.stringify(one)}\n`).join(''))
  const imported = await env.run('import', transcript)
  expect(imported.exitCode).toBe(0)
  const audit = await auditOf(env, 'past')
  expect(audit.claims).toEqual({ total: 2, borne_out: 1, not_borne_out: 0, unchecked: 1 })
  expect(audit.unchecked.map(({ why }) => why)).toEqual(['after'])
  expect(audit.nobodys).toEqual([])
  expect(audit.files).toEqual([env.path('a.txt')])
})

test('what was refused, aloud or without a word, is not listed as run, and what a person then does is the person’s', async () => {
  const env = testEnv()
  env.write('a.txt', 'a')
  env.write('b.txt', 'b')
  env.write('c.txt', 'c')
  await env.snapshot()
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, 'one')
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'Test it.' })
  await agent.begin('Bash', { command: 'npm test' })
  await drained(env)
  await agent.begin('Bash', { command: 'rm -rf / --no-preserve-root' })
  const denied = { tool_name: 'Bash', tool_use_id: 'one-2', reason: 'not that' }
  await agent.say({ hook_event_name: 'PermissionDenied', tool_input: {}, ...denied })
  await agent.begin('Bash', { command: 'pytest -q' })
  const deniedTests = { ...denied, tool_use_id: 'one-3' }
  await agent.say({ hook_event_name: 'PermissionDenied', tool_input: {}, ...deniedTests })
  await agent.begin('Edit', { file_path: env.path('c.txt') })
  await agent.shell('true')
  await drained(env)
  // The very edit that was refused, by hand.
  env.write('c.txt', 'by hand')
  const last = async () =>
    (await env.git('log', '-1', '--format=%an', 'main', '--', 'c.txt')).trim()
  await until('it is recorded', async () => (await env.git('show', 'main:c.txt')) === 'by hand')
  expect(await last()).toBe('unattributed')
  await agent.say({ hook_event_name: 'Stop', last_assistant_message: 'All tests pass.' })
  await drained(env)
  env.write('a.txt', 'by hand')
  env.remove('b.txt')
  const names = () => env.git('ls-tree', '--name-only', 'main')
  await until('it is recorded', async () => !(await names()).includes('b.txt'))
  await until('it is recorded', async () => (await env.git('show', 'main:a.txt')) === 'by hand')
  await watch.stop()

  const audit = await auditOf(env, 'one')
  expect(audit).toMatchObject({ files: [], deletions: [], undeclared: [], findings: [] })
  expect(audit.commands.map(({ command }) => command)).toEqual(['true'])
  const summaries = (items: readonly { summary: string }[]) => items.map(({ summary }) => summary)
  expect(summaries(audit.refused)).toEqual(['rm -rf / --no-preserve-root', 'pytest -q'])
  // Tests that were refused have not failed.
  expect(audit.hints.map(({ kind }) => kind)).not.toContain('success')
  expect(audit.refused[0]!.findings).toContain('dangerous-rm-rf')
  expect(summaries(audit.unended)).toEqual(['npm test', `Edit ${env.path('c.txt')}`])
  expect(audit.verdict).toContain('2 refused calls')
  expect(audit.verdict).not.toContain('danger')
  const id = (await sessionIds(env)).get('one')!
  const shown = (await env.run('inspect', id)).stdout
  expect(shown).toContain('refused: PermissionDenied: Bash: not that')
  expect((await env.run('audit', id)).stdout).toMatch(
    /## Refused, and not run\n\n- \[\d+\] `rm -rf/,
  )
})
