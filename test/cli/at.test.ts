import { expect, test } from 'vitest'
import { CastLines, formatCastHeader } from '../../src/model/cast.ts'
import type { SessionId } from '../../src/model/session.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { leaveRecording, recordingId } from '../helpers/recordings.ts'
import { testEnv } from '../helpers/test-env.ts'

interface Step {
  step: { seq: number; summary: string }
  step_ended_at: string | null
}

interface MomentLine {
  type: string
  time: string
  roots: {
    root: string
    snapshot: { snapshot_id: string } | null
    next_snapshot_id: string | null
    gaps: { reason: string }[]
  }[]
  sessions: {
    session: string
    agent: string
    at_work: boolean
    running: Step[]
    last_step: Step | null
  }[]
  recordings: { frame: { recording: string; text: string[] }; recording_gaps: string[] }[]
  unreadable: string[]
}

const moment = (run: { stdout: string }) => jsonLines<MomentLine>(run)[0]!

function cast(): string {
  const lines = new CastLines()
  const events = [
    { timeMs: 100, code: 'o', data: '$ make\r\n' },
    { timeMs: 60_000, code: 'm', data: 'GAP: the disk was full' },
    { timeMs: 61_000, code: 'o', data: 'error: no rule\r\n' },
  ]
  return (
    formatCastHeader({ columns: 40, rows: 5 }) + events.map((one) => lines.format(one)).join('')
  )
}

test('a moment is one answer: the files that held, what each session was doing, what stood on each screen, what is missing', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  const first = await env.snapshot()
  const started = await env.run('start', '--agent', 'codex', '--json')
  const session = jsonLines<{ id: SessionId; started_at: string }>(started)[0]!
  const startedMs = Date.parse(session.started_at)
  await leaveRecording(homeAt(env.home), 'ended', cast(), {
    id: recordingId(7),
    session: session.id,
    columns: 40,
    rows: 5,
    started: session.started_at,
    ended: new Date(startedMs + 120_000).toISOString(),
  })
  env.write('a.txt', 'two\n')
  const second = await env.snapshot()
  const found = moment(await env.run('at', `${recordingId(7)}@+61s`, '--json'))
  expect(found).toMatchObject({
    type: 'moment',
    time: new Date(startedMs + 61_000).toISOString(),
    roots: [{ root: env.root, snapshot: { snapshot_id: second }, next_snapshot_id: null }],
    sessions: [{ session: session.id, agent: 'codex', at_work: false, running: [] }],
    recordings: [{ frame: { recording: recordingId(7) }, recording_gaps: ['the disk was full'] }],
    unreadable: [],
  })
  expect(found.recordings[0]!.frame.text.slice(0, 2)).toEqual(['$ make', 'error: no rule'])

  const early = moment(await env.run('at', first, '--json'))
  expect(early.roots[0]).toMatchObject({
    snapshot: { snapshot_id: first },
    next_snapshot_id: second,
  })
  const shown = await env.run('at', `${recordingId(7)}@+61s`)
  expect(shown.stdout).toContain('codex')
  expect(shown.stdout).toContain('│ error: no rule')
  expect(shown.stdout).toContain('gap: the disk was full')
  expect((await env.run('at', session.id.concat('#1'), '--json')).exitCode).toBe(0)
})

test('before anything was recorded there is nothing, and that is said', async () => {
  const env = testEnv()
  env.write('a.txt', 'one\n')
  await env.snapshot()
  const { stdout, exitCode } = await env.run('at', '2001-01-01')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('nothing was recorded yet')
  expect(stdout).toContain('no session ran then')
})

test('what names no moment is refused with what does', async () => {
  const env = testEnv()
  await env.snapshot()
  for (const name of ['soon', 'sess_', 'latest~99', 'rec_7f3a@later']) {
    const run = await env.run('at', name)
    expect([name, run.exitCode]).toEqual([name, 2])
    expect(run.stderr).toMatch(/not a moment|no session|no recording/)
  }
})
