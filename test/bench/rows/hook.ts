/** What a hook adds to each event of an agent: the script as the agent starts it, until its end. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '../../source-files.ts'
import type { Bench, Row } from '../bench.ts'
import { interleave } from '../interleave.ts'
import { atMost, type Line } from '../line.ts'
import { flightrec, run } from '../programs.ts'
import { spreadOf } from '../spread.ts'

const ROUNDS_PER_RUN = 20
const COMMAND = `${join(REPOSITORY, 'hooks/flightrec-hook')} claude-code`

export const hook: Row = {
  name: 'hook',
  title: 'hook per event',
  async measure(bench) {
    const { workspace } = bench
    const root = workspace.fresh('root')
    const home = workspace.fresh('home')
    mkdirSync(root)
    flightrec(workspace, home, ['watch', '--once', root])
    const away = await linesOf(bench, root, home, 'daemon away')
    flightrec(workspace, home, ['daemon', 'start', root])
    try {
      return [...away, ...(await linesOf(bench, root, home, 'daemon at work'))]
    } finally {
      flightrec(workspace, home, ['daemon', 'stop'])
    }
  },
}

async function linesOf(
  { workspace, options }: Bench,
  root: string,
  home: string,
  label: string,
): Promise<Line[]> {
  let calls = 0
  const payload = () =>
    JSON.stringify({
      session_id: 'bench',
      cwd: root,
      hook_event_name: 'PreToolUse',
      tool_use_id: `call-${calls++}`,
      tool_name: 'Bash',
      tool_input: { command: 'npm test' },
    })
  const env = { FLIGHTREC_HOME: home }
  const took = await interleave(
    [
      {
        name: 'hook',
        run: () => void run(workspace, ['/bin/sh', '-c', COMMAND], { env, input: payload() }),
      },
      { name: 'true', run: () => void run(workspace, ['/bin/sh', '-c', 'true'], { env }) },
      { name: 'node', run: () => void run(workspace, [process.execPath, '-e', '0'], { env }) },
    ],
    { count: options.runs * ROUNDS_PER_RUN, warmUps: 1 },
  )
  const measured = spreadOf(took.hook)
  return [
    {
      label,
      measured,
      anchor: spreadOf(took.true),
      budget: atMost(5, 'ms'),
      note: 'beside `sh -c true`',
    },
    { label: `${label}, against node`, measured, anchor: spreadOf(took.node) },
  ]
}
