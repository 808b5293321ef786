import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { backgroundEnv } from '../helpers/background-env.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import type { TestEnv } from '../helpers/test-env.ts'

const HOOK = resolve(import.meta.dirname, '../../hooks/flightrec-hook')
const PROGRAM = resolve(import.meta.dirname, '../../dist/main.js')

interface SessionJson {
  id: string
  agent: string
  agent_session: string | null
  command: string[] | null
  runs: string[]
  members: string[]
  total_files: number
}

async function sessions(env: TestEnv): Promise<SessionJson[]> {
  return jsonLines(await env.run('sessions', '--json'))
}

/** Says what an agent with hooks says of a call that writes a file, around the writing of it. */
function hooked(env: TestEnv, name: string): string {
  const payload = (event: string) =>
    JSON.stringify({
      hook_event_name: event,
      session_id: 'abc',
      cwd: env.root,
      tool_name: 'Write',
      tool_use_id: 'call-1',
      tool_input: { file_path: env.path(name), content: 'x' },
      tool_response: {},
    })
  const say = (event: string) => `printf '%s' '${payload(event)}' | ${HOOK} claude-code`
  return `${say('PreToolUse')}; echo x > ${name}; ${say('PostToolUse')}`
}

test('an agent with hooks below a run keeps its own session; the two know each other', async () => {
  const env = backgroundEnv()
  await env.run('run', '--', 'sh', '-c', `${hooked(env, 'written.txt')}; sleep 1`)
  const all = await sessions(env)
  const run = all.find(({ command }) => command !== null)!
  const agent = all.find(({ command }) => command === null)!
  expect(agent).toMatchObject({ agent: 'claude-code', agent_session: 'abc', runs: [run.id] })
  expect(run).toMatchObject({ agent: 'sh', members: [agent.id] })
  expect(all).toHaveLength(2)
})

test('what a run changes is its own where nobody below it tells what they do', async () => {
  const env = backgroundEnv()
  env.write('old.txt', 'old\n')
  await env.run('run', '--agent', 'my-bot', '--', 'sh', '-c', 'echo x > new.txt; rm old.txt')
  expect(await sessions(env)).toMatchObject([{ agent: 'my-bot', total_files: 2, members: [] }])
  expect(await env.git('log', '-1', '--format=%an', 'refs/heads/main')).toBe('my-bot\n')
})

test('a run within a run, and a session begun by hand in one, join it', async () => {
  const env = backgroundEnv()
  const inner = `${process.execPath} ${PROGRAM}`
  const script = `${inner} run --agent inner -- true; ${inner} start --agent by-hand >/dev/null; ${inner} stop >/dev/null`
  await env.run('run', '--agent', 'outer', '--', 'sh', '-c', script)
  const all = await sessions(env)
  const byAgent = (name: string) => all.find(({ agent }) => agent === name)!
  const [outer, within, byHand] = ['outer', 'inner', 'by-hand'].map(byAgent)
  expect(outer!.members.sort()).toEqual([within!.id, byHand!.id].sort())
  expect([within!.runs, byHand!.runs]).toEqual([[outer!.id], [outer!.id]])
})

test('two runs in one folder go on beside each other, and a run that is over takes in nobody', async () => {
  const env = backgroundEnv()
  const one = env.start('run', '--agent', 'one', '--', 'cat')
  const first = await env.run('run', '--agent', 'two', '--', 'sh', '-c', 'echo $FLIGHTREC_SESSION')
  await one.ended()
  const over = { FLIGHTREC_SESSION: first.stdout.trim() }
  await env.runWith({ env: over }, 'run', '--agent', 'three', '--', 'true')
  const three = (await sessions(env)).find(({ agent }) => agent === 'three')!
  expect(three.runs).toEqual([])
  const forged = { FLIGHTREC_SESSION: 'sess_$(id)/../x' }
  await env.runWith({ env: forged }, 'run', '--', 'sh', '-c', `${hooked(env, 'b.txt')}`)
  expect((await env.run('status')).exitCode).toBe(0)
  expect(await sessions(env)).toHaveLength(5)
})
