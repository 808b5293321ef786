import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { sealRecordings } from '../../src/record/terminal/seal-recordings.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { readCast } from '../../src/store/recordings/cast-reader.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import { castOf, leaveRecording, recordingId } from '../helpers/recordings.ts'
import { openSessionsOf } from '../helpers/session-store.ts'
import { testEnv } from '../helpers/test-env.ts'

const env = testEnv()
const STORED = recordingId(0xabc)
const RUNNING = recordingId(0xabd)
/** An HTML parser must not see an end, or a beginning, in it. */
const HOSTILE = '\x1b]0;</script><script>alert(1)</script><!--\x07'
const CAST = castOf(
  ['\x1b[31mred\x1b[m\r\n', 'a long line that the terminal wraps\r\n', 'the end', HOSTILE],
  20,
  5,
)

beforeAll(async () => {
  mkdirSync(env.home, { mode: 0o700 })
  const home = homeAt(env.home)
  await leaveRecording(home, 'ended', CAST, {
    ...{ id: STORED, columns: 20, rows: 5, exit_code: 0 },
    ...{ command: ['claude', 'fix it'], cwd: env.root },
  })
  const sessions = await openSessionsOf(home)
  await sealRecordings(home, sessions, (_, error) => {
    throw error
  })
  await sessions.close()
  const started = '2026-06-12T14:05:10.000Z'
  await leaveRecording(home, 'running', castOf(['x']), { id: RUNNING, started })
})

test('recordings are listed, the latest first, whether they are at rest or being made', async () => {
  const { stdout } = await env.run('recordings')
  const lines = stdout.trim().split('\n')
  expect(lines.map((line) => line.split(/\s+/)[0])).toEqual(['rec_0000000…', 'rec_0000000…'])
  expect(lines[0]).toContain('recording, ')
  expect(lines[1]).toMatch(/ 4s +\d+ B /)
  expect(jsonLines(await env.run('recordings', '--json'))).toMatchObject([
    { type: 'recording', id: RUNNING, state: 'recording' },
    {
      id: STORED,
      state: 'stored',
      agent: 'terminal',
      duration_ms: 4000,
      bytes: CAST.length,
      segments: 1,
    },
  ])
  expect(jsonLines(await env.run('recordings', 'list', '--agent', 'bot', '--json'))).toEqual([])
})

test('a recording is named by the beginning of its id, or by its session, and anything else is refused', async () => {
  expect((await env.run('recordings', 'show', STORED)).stdout).toContain("Command: claude 'fix it'")
  expect((await env.run('recordings', 'show', 'sess_0123', '--json')).stdout).toContain(RUNNING)
  expect((await env.run('recordings', 'show', 'rec_000')).stderr).toContain(
    'the beginning of 2 ids',
  )
  expect((await env.run('recordings', 'show', 'rec_f')).stderr).toContain("no recording 'rec_f'")
  expect((await env.run('recordings', 'show', '../x')).exitCode).toBe(2)
})

test('what is exported as a cast can be read again, with the same events', async () => {
  const { stdoutBytes } = await env.run('recordings', 'export', STORED)
  const { header, events } = readCast(stdoutBytes)
  expect(header).toMatchObject({ columns: 20, rows: 5, command: "claude 'fix it'" })
  expect(events).toEqual(readCast(Buffer.from(CAST)).events)
  const second = await env.run('recordings', 'export', STORED, '--format', 'cast2')
  expect(second.stdout.startsWith('{"version":2,"width":20,"height":5,')).toBe(true)
  expect(readCast(second.stdoutBytes).events).toEqual(events)
})

test('as text, what the terminal has wrapped is one line, and nothing steers the terminal it is read on', async () => {
  const { stdout } = await env.run('recordings', 'export', STORED, '--format', 'txt')
  expect(stdout).toBe('red\na long line that the terminal wraps\nthe end\n')
})

test('the page plays in one file: it asks nothing of the network, and nothing recorded becomes markup', async () => {
  const { stdout } = await env.run('recordings', 'export', STORED, '--format', 'html')
  const scripts = [...stdout.matchAll(/<script([^>]*)>(.*?)<\/script/gs)]
  expect(scripts.map(([, attributes]) => attributes)).toEqual([
    ' id="cast" type="application/json"',
    '',
    '',
  ])
  expect(readCast(Buffer.from(JSON.parse(scripts[0]![2]!) as string)).events).toEqual(
    readCast(Buffer.from(CAST)).events,
  )
  expect(stdout.includes("default-src 'none'")).toBe(true)
  const markup = stdout.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, '')
  expect(markup).not.toMatch(/<!--|<link|<i|\b(?:src|href)=/)
  expect(stdout.match(/<style>(.*?)<\/style>/s)?.[1]).not.toMatch(/@import|url\((?!data:)/)
  // The script itself is what the player's authors have built.
  new Function(scripts[1]![2]!)
})

test('the archive holds the cast, what its session did, and checksums that agree', async () => {
  const path = join(env.base, 'flight.tar.gz')
  await env.run('recordings', 'export', 'sess_0123', '--format', 'tar.gz', '-o', path)
  const running = execFileSync('tar', ['tzf', path], { encoding: 'utf8' })
  expect(running).toContain(`${RUNNING}/recording.cast`)
  await env.run('recordings', 'export', STORED, '--format', 'tar.gz', '-o', path)
  execFileSync('tar', ['xzf', path, '-C', env.temporary])
  const folder = join(env.temporary, STORED)
  execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder })
  expect(execFileSync('ls', { cwd: folder, encoding: 'utf8' }).trim().split('\n').sort()).toEqual(
    ['SHA256SUMS', 'events.jsonl', 'recording.cast', 'recording.json', 'snapshots.jsonl'].sort(),
  )
  expect(readFileSync(join(folder, 'recording.cast'), 'utf8')).toContain('"the end"')
})

test('a recording is removed when that is meant, and one that is being made stays', async () => {
  expect((await env.run('recordings', 'remove', STORED)).stderr).toContain('there is nobody to ask')
  const removed = await env.run('recordings', 'remove', STORED, RUNNING, '--yes')
  expect(removed.stdout).toBe(`removed ${STORED}\n`)
  expect(removed.stderr).toContain(`${RUNNING} stays: it is being made`)
  expect(removed.exitCode).toBe(3)
  expect((await env.run('recordings', 'show', STORED)).exitCode).toBe(2)
  expect((await env.run('verify')).stdout).toContain('sound')
})
