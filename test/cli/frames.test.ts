import { expect, test } from 'vitest'
import { CastLines, formatCastHeader } from '../../src/model/cast.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { leaveRecording, recordingId } from '../helpers/recordings.ts'
import { testEnv } from '../helpers/test-env.ts'

interface ShownFrame {
  type: string
  recording: string | null
  time: string | null
  at_ms: number
  until_ms: number | null
  text: string[]
  painted?: string[]
  cursor: { row: number; column: number } | null
}

const STARTED_MS = Date.UTC(2026, 5, 12, 14, 3, 10)

/** A shell that asks something after 10 s, waits until it is answered, and hides its cursor. */
function cast(header: { timestamp?: number } = {}): string {
  const lines = new CastLines()
  return (
    formatCastHeader({ columns: 30, rows: 4, ...header }) +
    [
      { timeMs: 1_000, code: 'o', data: '$ deploy\r\n' },
      { timeMs: 10_000, code: 'o', data: '\x1b[31mReally?\x1b[0m [y/N] ' },
      { timeMs: 250_000, code: 'o', data: 'y\r\n' },
      { timeMs: 300_000, code: 'o', data: '\x1b[2J\x1b[Hdone\x1b[?25l' },
    ]
      .map((event) => lines.format(event))
      .join('')
  )
}

const framesOf = (run: { stdout: string }) => jsonLines<ShownFrame>(run)

test('one sees what was on screen at a time, however the time is named', async () => {
  const env = testEnv()
  env.write('a.cast', cast({ timestamp: STARTED_MS / 1000 }))
  const at = async (time: string) => {
    const [frame] = framesOf(await env.run('frames', 'a.cast', '--at', time, '--json'))
    return [frame?.at_ms, frame?.text.filter((row) => row !== '').at(-1)]
  }
  expect(await at('start')).toEqual([0, undefined])
  expect(await at('+5s')).toEqual([1_000, '$ deploy'])
  expect(await at('14:05')).toEqual([10_000, 'Really? [y/N]'])
  expect(await at('+1:00')).toEqual([10_000, 'Really? [y/N]'])
  expect(await at('2026-06-12T14:07:25Z')).toEqual([250_000, 'Really? [y/N] y'])
  expect(await at('90%')).toEqual([250_000, 'Really? [y/N] y'])
  expect(await at('end')).toEqual([300_000, 'done'])
})

test('every picture between two times comes with until when it stood, beginning with the one that stood there', async () => {
  const env = testEnv()
  env.write('a.cast', cast())
  const frames = framesOf(await env.run('frames', 'a.cast', '--from', '+5s', '--json'))
  expect(
    frames.map(({ at_ms, until_ms, time, cursor }) => [at_ms, until_ms, time, cursor]),
  ).toEqual([
    [1_000, 10_000, null, { row: 1, column: 0 }],
    [10_000, 250_000, null, { row: 1, column: 14 }],
    [250_000, 300_000, null, { row: 2, column: 0 }],
    [300_000, 300_000, null, null],
  ])
  const some = await env.run(
    'frames',
    'a.cast',
    '--from',
    '0:05',
    '--to',
    '0:20',
    '-n',
    '1',
    '--json',
  )
  expect(framesOf(some).map(({ at_ms }) => at_ms)).toEqual([1_000])
})

test('people get the screen as text under its time, with colours only when they ask', async () => {
  const env = testEnv()
  env.write('a.cast', cast({ timestamp: STARTED_MS / 1000 }))
  expect((await env.run('frames', 'a.cast', '--at', '+1m')).stdout).toBe(
    '── 2026-06-12 14:03:20  +0:10  30x4\n$ deploy\nReally? [y/N]\n',
  )
  const painted = await env.run('frames', 'a.cast', '--at', '+1m', '--painted')
  expect(painted.stdout).toContain('\x1b[0;31mReally?\x1b[0m [y/N]')
})

test('a recording is found by its id or the beginning of it, while it is being made and after its writer was killed', async () => {
  const env = testEnv()
  await env.snapshot()
  const home = homeAt(env.home)
  await leaveRecording(home, 'running', cast(), { id: recordingId(0xa1), columns: 30, rows: 4 })
  await leaveRecording(home, 'killed', cast().slice(0, -20), {
    id: recordingId(0xb2),
    columns: 30,
    rows: 4,
  })
  const [live] = framesOf(await env.run('frames', 'rec_00000000000000a1', '--json'))
  expect(live).toMatchObject({ at_ms: 300_000, until_ms: null, time: '2026-06-12T14:08:10.000Z' })
  const [killed] = framesOf(await env.run('frames', 'rec_00000000000000b', '--json'))
  expect(killed).toMatchObject({ at_ms: 250_000, recording: recordingId(0xb2) })
  expect(await env.run('frames', 'rec_0000')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('2 recordings'),
  })
})

test('a time that is none, or that lies outside, is refused with the times there are', async () => {
  const env = testEnv()
  env.write('a.cast', cast({ timestamp: STARTED_MS / 1000 }))
  env.write('no.cast', 'hello\n')
  const said = async (...args: string[]) => {
    const { exitCode, stderr } = await env.run('frames', ...args)
    expect(exitCode).not.toBe(0)
    return stderr
  }
  expect(await said('a.cast', '--at', '18:00')).toContain('it goes from 2026-06-12 14:03:10')
  expect(await said('a.cast', '--at', 'soon')).toContain("no time of this recording: 'soon'")
  expect(await said('a.cast', '--at', '+1m', '--to', 'end')).toContain('there is one time')
  expect(await said('no.cast')).toContain('no asciicast')
  expect(await said('missing.cast')).toContain('missing.cast')
})
