/**
 * What a hook adds to each event of an agent. A shell starts many in a row, each as an agent does by `sh -c`, since
 * starting one program from Node costs about as much as the hook itself.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '../../source-files.ts'
import type { Bench, Row } from '../bench.ts'
import { interleave } from '../interleave.ts'
import { atMost, type Line } from '../line.ts'
import { flightrec, run } from '../programs.ts'
import { spreadOf } from '../spread.ts'

const EVENTS = 100
const HOOK = join(REPOSITORY, 'hooks/flightrec-hook')
const PAYLOAD = {
  session_id: 'bench',
  hook_event_name: 'PreToolUse',
  tool_use_id: 'call',
  tool_name: 'Bash',
  tool_input: { command: 'npm test' },
}

export const hook: Row = {
  name: 'hook',
  title: 'hook per event',
  async measure(bench) {
    const { workspace } = bench
    const root = workspace.fresh('root')
    const home = workspace.fresh('home')
    mkdirSync(root)
    const payload = workspace.fresh('payload')
    writeFileSync(payload, JSON.stringify({ ...PAYLOAD, cwd: root }))
    flightrec(workspace, home, ['watch', '--once', root])
    const away = await linesOf(bench, home, payload, 'daemon away')
    flightrec(workspace, home, ['daemon', 'start', root])
    try {
      return [...away, ...(await linesOf(bench, home, payload, 'daemon at work'))]
    } finally {
      flightrec(workspace, home, ['daemon', 'stop'])
    }
  },
}

async function linesOf(
  { workspace, options }: Bench,
  home: string,
  payload: string,
  label: string,
): Promise<Line[]> {
  const contender = <Name extends string>(name: Name, command: string, events: number) => {
    const loop = `i=0; while [ $i -lt ${events} ]; do sh -c '${command}' < '${payload}'; i=$((i + 1)); done`
    const launch = { env: { FLIGHTREC_HOME: home } }
    return { name, run: () => void run(workspace, ['/bin/sh', '-c', loop], launch) }
  }
  const took = await interleave(
    [
      contender('hook', `${HOOK} claude-code`, EVENTS),
      contender('true', 'true', EVENTS),
      contender('node', `${process.execPath} -e 0`, EVENTS / 10),
    ],
    { count: options.runs, warmUps: 1 },
  )
  const perEvent = (ms: readonly number[], events: number) => spreadOf(ms.map((it) => it / events))
  const measured = perEvent(took.hook, EVENTS)
  return [
    {
      label,
      measured,
      anchor: perEvent(took.true, EVENTS),
      budget: atMost(5, 'ms'),
      note: 'beside `sh -c true`',
    },
    { label: `${label}, against node`, measured, anchor: perEvent(took.node, EVENTS / 10) },
  ]
}
