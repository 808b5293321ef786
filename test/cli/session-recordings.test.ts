import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { CastLines, formatCastHeader } from '../../src/model/cast.ts'
import type { SessionId } from '../../src/model/session.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { backgroundEnv } from '../helpers/background-env.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { type RecordedTerminal, recordedAgent } from '../helpers/recorded-agent.ts'
import { leaveRecording, recordingId } from '../helpers/recordings.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

const HOOK = resolve(import.meta.dirname, '../../hooks/flightrec-hook')
const PROGRAM = resolve(import.meta.dirname, '../../dist/main.js')

/** A session of the root in which a recording with a gap was killed. */
async function brokenRecording(env: TestEnv): Promise<string> {
  mkdirSync(env.home, { recursive: true, mode: 0o700 })
  await env.run('start', '--agent', 'my-bot')
  const [{ id, started_at: started } = { id: '', started_at: '' }] = jsonLines<{
    id: string
    started_at: string
  }>(await env.run('sessions', '--json'))
  const lines = new CastLines()
  const cast = [
    formatCastHeader({ columns: 80, rows: 24 }),
    lines.format({ timeMs: 1000, code: 'o', data: 'before' }),
    lines.format({
      timeMs: 2000,
      code: 'm',
      data: 'GAP: 7 characters are missing: the disk is full',
    }),
    lines.format({ timeMs: 35_000, code: 'o', data: 'after' }),
  ]
  const about = { id: recordingId(7), session: id as SessionId, started }
  await leaveRecording(homeAt(env.home), 'killed', cast.join(''), about)
  return id
}

test('the timeline of an agent shows where the terminal of its run was recorded, since that is what a person saw', async () => {
  const env = backgroundEnv()
  const { agent, recording } = await recordedAgent(env)
  const lines = (await env.run('timeline', agent)).stdout.trimEnd().split('\n')
  expect(lines[0]).toContain(`SCREEN          ▸ ${recording.id} begins, 80x24`)
  expect(lines.join('\n')).toContain(`SCREEN          ■ ${recording.id} ends, exit 0`)
  const all = jsonLines<{ type: string; kind?: string }>(await env.run('timeline', agent, '--json'))
  expect(all[0]).toMatchObject({
    ...{ type: 'recording-moment', kind: 'begin', recording: recording.id },
    session: recording.session,
  })
  expect(all.find(({ kind }) => kind === 'end')).toMatchObject({ exit_code: 0, reason: null })
  expect(all.filter(({ type }) => type === 'event').length).toBe(all.length - 2)
  const part = jsonLines<{ kind?: string }>(
    await env.run('timeline', agent, '--from', '2', '--to', '3', '--json'),
  )
  expect(part.some(({ kind }) => kind === 'begin')).toBe(false)
})

test('a gap, and the end of a recorder that was killed, stand in the timeline and the audit with their reasons', async () => {
  const env = testEnv()
  const id = await brokenRecording(env)
  const { stdout } = await env.run('timeline', id)
  expect(stdout).toContain('    33s  SCREEN          ┄ not recorded: 7 characters are missing')
  expect(stdout).toContain('┄ not recorded: what recorded was killed here')
  const [audit] = jsonLines<{ recordings: { gaps: unknown[] }[] }>(
    await env.run('audit', id, '--json'),
  )
  expect(audit!.recordings).toMatchObject([
    { id: recordingId(7), gaps: [{ reason: /missing/ }, { reason: /killed/ }] },
  ])
  expect((await env.run('audit', id)).stdout).toContain('has a gap from')
})

test('an audit says when no terminal was recorded, since what stood on screen then is not known', async () => {
  const env = testEnv()
  await env.run('start', '--agent', 'my-bot')
  await env.run('stop')
  const [{ id } = { id: '' }] = jsonLines<{ id: string }>(await env.run('sessions', '--json'))
  expect((await env.run('audit', id)).stdout).toContain('No terminal was recorded')
})

test('all exports of a session name its recordings, and its bundle holds them', async () => {
  const env = backgroundEnv()
  const { agent, recording } = await recordedAgent(env)
  await until('the recording is at rest', async () => {
    const [listed] = jsonLines<RecordedTerminal>(await env.run('recordings', '--json'))
    return listed!.state === 'stored'
  })
  for (const format of ['trace', 'atif', 'agent-trace', 'otlp', 'html']) {
    const { stdout } = await env.run('export', agent, '--format', format)
    expect([format, stdout.includes(recording.id)]).toEqual([format, true])
  }
  const file = env.path('session.bundle')
  expect((await env.run('export', agent, '--format', 'bundle', '-o', file)).exitCode).toBe(0)
  const clone = `${env.temporary}/clone.git`
  execFileSync('git', ['clone', '-q', '--mirror', file, clone], { stdio: 'ignore' })
  const ref = `refs/sessions/${recording.session}:recordings/${recording.id}`
  const held = execFileSync('git', ['--git-dir', clone, 'ls-tree', '--name-only', ref])
  expect(held.toString().split('\n')).toContain('recording.json')
})

test('status and repos count the recordings, those of a folder with it, and say that one cannot be read', async () => {
  const env = backgroundEnv()
  const { recording } = await recordedAgent(env)
  const [status] = jsonLines<{ recordings: object; repos: object[] }>(
    await env.run('status', '--json'),
  )
  expect(status!.recordings).toMatchObject({ total: 1, running: 0, damaged: 0 })
  expect(status!.repos).toMatchObject([{ recordings: { total: 1 } }])
  expect((await env.run('status')).stdout).toMatch(/\n {2}terminals {2}1 recording, [\d.]+ K?B\n/)
  const [repo] = jsonLines(await env.run('repos', '--json'))
  expect(repo).toMatchObject({ recordings: { total: 1, running: 0 } })
  expect((await env.run('repos')).stdout).toContain('  1 recording, ')
  await until('the recording is at rest', async () => {
    const [listed] = jsonLines<RecordedTerminal>(await env.run('recordings', '--json'))
    return listed!.state === 'stored'
  })
  await env.run('daemon', 'stop')
  const sessions = `${env.home}/sessions`
  const git = (...args: string[]) =>
    execFileSync('git', ['--git-dir', sessions, ...args])
      .toString()
      .trim()
  const path = `refs/sessions/${recording.session}:recordings/${recording.id}/recording.json`
  const oid = git('rev-parse', path)
  execFileSync('rm', ['-f', `${sessions}/objects/${oid.slice(0, 2)}/${oid.slice(2)}`])
  expect((await env.run('status')).stdout).toContain('1 that cannot be read')
})

test('an agent and the run around it are one line, that of the agent with its terminal, since a person started one thing', async () => {
  const env = backgroundEnv()
  const { agent, recording } = await recordedAgent(env)
  const lines = (await env.run('sessions')).stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(agent.slice(0, 12))
  expect(lines[0]).toMatch(/1 step +1 file .* screen /)
  expect((await env.run('recordings')).stdout).toContain(`${agent.slice(0, 12)}…  claude-code`)
  for (const name of [agent, recording.session]) {
    const found = await env.run('recordings', '--session', name, '--json')
    expect(jsonLines(found)).toMatchObject([{ told_by: agent, session: recording.session }])
  }
  const [{ started_at: started } = { started_at: '' }] = jsonLines<{ started_at: string }>(
    await env.run('inspect', agent, '--json'),
  )
  const then = (await env.run('at', started)).stdout
  expect(then.match(/^sess_/gm)).toHaveLength(1)
  expect(then).toContain(`${recording.id}  of ${agent.slice(0, 12)}…`)
})

test('a run below which nobody has spoken, and one that changed files itself, are listed for themselves', async () => {
  const env = backgroundEnv()
  await env.run('run', '--terminal', 'always', '--agent', 'alone', '--', 'true')
  const payload = JSON.stringify({
    hook_event_name: 'SessionStart',
    session_id: 'x',
    cwd: env.root,
  })
  const say = `printf '%s' '${payload}' | ${HOOK} claude-code`
  const snapshot = `${process.execPath} ${PROGRAM} snapshot`
  const script = `echo x > own.txt; ${snapshot}; ${say}; ${snapshot}`
  await env.run('run', '--agent', 'both', '--', 'sh', '-c', script)
  const agents = (await env.run('sessions')).stdout
  for (const name of ['alone', 'both', 'claude-code']) expect(agents).toContain(`  ${name} `)
})
