import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { testEnv } from '../helpers/test-env.ts'

const V2 = '{"version":2,"width":80,"height":24,"timestamp":1504467315,"title":"talk"}\n'
const SECRET = `ghp_${'a1B2'.repeat(9)}`

interface Listed {
  id: string
  state: string
  duration_ms: number
}

test('a cast of another program becomes a recording, without its secrets and what was typed', async () => {
  const env = testEnv()
  env.write(
    'talk.cast',
    `${V2}[0.5, "o", "token ${SECRET}\\r\\n"]\n[1, "i", "typed"]\n[2, "o", "bye\\r\\n"]\n`,
  )
  const imported = await env.run('recordings', 'import', 'talk.cast', '--json')
  const [recording] = jsonLines<Listed>(imported)
  expect(recording).toMatchObject({
    ...{ state: 'stored', source: 'asciicast', title: 'talk', duration_ms: 2000 },
    started_at: '2017-09-03T19:35:15.000Z',
  })
  const text = (await env.run('recordings', 'export', recording!.id, '--format', 'txt')).stdout
  expect(text).toMatch(/^token \S+/)
  expect(text).toContain('bye')
  expect(text).not.toContain('a1B2a1B2')
  expect((await env.run('recordings', 'export', recording!.id)).stdout).not.toContain('"i"')
})

test('what `script` has really written is taken with the log of its times, old or new', async () => {
  const env = testEnv()
  const run = (...args: string[]) =>
    execFileSync('script', ['-q', '-c', 'printf "one\\n"; printf "two\\n"', ...args], {
      stdio: 'ignore',
    })
  const [old, advanced, typescript] = ['old.log', 'new.log', 'typescript'].map((name) =>
    join(env.root, name),
  )
  run('--log-out', typescript!, '--log-timing', old!, '--logging-format', 'classic')
  const [first] = jsonLines<Listed>(
    await env.run('recordings', 'import', typescript!, '--timing', old!, '--json'),
  )
  expect((await env.run('recordings', 'export', first!.id, '--format', 'txt')).stdout).toBe(
    'one\ntwo\n',
  )
  run('--log-out', typescript!, '--log-timing', advanced!, '--logging-format', 'advanced')
  const [second] = jsonLines<Listed>(
    await env.run('recordings', 'import', typescript!, '--timing', advanced!, '--json'),
  )
  expect(second).toMatchObject({ source: 'script', exit_code: 0 })
  expect((await env.run('recordings', 'export', second!.id, '--format', 'txt')).stdout).toBe(
    'one\ntwo\n',
  )
})

test('a ttyrec is taken with its times', async () => {
  const env = testEnv()
  const frame = (seconds: number, micros: number, text: string) => {
    const head = Buffer.alloc(12)
    head.writeUInt32LE(seconds, 0)
    head.writeUInt32LE(micros, 4)
    head.writeUInt32LE(Buffer.byteLength(text), 8)
    return Buffer.concat([head, Buffer.from(text)])
  }
  const frames = [frame(1_700_000_000, 0, 'one\r\n'), frame(1_700_000_001, 500_000, 'two\r\n')]
  writeFileSync(join(env.root, 'a.ttyrec'), Buffer.concat(frames))
  const [found] = jsonLines<Listed>(await env.run('recordings', 'import', 'a.ttyrec', '--json'))
  expect(found).toMatchObject({ source: 'ttyrec', duration_ms: 1500 })
  expect((await env.run('recordings', 'export', found!.id, '--format', 'txt')).stdout).toBe(
    'one\ntwo\n',
  )
})

test('what cannot be read is refused with one clear word, and keeps no other from being taken', async () => {
  const env = testEnv()
  env.write('bad.cast', 'hello\n')
  env.write('good.cast', `${V2}[1, "o", "x"]\n`)
  env.write('wide.cast', '{"version":2,"width":1000000000,"height":24}\n')
  env.write('typescript', 'Script started on 2026-06-12 14:03:10+00:00\nhello\n')
  env.write('t.log', 'no times\n')
  const both = await env.run('recordings', 'import', 'bad.cast', 'good.cast')
  expect([both.exitCode, both.stderr]).toEqual([3, expect.stringContaining('it is no asciicast')])
  expect(both.stdout).toMatch(/^rec_/)
  const refused = async (...args: string[]) =>
    (await env.run('recordings', 'import', ...args)).stderr
  expect(await refused('wide.cast')).toContain('a terminal of 1000000000x24 cells')
  expect(await refused('typescript')).toContain('a typescript tells nothing of its times')
  expect(await refused('typescript', '--timing', 't.log')).toContain('none of `script`')
  expect(await refused('none.cast')).toContain('ENOENT')
  expect(jsonLines(await env.run('recordings', '--json'))).toHaveLength(1)
  expect(readFileSync(env.path('bad.cast'), 'utf8')).toBe('hello\n')
})
