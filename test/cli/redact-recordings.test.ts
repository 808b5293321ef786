/** What the first look at a terminal had to pass on is taken out of the recording, and off the disk. */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { homeAt } from '../../src/store/home/home.ts'
import { backgroundEnv } from '../helpers/background-env.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { castOf, leaveRecording, recordingId } from '../helpers/recordings.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

const [FIRST, SECOND] = ['ghp_a1Bc2dEfGhIjKlMnOpQ', 'rStUvWxYz0123456A'] as const
const HALVES = [`\u001b[4;24H${SECOND}\u001b[1;1H`, 'x', 'y', `\u001b[4;1H${FIRST}\u001b[9;1H`]

interface Redacted {
  recording: string
  found: Record<string, number>
  left: Record<string, number>
}

/** Leaves recordings, has them put to rest, and returns what the second look says. */
async function redact(env: TestEnv, recordings: readonly string[][], ...args: string[]) {
  await env.snapshot()
  for (const [n, texts] of recordings.entries()) {
    await leaveRecording(homeAt(env.home), 'ended', castOf(texts), { id: recordingId(n + 1) })
  }
  const result = await env.run('redact', '--recordings', '--json', ...args)
  expect(result.exitCode, result.stderr).toBe(0)
  return jsonLines<Redacted>(result)
}

/** All casts in the sessions repo, whether something refers to them or not. */
function castsIn(env: TestEnv): string[] {
  const git = (...args: string[]) =>
    execFileSync('git', ['--git-dir', join(env.home, 'sessions'), ...args])
  const listed = git('cat-file', '--batch-all-objects', '--batch-check=%(objectname) %(objecttype)')
  const blobs = /^(\w+) blob$/gm
  return [...listed.toString().matchAll(blobs)].flatMap(([, oid]) => {
    const content = git('cat-file', 'blob', oid!)
    return content[0] === 0x7b ? [] : [brotliDecompressSync(content).toString()]
  })
}

test('halves of a token painted seconds apart are taken out, and nothing of before is left in the repo', async () => {
  const env = testEnv()
  const [looked] = await redact(env, [HALVES])
  expect(looked).toMatchObject({
    recording: recordingId(1),
    found: { 'github-token': 1 },
    left: {},
  })
  const casts = castsIn(env)
  expect(casts).toHaveLength(1)
  expect(casts[0]).toContain('•')
  for (const half of [FIRST, SECOND]) expect(casts[0]).not.toContain(half.slice(0, 8))
  const verified = await env.run('verify')
  expect(verified.exitCode, verified.stdout + verified.stderr).toBe(0)
  const [again] = jsonLines<Redacted>(await env.run('redact', '--recordings', '--json'))
  expect(again).toMatchObject({ found: {}, left: {} })
})

test('the index of what is taken out goes too, since it holds screens and texts', async () => {
  const env = testEnv()
  await env.snapshot()
  await leaveRecording(homeAt(env.home), 'ended', castOf(HALVES), { id: recordingId(1) })
  // Whoever writes next puts it to rest.
  await env.snapshot()
  const { stdout } = await env.run('frames', recordingId(1))
  expect(stdout).toContain(SECOND)
  const indexes = () => readdirSync(join(env.home, 'cache', 'recordings'))
  const before = indexes()
  expect(before).toHaveLength(1)
  await redact(env, [])
  expect(indexes()).toEqual([])
  expect((await env.run('frames', recordingId(1))).stdout).not.toContain(SECOND)
  expect(indexes()).not.toEqual(before)
})

test('only those named are looked at, and the others stay as they are', async () => {
  const env = testEnv()
  const looked = await redact(env, [HALVES, HALVES], recordingId(2))
  expect(looked.map(({ recording }) => recording)).toEqual([recordingId(2)])
})

test('a name without --recordings is a mistake, since texts come on standard input', async () => {
  const { exitCode, stderr } = await testEnv().run('redact', 'app.log')
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('standard input')])
})

test('a running daemon lets it be done, so that nobody has to stop recording to be rid of a secret', async () => {
  const env = backgroundEnv()
  await env.snapshot()
  // An old one would be dropped by its age.
  const time = new Date().toISOString()
  const about = { id: recordingId(1), started: time, ended: time }
  await leaveRecording(homeAt(env.home), 'ended', castOf(HALVES), about)
  await env.run('daemon', 'start')
  await until('it is at rest', async () => {
    const result = await env.run('recordings', '--json')
    const [listed] = jsonLines<{ state: string }>(result)
    return listed?.state === 'stored'
  })
  const result = await env.run('redact', '--recordings', '--json')
  expect(result.exitCode, result.stderr).toBe(0)
  expect(jsonLines<Redacted>(result)).toMatchObject([{ found: { 'github-token': 1 }, left: {} }])
  const casts = castsIn(env)
  expect(casts).toHaveLength(1)
  for (const half of [FIRST, SECOND]) expect(casts[0]).not.toContain(half.slice(0, 8))
  expect((await env.run('verify')).exitCode).toBe(0)
  expect((await env.run('daemon', 'status', '--json')).stdout).toContain('"running":true')
})

test('what is not at rest yet was not looked at, and that is said', async () => {
  const env = backgroundEnv()
  await env.run('daemon', 'start')
  await leaveRecording(homeAt(env.home), 'running', castOf(HALVES), { id: recordingId(1) })
  const { exitCode, stderr } = await env.run('redact', '--recordings')
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('was not looked at')])
})
