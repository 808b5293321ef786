import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { type RunResult, type TestEnv, testEnv } from '../helpers/test-env.ts'

const FIXTURES = resolve(import.meta.dirname, '../fixtures/agents')
const CLAUDE = readFileSync(join(FIXTURES, 'claude-code/transcript.jsonl'), 'utf8')
const SUBAGENT = readFileSync(join(FIXTURES, 'claude-code/transcript-subagent.jsonl'), 'utf8')

function shown(result: RunResult): string {
  return result.shown.replaceAll(/\d+d ago/g, '<ago>')
}

/** As Claude Code lays them out: those of subagents in a folder beside that of their session. */
function claudeFolder(env: TestEnv): void {
  env.write('claude/one.jsonl', CLAUDE)
  env.write('claude/one/subagents/agent-a.jsonl', SUBAGENT)
  env.write('claude/one/subagents/agent-a.meta.json', '{"agentType":"Explore"}')
}

test('import records a transcript with those of its subagents, once', async () => {
  const env = testEnv()
  claudeFolder(env)
  expect(shown(await env.run('import', '--dry-run', 'claude/one.jsonl'))).toMatchInlineSnapshot(`
    "sess_2540339…  claude-code  /w  would add 14 events, a new session
    sess_22af406…  claude-code  /w  would add 3 events, a new session
    "
  `)
  expect((await env.run('sessions')).exitCode).toBe(10)
  expect(shown(await env.run('import', 'claude/one.jsonl'))).toMatchInlineSnapshot(`
    "sess_2540339…  claude-code  /w  added 14 events, a new session
    sess_22af406…  claude-code  /w  added 3 events, a new session
    "
  `)
  expect(shown(await env.run('import', 'claude/one.jsonl'))).toMatchInlineSnapshot(`
    "sess_2540339…  claude-code  /w  nothing new: 14 events recorded already
    sess_22af406…  claude-code  /w  nothing new: 3 events recorded already
    "
  `)
  expect(shown(await env.run('sessions'))).toMatchInlineSnapshot(`
    "sess_22af406…  claude-code  /w  2 steps  0 files    <ago>
    sess_2540339…  claude-code  /w  9 steps  0 files    <ago>
    "
  `)
  const [session] = jsonLines<{ id: string; end_reason: string; parent: string | null }>(
    await env.run('sessions', '--json', '-n', '1'),
  )
  expect(session).toMatchObject({ end_reason: 'imported' })
  expect((await env.run('inspect', session!.id)).exitCode).toBe(0)
})

test('import reads all below a folder, passes over what is none, and follows no link', async () => {
  const env = testEnv()
  claudeFolder(env)
  mkdirSync(env.path('elsewhere'))
  cpSync(join(FIXTURES, 'codex/transcript.jsonl'), env.path('elsewhere/rollout.jsonl'))
  symlinkSync(env.path('elsewhere'), env.path('claude/link'))
  env.write('claude/settings.json', '{}')
  env.write('claude/broken.jsonl', '{"a":\n')
  const result = await env.run('import', '--json', 'claude')
  const reports = jsonLines<{ type: string; agent: string; path: string }>(result)
  expect(reports.map(({ path }) => path)).toEqual([
    env.path('claude/one.jsonl'),
    env.path('claude/one/subagents/agent-a.jsonl'),
  ])
  expect(reports[0]).toMatchObject({ type: 'import', version: 1, dry_run: false, bad_lines: 0 })
  expect([result.stderr, result.exitCode]).toEqual([
    '2 other files passed over: no transcript of a known agent\n',
    0,
  ])
})

test('import says what it could not read, and ends with 3', async () => {
  const env = testEnv()
  env.write('half.jsonl', `${CLAUDE}{"type":"assis`)
  expect(shown(await env.run('import', 'half.jsonl', 'missing'))).toMatchInlineSnapshot(`
    "sess_2540339…  claude-code  /w  added 14 events, a new session
    [stderr]
    warning: <root>/half.jsonl: 1 line not read: not JSON
    warning: cannot stat '<root>/missing': no such file or directory (ENOENT)
    [exit 3]
    "
  `)
  expect((await env.run('import', 'missing')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: cannot stat '<root>/missing': no such file or directory (ENOENT)
    [exit 1]
    "
  `)
  mkdirSync(env.path('empty'))
  expect((await env.run('import', 'empty')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: no transcript below empty
    hint: Run \`flightrec import --help\` to see where agents keep them.
    [exit 1]
    "
  `)
})

test('import goes through the daemon when it runs', async () => {
  const env = testEnv()
  env.write('one.jsonl', CLAUDE)
  const daemon = env.start('watch', env.root)
  await daemon.says(/^recording/m)
  const result = await env.run('import', 'one.jsonl')
  expect([result.stderr, result.exitCode]).toEqual(['', 0])
  expect(jsonLines(await env.run('sessions', '--json'))).toHaveLength(1)
  expect((await env.run('import', 'one.jsonl')).stdout).toContain('nothing new')
  expect((await env.run('import', 'missing')).exitCode).toBe(1)
  expect(readdirSync(join(env.home, 'live'))).toEqual([])
  await daemon.stop()
})
