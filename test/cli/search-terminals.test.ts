import { expect, test } from 'vitest'
import { CastLines, formatCastHeader } from '../../src/model/cast.ts'
import type { SessionId } from '../../src/model/session.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { leaveRecording, recordingId } from '../helpers/recordings.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

interface Found {
  type: string
  recording?: string
  at_ms?: number
  row?: number
  column?: number
  length?: number
  text?: string
}

async function sessionWith(env: TestEnv, agent: string, n: number, outputs: readonly string[]) {
  const begun = await env.run('start', '--agent', agent, '-m', `needle in ${agent}`, '--json')
  const { id } = jsonLines<{ id: SessionId }>(begun)[0]!
  const lines = new CastLines()
  const events = outputs.map((data, at) =>
    lines.format({ timeMs: (at + 1) * 1_000, code: 'o', data }),
  )
  await leaveRecording(
    homeAt(env.home),
    'ended',
    formatCastHeader({ columns: 60, rows: 6 }) + events.join(''),
    {
      id: recordingId(n),
      session: id,
      columns: 60,
      rows: 6,
    },
  )
  return id
}

test('what stood on a terminal is found beside events, coloured, moved to, or only scrolled by', async () => {
  const env = testEnv()
  const manyLines = Array.from({ length: 40 }, (_, n) => `line ${n}\r\n`).join('')
  const id = await sessionWith(env, 'codex', 1, [
    'a \x1b[31mnee\x1b[32mdle\x1b[0m\r\n',
    `${manyLines}hidden \x1b[5C\x1b[Hneedle\r\n${manyLines}`,
    '\x1b[2J\x1b[3;9H漢needle 9',
  ])
  const found = jsonLines<Found>(await env.run('search', 'needle', '--json'))
  expect(found[0]).toMatchObject({ type: 'event' })
  expect(found.slice(1).map(({ type, at_ms, row, column }) => [type, at_ms, row, column])).toEqual([
    ['screen-text', 1_000, 0, 2],
    ['screen-text', 2_000, 0, 0],
    ['screen-text', 3_000, 2, 10],
  ])
  const only = async (...args: string[]) =>
    jsonLines<Found>(await env.run('search', ...args, '--json')).map(({ text }) => text)
  expect(await only('needle \\d$', '--in', 'terminals')).toEqual(['        漢needle 9'])
  expect(await only('line 7', '-F', '--in', 'terminals', '--session', id)).toEqual(['line 7'])
  expect(await only('needle', '-n', '2')).toEqual([undefined, 'a needle'])
  expect(await only('needle', '--in', 'events')).toEqual([undefined])
  expect(await only('needle', '--type', 'SESSION_START')).toEqual([undefined])
  const shown = await env.run('search', 'needle', '--in', 'terminals')
  expect(shown.stdout).toMatch(/^sess_\w+… │ 2026-06-12 14:03:11 \+0:01 {2}a needle$/m)
})

test('one looks only at terminals of the session or the agent that was named, and nothing found is said', async () => {
  const env = testEnv()
  const codex = await sessionWith(env, 'codex', 1, ['the same words\r\n'])
  await env.run('stop')
  await sessionWith(env, 'gemini-cli', 2, ['the same words\r\n'])
  const recordings = async (...args: string[]) =>
    jsonLines<Found>(await env.run('search', 'same words', ...args, '--json')).map(
      ({ recording }) => recording,
    )
  expect((await recordings()).sort()).toEqual([recordingId(1), recordingId(2)])
  expect(await recordings('--session', codex)).toEqual([recordingId(1)])
  expect(await recordings('--agent', 'gemini-cli')).toEqual([recordingId(2)])
  expect((await env.run('search', 'nobody said this')).stderr).toContain(
    'nothing recorded is like that',
  )
})

test('a session that is listed or inspected names what its terminal showed', async () => {
  const env = testEnv()
  const id = await sessionWith(env, 'codex', 1, ['hello\r\n'])
  const named = { id, recordings: [recordingId(1)] }
  for (const words of [['sessions'], ['inspect', id]]) {
    const [session] = jsonLines<object>(await env.run(...words, '--json'))
    expect(session).toMatchObject(named)
  }
  expect((await env.run('inspect', id)).stdout).toContain(`Screen:  ${recordingId(1)}`)
})
