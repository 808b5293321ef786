import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { drained } from '../helpers/spool.ts'
import { testEnv } from '../helpers/test-env.ts'

const SESSION = '4ae0'

interface EventJson {
  event_type: string
  source: string
  call_id?: string
  phase?: string
  usage?: object
}

test('a session told by hooks and by its transcript has each call once, and its lines are known', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  const path = join(env.root, 'a.txt')
  const watch = env.start('watch', env.root)
  await watch.says(/^recording/m)
  const agent = new HookedAgent(env, SESSION)
  const call = { tool_name: 'Write', tool_input: { file_path: path }, tool_use_id: 'toolu_1' }
  await agent.say({ hook_event_name: 'UserPromptSubmit', prompt: 'add a line' })
  await agent.say({ hook_event_name: 'PreToolUse', ...call })
  env.write('a.txt', 'one\ntwo\n')
  await agent.say({ hook_event_name: 'PostToolUse', ...call, tool_response: { type: 'update' } })
  await drained(env)

  const base = { sessionId: SESSION, cwd: env.root, version: '2.1.300' }
  const at = (seconds: number) => new Date(Date.parse('2026-08-01T10:00:00Z') + seconds * 1000)
  const content = [{ type: 'tool_use', id: 'toolu_1', name: 'Write', input: { file_path: path } }]
  const lines = [
    { type: 'user', uuid: 'u1', timestamp: at(0), message: { content: 'add a line' } },
    {
      ...{ type: 'assistant', uuid: 'u2', timestamp: at(1), requestId: 'r1' },
      message: { id: 'm1', model: 'claude-opus-5', content, usage: { output_tokens: 7 } },
    },
    {
      ...{ type: 'user', uuid: 'u3', timestamp: at(2), toolUseResult: { type: 'update' } },
      message: { content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }] },
    },
    {
      ...{ type: 'assistant', uuid: 'u4', timestamp: at(3), requestId: 'r2' },
      message: { id: 'm2', model: 'claude-opus-5', content: [{ type: 'text', text: 'Done.' }] },
    },
  ]
  const transcript = join(env.base, 'transcript.jsonl')
  env.write(transcript, lines.map((line) => `${JSON.stringify({ ...line, ...base })}\n`).join(''))
  const reports = jsonLines<{ sessions: { id: string; added: number }[] }>(
    await env.run('import', '--json', transcript),
  )
  // What the agent said at last, and the tokens that no hook tells.
  const [{ id, added }] = reports[0]!.sessions as [{ id: string; added: number }]
  expect(added).toBe(2)
  const again = await env.run('import', transcript)
  expect(again.stdout).toContain('nothing new')

  const events = jsonLines<EventJson>(await env.run('timeline', id, '--json'))
  const calls = events.filter(({ call_id: of, phase }) => of === 'toolu_1' && phase)
  expect(calls.map(({ phase, source }) => [phase, source])).toEqual([
    ['before', 'hook'],
    ['after', 'hook'],
  ])
  expect(events.filter(({ event_type: type }) => type === 'USER_INPUT')).toHaveLength(1)
  expect(events.filter(({ usage }) => usage)).toMatchObject([{ usage: { output_tokens: 7 } }])
  await watch.stop()

  const [record] = jsonLines<{ files: object[]; metadata: object }>(
    await env.run('export', id, '--format', 'agent-trace'),
  )
  expect(record).toMatchObject({
    files: [
      {
        path: 'a.txt',
        conversations: [
          {
            contributor: { type: 'ai', model_id: 'anthropic/claude-opus-5' },
            ranges: [{ start_line: 2, end_line: 2 }],
          },
        ],
      },
    ],
    metadata: { flightrec: { session: id, evidence: 'declared' } },
  })
})
