/** What the status says of agents and terminals, as names and words. */
import { formatSize } from '../../../../model/units.ts'
import type { PlainFact } from './facts.tsx'
import type { StatusAnswer } from './status-answer.ts'

type Counted = Pick<StatusAnswer, 'running_sessions' | 'spool' | 'unrecorded' | 'restarts'>

export function agentFacts({
  running_sessions,
  spool,
  unrecorded,
  ...status
}: Counted & Pick<StatusAnswer, 'sessions_problem'>): PlainFact[] {
  const { waiting, unfinished = 0, bad } = spool
  return [
    { name: 'sessions that run', value: count(running_sessions) },
    { name: 'said by hooks, not taken in', value: count(waiting + unfinished) },
    { name: 'refused', value: bad > 0 ? `${bad}, see spool/bad` : count(bad), isWrong: bad > 0 },
    ...(status.sessions_problem === null
      ? []
      : [{ name: 'not recorded', value: status.sessions_problem, isWrong: true }]),
    ...unrecorded.map(({ folder, agent }) => ({
      name: `${agent} works in`,
      value: `${folder}, which nobody records`,
      isWrong: true,
    })),
  ]
}

export function terminalFacts({ recordings }: Pick<StatusAnswer, 'recordings'>): PlainFact[] {
  const { total, bytes, running, damaged } = recordings
  return [
    { name: 'recordings', value: count(total) },
    { name: 'on disk', value: total === 0 ? '·' : formatSize(bytes) },
    { name: 'being made', value: count(running) },
    ...(damaged === 0
      ? []
      : [{ name: 'cannot be read', value: `${damaged}, see flightrec verify`, isWrong: true }]),
  ]
}

function count(number: number): string {
  return number === 0 ? '·' : String(number)
}
