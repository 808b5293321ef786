/** Fills the sessions repo at once: git fast-import writes what years of agents would. */
import { createHash } from 'node:crypto'
import type { Session, SessionId } from '../../src/model/session.ts'
import { homeAt } from '../../src/store/home/home.ts'
import {
  prepareSessionsRepo,
  sessionRef,
  sessionsGitDir,
} from '../../src/store/sessions/sessions-repo.ts'
import { run } from './programs.ts'
import type { Workspace } from './workspace.ts'

const START_MS = Date.UTC(2026, 0, 1)
const BETWEEN_MS = 6 * 60 * 60 * 1000
const STEP_MS = 7_001
const AGENTS = ['claude-code', 'codex', 'gemini-cli', 'opencode']
/** So much is handed to git at a time. */
const BATCH = 50

export interface ManySessions {
  sessions: number
  /** Of each: a call and its end. */
  steps: number
  root: string
}

/** Sessions of several agents in one root, one after another; every hundredth step has a finding. */
export function importSessions(workspace: Workspace, homePath: string, many: ManySessions): void {
  const home = homeAt(homePath)
  prepareSessionsRepo(home)
  const command = ['git', `--git-dir=${sessionsGitDir(home)}`, 'fast-import', '--quiet']
  for (let first = 0; first < many.sessions; first += BATCH) {
    const count = Math.min(BATCH, many.sessions - first)
    const input = Array.from({ length: count }, (_, at) => commitOf(first + at, many)).join('')
    run(workspace, command, { input })
  }
}

function commitOf(index: number, { steps, root }: ManySessions): string {
  const agent = AGENTS[index % AGENTS.length]!
  const id = sessionIdOf(index)
  const startMs = START_MS + index * BETWEEN_MS
  const timeOf = (step: number) => new Date(startMs + step * STEP_MS).toISOString()
  const events = Array.from({ length: steps }, (_, step) =>
    callOf(step, { id, agent, root, began: timeOf(step), ended: timeOf(step + 0.5) }),
  )
  const last = timeOf(steps)
  const findings = Math.floor(steps / 100)
  const session: Session = {
    ...{
      id,
      agent,
      agent_session: `made-up-${index}`,
      root,
      started: timeOf(0),
      last,
      ended: last,
    },
    totals: {
      ...{ events: steps * 2, steps, files: Math.min(steps, 40), anomalies: findings },
      risks: { info: 0, warning: findings, danger: 0 },
    },
    end_reason: 'said',
  }
  const stamp = `${Math.floor(Date.parse(last) / 1000)} +0000`
  const message = `${agent}: steps ${steps}, ended`
  return [
    `commit ${sessionRef(id)}`,
    `author ${agent} <${id}@flightrec> ${stamp}`,
    `committer flightrec <flightrec@flightrec> ${stamp}`,
    data(message),
    'M 100644 inline session.json',
    data(JSON.stringify(session)),
    'M 100644 inline events/1.jsonl',
    data(
      `${events
        .flat()
        .map((event) => JSON.stringify(event))
        .join('\n')}\n`,
    ),
    '',
  ].join('\n')
}

function sessionIdOf(index: number): SessionId {
  const hash = createHash('sha256').update(`made-up ${index}`).digest('hex')
  return `sess_${hash.slice(0, 16)}` as SessionId
}

interface CallPlace {
  id: SessionId
  agent: string
  root: string
  began: string
  ended: string
}

function callOf(step: number, { id, agent, root, began, ended }: CallPlace): object[] {
  const isPrompt = step % 50 === 0
  const command = `npm test -- test/part-${step % 97}.test.ts`
  const call = {
    ...{ source: 'hook', call_id: `call-${step}`, cwd: root, tool: 'Bash', command },
    ...{ summary: command, session: id, agent },
  }
  if (isPrompt) {
    const prompt = { event_type: 'USER_INPUT', source: 'hook', summary: `Now do part ${step / 50}` }
    const more = { risk_level: 'none', session: id, agent }
    return [
      { seq: step * 2 + 1, time: began, ...prompt, ...more },
      {
        seq: step * 2 + 2,
        time: ended,
        ...prompt,
        event_type: 'AGENT_ACT',
        summary: 'It is done.',
        ...more,
      },
    ]
  }
  const risky =
    step % 100 === 99
      ? { risk_level: 'warning', findings: ['system-network-call'] }
      : { risk_level: 'none' }
  return [
    {
      seq: step * 2 + 1,
      time: began,
      event_type: 'SHELL_EXEC',
      phase: 'before',
      ...call,
      ...risky,
    },
    {
      ...{ seq: step * 2 + 2, time: ended, event_type: 'SHELL_EXEC', phase: 'after', ...call },
      ...{ risk_level: 'none', exit_code: step % 7 === 0 ? 1 : 0 },
    },
  ]
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`
}
