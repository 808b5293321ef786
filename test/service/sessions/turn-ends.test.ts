/** What agents write down of a session themselves, read where a turn ends. */
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { HookedAgent } from '../../helpers/hooked-agent.ts'
import { jsonLines } from '../../helpers/json-lines.ts'
import { runProcess } from '../../helpers/processes.ts'
import { drained } from '../../helpers/spool.ts'
import { type TestEnv, testEnv } from '../../helpers/test-env.ts'
import { until } from '../../helpers/until.ts'

const SESSION = '01a21ef5-bde5-7791-af37-5aea52b119eb'

interface EventJson {
  seq: number
  event_type: string
  source: string
  summary: string
  phase?: string
  call_id?: string
  exit_code?: number
  duration_ms?: number
  model?: string
  filled?: string[]
  usage?: { output_tokens: number }
}

async function eventsIn(env: TestEnv): Promise<EventJson[]> {
  const [session] = jsonLines<{ id: string }>(await env.run('sessions', '--json'))
  return session === undefined
    ? []
    : jsonLines<EventJson>(await env.run('timeline', session.id, '--json'))
}

function rollout(env: TestEnv): string {
  return join(
    env.userHome,
    `.codex/sessions/2026/11/27/rollout-2026-11-27T21-42-31-${SESSION}.jsonl`,
  )
}

/** Lines of a rollout of Codex: a command that fails, its tokens, and words. */
function linesOf(env: TestEnv, call: string, words: string): string {
  const timestamp = '2026-11-27T21:42:31.281Z'
  const item = {
    ...{ type: 'CommandExecution', id: call, command: ['/bin/bash', '-lc', 'false'] },
    ...{ status: 'failed', aggregated_output: '', exit_code: 1, duration: { secs: 1, nanos: 5e8 } },
  }
  const usage = { input_tokens: 1000, cached_input_tokens: 400, output_tokens: 50 }
  return [
    { type: 'session_meta', payload: { id: SESSION, cwd: env.root, cli_version: '0.171.0' } },
    { type: 'turn_context', payload: { cwd: env.root, model: 'gpt-5-codex' } },
    { type: 'event_msg', payload: { type: 'item_completed', item } },
    { type: 'event_msg', payload: { type: 'token_count', info: { total_token_usage: usage } } },
    { type: 'event_msg', payload: { type: 'agent_message', message: words } },
  ]
    .map((line) => `${JSON.stringify({ timestamp, ...line })}\n`)
    .join('')
}

function codex(env: TestEnv, more: object = {}): HookedAgent {
  return new HookedAgent(env, SESSION, { model: 'gpt-5-codex', turn_id: 't', ...more })
}

async function runFalse(agent: HookedAgent): Promise<void> {
  const call = { tool_name: 'Bash', tool_input: { command: 'false' }, tool_use_id: 'call_1' }
  await agent.say({ hook_event_name: 'PreToolUse', ...call })
  await agent.say({ hook_event_name: 'PostToolUse', ...call, tool_response: '' })
}

test('where a turn ends, what only the transcript tells is there without an import: exit code, time, tokens, words', async () => {
  const env = testEnv()
  mkdirSync(dirname(rollout(env)), { recursive: true })
  writeFileSync(
    rollout(env),
    linesOf(env, 'call_1', 'It fails, and the key is ghp_R7fQ2mVx9LtKz3WnB8sYc1JdHu6EoA4pTg5i.'),
  )
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = codex(env, { transcript_path: rollout(env) })
  await runFalse(agent)
  await agent.say({ hook_event_name: 'Stop', last_assistant_message: 'done' })
  let events: EventJson[] = []
  await until('the words of the transcript are recorded', async () => {
    events = await eventsIn(env)
    return events.some(({ summary }) => summary.startsWith('It fails'))
  })
  const ended = events.filter(({ phase, call_id }) => phase === 'after' && call_id === 'call_1')
  expect(ended).toMatchObject([
    {
      source: 'hook',
      exit_code: 1,
      duration_ms: 1500,
      filled: ['exit_code', 'duration_ms', 'failed'],
    },
  ])
  expect(events.filter(({ usage }) => usage)).toMatchObject([{ usage: { output_tokens: 50 } }])
  expect(JSON.stringify(events)).not.toContain('ghp_R7fQ2')

  // What is written later is read at the next end, and nothing twice.
  appendFileSync(rollout(env), linesOf(env, 'call_2', 'All done.').split('\n').slice(2).join('\n'))
  await agent.say({ hook_event_name: 'SessionEnd', reason: 'other' })
  await until('the last words are recorded', async () => {
    events = await eventsIn(env)
    return events.some(({ summary }) => summary === 'All done.')
  })
  await watch.stop()
  expect((await env.run('import', rollout(env))).stdout).toContain('nothing new')
  const calls = events.filter(
    ({ phase, event_type }) => phase === 'after' && event_type === 'SHELL_EXEC',
  )
  expect(calls.map(({ call_id }) => call_id)).toEqual(['call_1', 'call_2'])
  expect((await env.run('verify')).exitCode).toBe(0)
})

test('a transcript that the payload does not name is found where its agent keeps it', async () => {
  const env = testEnv()
  const path = join(env.userHome, '.copilot/session-state', SESSION, 'events.jsonl')
  mkdirSync(dirname(path), { recursive: true })
  const line = (type: string, data: object, n: number) =>
    `${JSON.stringify({ type, data, id: `i${n}`, timestamp: '2026-11-27T22:15:54.165Z' })}\n`
  writeFileSync(
    path,
    line(
      'session.start',
      { sessionId: SESSION, copilotVersion: '1', context: { cwd: env.root } },
      1,
    ) + line('assistant.message', { content: 'These are the last words.', model: 'gpt-4.1' }, 2),
  )
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, SESSION, { timestamp: '2026-11-27T22:15:53.000Z' })
  await agent.say({ hook_event_name: 'SessionStart', source: 'new' })
  await agent.say({ hook_event_name: 'SessionEnd', reason: 'complete' })
  await until('the last words are recorded', async () =>
    (await eventsIn(env)).some(({ summary }) => summary === 'These are the last words.'),
  )
  await watch.stop()
})

const HOSTILE: [string, (env: TestEnv, path: string) => Promise<void> | void, RegExp][] = [
  ['is not there', () => {}, /it is not there/],
  [
    'is a link to a transcript',
    (env, path) => {
      writeFileSync(join(env.base, 'other'), linesOf(env, 'call_9', 'SECRETWORDS'))
      symlinkSync(join(env.base, 'other'), path)
    },
    /it is a link/,
  ],
  ['is a folder', (_, path) => mkdirSync(path), /it is not a regular file/],
  [
    'is a pipe that nobody writes to',
    async (_, path) => {
      await runProcess(['mkfifo', path], { cwd: '/', env: { PATH: process.env.PATH! } })
    },
    /it is not a regular file/,
  ],
  [
    'is a file of secrets',
    (_, path) => writeFileSync(path, '{"SECRETWORDS":1}\n'.repeat(200)),
    /it is no transcript of codex/,
  ],
  [
    'is the transcript of another agent',
    (_, path) =>
      writeFileSync(
        path,
        `${JSON.stringify({ type: 'user', sessionId: SESSION, uuid: 'u', message: { content: 'SECRETWORDS' } })}\n`,
      ),
    /it is no transcript of codex/,
  ],
  [
    'is larger than any',
    (_, path) => {
      writeFileSync(path, '')
      truncateSync(path, 2 ** 40)
    },
    /too much to read along/,
  ],
]

test.each(HOSTILE)('a transcript that %s costs nothing but a note', async (_, prepare, why) => {
  const env = testEnv()
  mkdirSync(dirname(rollout(env)), { recursive: true })
  await prepare(env, rollout(env))
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = codex(env, { transcript_path: rollout(env) })
  await runFalse(agent)
  await agent.say({ hook_event_name: 'SessionEnd', reason: 'other' })
  await drained(env)
  await until(
    'it is said why it is not read',
    () => why.test(watch.stderr + watch.stdout),
    () => watch.stderr,
  )
  const events = await eventsIn(env)
  expect(events.filter(({ phase }) => phase)).toHaveLength(2)
  await watch.stop()
  for (const name of readdirSync(env.home, { recursive: true, encoding: 'latin1' })) {
    if (!/live|spool|logs/.test(name)) continue
    try {
      expect(readFileSync(join(env.home, name), 'latin1')).not.toContain('SECRETWORDS')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EISDIR') throw error
    }
  }
  expect(JSON.stringify(events)).not.toContain('SECRETWORDS')
})

test('what a transcript tells of another session than that of the hook is not recorded: it would name the wrong one', async () => {
  const env = testEnv()
  mkdirSync(dirname(rollout(env)), { recursive: true })
  const lines = linesOf(env, 'call_1', 'Words of another.').replaceAll(SESSION, 'another')
  writeFileSync(rollout(env), lines)
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = codex(env, { transcript_path: rollout(env) })
  await runFalse(agent)
  await agent.say({ hook_event_name: 'Stop', last_assistant_message: 'done' })
  await drained(env)
  // Reads what is due before it ends.
  await watch.stop()
  expect(jsonLines(await env.run('sessions', '--json'))).toHaveLength(1)
  expect(JSON.stringify(await eventsIn(env))).not.toContain('Words of another')
})
