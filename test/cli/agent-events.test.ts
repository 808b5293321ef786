import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { testEnv } from '../helpers/test-env.ts'

const FIXTURES = resolve(import.meta.dirname, '../fixtures/agents')
const payload =
  '{"hook_event_name":"PreToolUse","session_id":"../../x","tool_name":"Bash","tool_input":{"command":"ls"},"tool_use_id":"t1","cwd":"/w"}'

test('hook --show prints what a payload means and records nothing', async () => {
  const env = testEnv()
  const { stdout, exitCode } = await env.runWith(
    { stdin: payload },
    'hook',
    'claude-code',
    '--show',
  )
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    type: 'event',
    version: 1,
    session: expect.stringMatching(/^sess_[0-9a-f]{16}$/),
    agent: 'claude-code',
    source: 'hook',
    agent_session: '../../x',
    cwd: '/w',
    call_id: 't1',
    event_type: 'SHELL_EXEC',
    summary: 'ls',
    tool: 'Bash',
    phase: 'before',
    command: 'ls',
    raw: JSON.parse(payload),
  })
  expect(env.hasHome()).toBe(false)
})

test('hook --show takes lines, and says what is no payload', async () => {
  const env = testEnv()
  const lines = '{"event_type":"AGENT_ACT","summary":"a"}\nhalf {\n{"event_type":"FILE_READ"}\n'
  const shown = await env.runWith({ stdin: lines }, 'hook', '--show', 'generic')
  expect(shown.stdout.trim().split('\n')).toHaveLength(2)
  expect(shown.stderr).toBe('warning: 1 of the lines are not JSON\n')
  expect((await env.runWith({ stdin: 'nonsense' }, 'hook', '--show')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: standard input holds no payload: it is not JSON
    hint: Pipe in what the agent gives its hook: a JSON object, or one a line.
    [exit 1]
    "
  `)
})

test('import --show tells the agent by the content, and prints its events', async () => {
  const env = testEnv()
  const transcript = readFileSync(join(FIXTURES, 'claude-code/transcript.jsonl'), 'utf8')
  env.write('x.txt', `\ufeff${transcript}{"type":"assis`)
  const { stdout, stderr, exitCode } = await env.run('import', '--show', 'x.txt')
  const events = jsonLines<{ agent: string }>(stdout)
  expect(new Set(events.map(({ agent }) => agent))).toEqual(new Set(['claude-code']))
  expect(events.length).toBeGreaterThan(10)
  expect([stderr, exitCode]).toEqual(['warning: 1 line not read: not JSON\n', 3])
})

test('import --show reads JSON over many lines, as old chats of Gemini CLI are', async () => {
  const env = testEnv()
  const chat = JSON.parse(readFileSync(join(FIXTURES, 'gemini-cli/transcript-whole.jsonl'), 'utf8'))
  env.write('chat.json', JSON.stringify(chat, null, 2))
  const { stdout, exitCode } = await env.run('import', '--show', 'chat.json')
  expect([stdout.trim().split('\n').length, exitCode]).toEqual([6, 0])
})

test('import refuses what no agent wrote', async () => {
  const env = testEnv()
  env.write('binary', Buffer.from([0, 1, 2, 255, 10, 7]))
  env.write('other.jsonl', '{"a":1}\n')
  expect((await env.run('import', '--show', 'binary')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: 'binary' is no transcript of a known agent
    hint: Run \`flightrec import --help\` to see what can be read.
    [exit 1]
    "
  `)
  expect((await env.run('import', '--show', 'other.jsonl')).exitCode).toBe(1)
  expect((await env.run('import', '--show', 'missing')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: cannot stat 'missing': no such file or directory (ENOENT)
    [exit 1]
    "
  `)
  expect((await env.run('import', 'other.jsonl')).exitCode).toBe(1)
})
