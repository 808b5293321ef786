/** An agent with hooks that was run on a recorded terminal. */
import { resolve } from 'node:path'
import { jsonLines } from './json-lines.ts'
import type { TestEnv } from './test-env.ts'

const HOOK = resolve(import.meta.dirname, '../../hooks/flightrec-hook')
const PROGRAM = resolve(import.meta.dirname, '../../dist/main.js')

export interface RecordedTerminal {
  id: string
  session: string
  state: string
}

/** An agent with hooks that writes a file, on a terminal of `flightrec run`. */
export async function recordedAgent(
  env: TestEnv,
): Promise<{ agent: string; recording: RecordedTerminal }> {
  const payload = (event: string) =>
    JSON.stringify({
      ...{ hook_event_name: event, session_id: 'abc', cwd: env.root },
      ...{ tool_name: 'Write', tool_use_id: 'call-1', tool_input: { file_path: env.path('a') } },
    })
  const say = (event: string) => `printf '%s' '${payload(event)}' | ${HOOK} claude-code`
  // What hooks have said is taken in by then.
  const heard = `${process.execPath} ${PROGRAM} snapshot >/dev/null`
  const acts = [
    say('PreToolUse'),
    heard,
    'echo x > a',
    say('PostToolUse'),
    heard,
    say('SessionEnd'),
  ]
  await env.run('run', '--terminal', 'always', '--', 'sh', '-c', acts.join('; '))
  const isAgents = ({ command }: { command: unknown }) => command === null
  const [agent] = jsonLines<{ id: string; command: unknown }>(
    await env.run('sessions', '--json'),
  ).filter(isAgents)
  const [recording] = jsonLines<RecordedTerminal>(await env.run('recordings', '--json'))
  return { agent: agent!.id, recording: recording! }
}
