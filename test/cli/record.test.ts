import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { backgroundEnv } from '../helpers/background-env.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { RunningProcess, runProcess } from '../helpers/processes.ts'
import { recordedCasts } from '../helpers/recorded-cast.ts'
import type { TestEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

const LIBRARY = pathToFileURL(resolve(import.meta.dirname, '../../dist/recording.js')).href

interface SessionJson {
  id: string
  agent: string
  agent_session: string | null
  ended_at: string | null
}

async function sessions(env: TestEnv): Promise<SessionJson[]> {
  return jsonLines(await env.run('sessions', '--json'))
}

test('record keeps what comes on standard input, in a session of the name it is given', async () => {
  const env = backgroundEnv()
  const words = ['record', '--session', 'unit-42', '--size', '120x40', '--title', 'first']
  const first = await env.runWith({ stdin: 'one\r\n' }, ...words)
  const second = await env.runWith({ stdin: 'two\r\n' }, 'record', '--session', 'unit-42', '--json')
  const casts = await recordedCasts(env)
  expect(casts.map(({ output }) => output)).toEqual(['one\r\n', 'two\r\n'])
  expect(first.stdout).toBe(`${casts[0]!.recording.id}\n`)
  const session = casts[0]!.recording.session
  expect(jsonLines(second)).toEqual([
    { type: 'recording-begun', id: casts[1]!.recording.id, session },
  ])
  expect(casts[0]!.header).toMatchObject({ term: { cols: 120, rows: 40 }, title: 'first' })
  const [kept, ...others] = await sessions(env)
  expect(kept).toMatchObject({ id: session, agent: 'driver', agent_session: 'unit-42' })
  expect(kept!.ended_at).not.toBeNull()
  expect(others).toEqual([])
})

test('a cast is recorded with its own size, times, resizes and markers, and without its secrets', async () => {
  const env = backgroundEnv()
  const token = 'ghp_R7kX2mQ9vT4bN8cL1wZ6yH3jD5fG0sAqWeRt'
  const lines = [
    { version: 2, width: 90, height: 20, title: 'a talk' },
    [0.5, 'o', `${token}\r\n`],
    [61.25, 'r', '100x30'],
    [62, 'm', `after ${token}`],
    [63, 'x', '3'],
  ]
  const stdin = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  await env.runWith({ stdin }, 'record', '--format', 'asciicast')
  const [cast] = await recordedCasts(env)
  expect(cast!.header).toMatchObject({ term: { cols: 90, rows: 20 }, title: 'a talk' })
  expect(cast!.events.map(([interval, code]) => [interval, code])).toEqual([
    [0.5, 'o'],
    [60.75, 'r'],
    [0.75, 'm'],
    [0, 'x'],
  ])
  expect(cast!.recording).toMatchObject({ exit_code: 3, duration_ms: 62_000 })
  expect(cast!.text).not.toContain(token)
})

test('what is no cast, no size and no name is refused with one clear word', async () => {
  const env = backgroundEnv()
  const cast = await env.runWith({ stdin: 'hello\n' }, 'record', '--format', 'asciicast')
  expect(cast.stderr).toMatch(/it is no asciicast/)
  expect(cast.exitCode).not.toBe(0)
  const size = await env.runWith({ stdin: 'x' }, 'record', '--size', '0x99999')
  expect(size.stderr).toMatch(/'0x99999' is no size of a terminal/)
  const agent = await env.runWith({ stdin: 'x' }, 'record', '--agent', 'a b')
  expect(agent.stderr).toMatch(/'a b' is no name for an agent/)
  expect(await recordedCasts(env)).toEqual([])
})

const DRIVER = `
  const { openRecording } = await import(process.argv[1])
  const recording = await openRecording({ session: 'unit-7', title: 'library', columns: 100, rows: 30 })
  recording.write('hello ')
  recording.write(Buffer.from([0xc3]))
  recording.write(Buffer.from([0xa4]))
  recording.resize(90, 20)
  recording.resize(NaN, -1)
  recording.marker('halfway')
  if (process.argv[2] === 'dies') setInterval(() => recording.write('.'), 10)
  else console.log(JSON.stringify([recording.id, recording.session, await recording.close(0)]))
`

test('a driver records each of its units with one call, from the package', async () => {
  const env = backgroundEnv()
  const argv = [process.execPath, '--input-type=module', '-e', DRIVER, LIBRARY]
  const ended = await runProcess(argv, { cwd: env.root, env: env.variables({}) })
  expect(ended.stderr.toString()).toBe('')
  const [cast] = await recordedCasts(env)
  const { id, session } = cast!.recording
  expect(JSON.parse(ended.stdout.toString())).toEqual([id, session, {}])
  expect(cast!.output).toBe('hello ä')
  expect(cast!.events.map(([, code, data]) => [code, data])).toEqual([
    ['o', 'hello ä'],
    ['r', '90x20'],
    ['m', 'halfway'],
    ['x', '0'],
  ])
})

test('a driver that is killed leaves a recording that can be read, and a session that ends', async () => {
  const env = backgroundEnv()
  const argv = [process.execPath, '--input-type=module', '-e', DRIVER, LIBRARY, 'dies']
  const driver = new RunningProcess(argv, { cwd: env.root, env: env.variables({}) })
  const written = async () => existsSync(env.home) && ((await recordedCasts(env))[0]?.output ?? '')
  await until('something is on disk', async () => /hello ä\.\./.test((await written()) || ''))
  await driver.stop('SIGKILL')
  const [cast] = await recordedCasts(env)
  expect(cast!.output).toMatch(/^hello ä\.+$/)
  const isOver = async () => (await sessions(env))[0]!.ended_at !== null
  await until('its session is over', isOver)
})
