import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { expect, test } from 'vitest'
import type { CastEvent } from '../../../src/model/cast.ts'
import type { RecordingId } from '../../../src/model/recording.ts'
import type { Sessions } from '../../../src/record/sessions/sessions.ts'
import { sealRecordings } from '../../../src/record/terminal/seal-recordings.ts'
import { verifySessions } from '../../../src/review/verify/verify-sessions.ts'
import type { Home } from '../../../src/store/home/home.ts'
import { readCast } from '../../../src/store/recordings/cast-reader.ts'
import { castFile, recordingFile } from '../../../src/store/recordings/live-recordings.ts'
import { openRecordingSource } from '../../../src/store/recordings/recording-source.ts'
import { RecordingsReader } from '../../../src/store/recordings/recordings-reader.ts'
import { listLive } from '../../../src/store/sessions/live-folder.ts'
import { SessionsReader, sessionsGitDir } from '../../../src/store/sessions/sessions-repo.ts'
import { runPlainGit } from '../../helpers/plain-git.ts'
import {
  castOf,
  emptyHome,
  leaveRecording,
  recordingId,
  SESSION,
} from '../../helpers/recordings.ts'
import { sessionsOf } from '../../helpers/session-store.ts'

function fail(id: RecordingId, error: Error): never {
  throw new Error(`${id} is stuck`, { cause: error })
}

async function eventsOf(home: Home, id: RecordingId): Promise<CastEvent[]> {
  const source = await openRecordingSource(home, id)
  const events: CastEvent[] = []
  for (const part of source.parts) {
    const { header, events: own } = readCast(await part.read(), part.startMs)
    expect([header.columns, header.rows]).toEqual([part.columns, part.rows])
    events.push(...own)
  }
  source.close()
  return events
}

const say = (sessions: Sessions, summary: string) =>
  sessions.record({ id: SESSION, agent: 'bot' }, [
    { time: new Date().toISOString(), event_type: 'USER_INPUT', summary, source: 'hook' },
  ])

test('a recording that has ended moves into the sessions repo, and nothing of it is left in live/', async () => {
  const home = emptyHome()
  const cast = castOf(['one', 'two'])
  const { id } = await leaveRecording(home, 'ended', cast, { exit_code: 3 })
  expect(await sealRecordings(home, await sessionsOf(home), fail)).toEqual([id])
  expect(readdirSync(join(home.path, 'live'))).toEqual([])
  const reader = new RecordingsReader(home)
  const [found] = await reader.list()
  reader.close()
  expect(found?.recording).toMatchObject({
    id,
    session: SESSION,
    exit_code: 3,
    duration_ms: 2000,
    bytes: cast.length,
    segments: [{ start_ms: 0, columns: 80, rows: 24, bytes: cast.length }],
  })
  expect(found?.recording.process).toBeUndefined()
  expect((await eventsOf(home, id)).map(({ data }) => data)).toEqual(['one', 'two'])
  // With nothing but git and brotli.
  const name = `refs/sessions/${SESSION}:recordings/${id}/1.cast.br`
  const stored = runPlainGit(['cat-file', 'blob', name], sessionsGitDir(home))
  expect(brotliDecompressSync(Buffer.from(stored, 'latin1')).toString()).toBe(cast)
})

test('one that is being made stays, and one that has ended moves, though its session goes on', async () => {
  const home = emptyHome()
  const running = await leaveRecording(home, 'running', castOf(['a']))
  const sessions = await sessionsOf(home)
  expect(await sealRecordings(home, sessions, fail)).toEqual([])
  await say(sessions, 'hello')
  const ended = await leaveRecording(home, 'ended', castOf(['b']), { id: recordingId(2) })
  expect(await sealRecordings(home, sessions, fail)).toEqual([ended.id])
  await say(sessions, 'and on')
  const third = await leaveRecording(home, 'ended', castOf(['c']), { id: recordingId(3) })
  expect(await sealRecordings(home, sessions, fail)).toEqual([third.id])
  await sessions.end(SESSION, 'stop')
  expect(await sealRecordings(home, sessions, fail)).toEqual([])
  for (const [{ id }, text] of [
    [ended, 'b'],
    [third, 'c'],
  ] as const)
    expect((await eventsOf(home, id)).map(({ data }) => data)).toEqual([text])
  expect(readdirSync(running.folder).sort()).toEqual([`${running.id}.cast`, `${running.id}.json`])
  // Its folder in live/ does not make the session run.
  expect(listLive(home)).toEqual([])
  await sessions.close()
  expect((await sessionsOf(home)).list()).toEqual([])
  expect((await eventsOf(home, running.id)).map(({ data }) => data)).toEqual(['a'])
})

test('whoever takes a session up whose recordings have moved knows all that was said of it since', async () => {
  const home = emptyHome()
  const sessions = await sessionsOf(home)
  await say(sessions, 'one')
  const { id } = await leaveRecording(home, 'ended', castOf(['a']))
  await sealRecordings(home, sessions, fail)
  sessions.opened(SESSION)!.know({ message: 'said later' })
  await say(sessions, 'two')
  await sessions.close()
  const again = await sessionsOf(home)
  expect(again.list()).toMatchObject([{ id: SESSION, message: 'said later', totals: { steps: 2 } }])
  await again.end(SESSION, 'stop')
  const reader = new SessionsReader(home)
  const stored = await reader.find(SESSION)
  reader.close()
  expect(stored?.session).toMatchObject({ message: 'said later', totals: { steps: 2 } })
  expect([...stored!.recordings.keys()]).toEqual([id])
  expect((await verifySessions(home)).damages).toEqual([])
})

test('recordings survive that their session goes on, ends again, and is packed', async () => {
  const home = emptyHome()
  const sessions = await sessionsOf(home)
  await say(sessions, 'one')
  await sessions.end(SESSION, 'stop')
  const { id } = await leaveRecording(home, 'ended', castOf(['first']))
  await sealRecordings(home, sessions, fail)
  await say(sessions, 'two')
  const second = await leaveRecording(home, 'ended', castOf(['second']), { id: recordingId(2) })
  await sessions.end(SESSION, 'stop')
  await sealRecordings(home, sessions, fail)
  runPlainGit(['gc', '--prune=now', '-q'], sessionsGitDir(home))
  expect((await eventsOf(home, id)).map(({ data }) => data)).toEqual(['first'])
  expect((await eventsOf(home, second.id)).map(({ data }) => data)).toEqual(['second'])
  const reader = new SessionsReader(home)
  expect((await reader.find(SESSION))?.session.totals.steps).toBe(2)
  reader.close()
})

test('what a killed recorder has left is kept to its last whole line, and says that it was killed', async () => {
  const home = emptyHome()
  const cast = castOf(['one', 'two'])
  const { id } = await leaveRecording(home, 'killed', cast.slice(0, -5))
  await sealRecordings(home, await sessionsOf(home), fail)
  expect((await eventsOf(home, id)).map(({ code, data }) => [code, data])).toEqual([
    ['o', 'one'],
    ['m', 'GAP: what recorded was killed here'],
  ])
  const source = await openRecordingSource(home, id)
  expect(source.recording).toMatchObject({ ended: '2026-06-12T14:03:11.000Z', duration_ms: 1000 })
  source.close()
})

test.each([
  ['nothing', undefined],
  ['an empty file', ''],
  ['half a header', '{"version":3,"te'],
])(
  'a recorder that was killed when there was %s leaves a recording that can be read',
  async (_, cast) => {
    const home = emptyHome()
    const { id } = await leaveRecording(home, 'killed', cast)
    await sealRecordings(home, await sessionsOf(home), fail)
    expect((await eventsOf(home, id)).map(({ code }) => code)).toEqual(['m'])
  },
)

test('what is no cast stays where it is, is told of, and keeps no other from moving', async () => {
  const home = emptyHome()
  const bad = await leaveRecording(home, 'ended', 'no cast\n')
  const good = await leaveRecording(home, 'ended', castOf(['x']), { id: recordingId(2) })
  const stuck: string[] = []
  const sealed = await sealRecordings(home, await sessionsOf(home), (id, { message }) => {
    stuck.push(`${id}: ${message}`)
  })
  expect(sealed).toEqual([good.id])
  expect(stuck).toEqual([`${bad.id}: it is no asciicast`])
  expect(readFileSync(join(bad.folder, `${bad.id}.cast`), 'utf8')).toBe('no cast\n')
})

test('a crash before the live files are removed costs nothing: they go the next time', async () => {
  const home = emptyHome()
  const { id, folder } = await leaveRecording(home, 'ended', castOf(['x']))
  const sessions = await sessionsOf(home)
  await sealRecordings(home, sessions, fail)
  await leaveRecording(home, 'ended', castOf(['x']))
  const reader = new RecordingsReader(home)
  expect((await reader.list()).map(({ recording }) => recording.id)).toEqual([id])
  reader.close()
  expect(await sealRecordings(home, sessions, fail)).toEqual([id])
  expect(existsSync(folder)).toBe(false)
})

test('a long recording is cut where a screen is simplest to begin, and each part can be read alone', async () => {
  const home = emptyHome()
  const noise = unlike(2_000)
  const texts = Array.from({ length: 3_000 }, () => [
    `\x1b[?2026h\x1b[H${noise()}\x1b[3`,
    `1m red\x1b[m\x1b[?2026l`,
  ]).flat()
  const cast = castOf(texts).replace(/\n$/, '\n[0.5, "r", "100x30"]\n[0.5, "o", "end"]\n')
  const { id } = await leaveRecording(home, 'ended', cast)
  await sealRecordings(home, await sessionsOf(home), fail)
  const source = await openRecordingSource(home, id)
  expect(source.parts.length).toBeGreaterThan(2)
  for (const part of source.parts.slice(1)) {
    const text = (await part.read()).toString()
    expect(text.length).toBeLessThan(4 << 20)
    expect(readCast(Buffer.from(text)).events[0]?.data.startsWith('\x1b[?2026h')).toBe(true)
  }
  source.close()
  expect(await eventsOf(home, id)).toEqual(readCast(Buffer.from(cast)).events)
})

test('what is painted over and over is kept once, however long it goes on, and is read from any place', async () => {
  const home = emptyHome()
  const noise = unlike(100)
  const screen = Array.from({ length: 200 }, noise)
  const paint = () => {
    screen.splice(0, 2, noise(), noise())
    return `\x1b[?2026h\x1b[H${screen.join('\r\n')}\x1b[?2026l`
  }
  const cast = Buffer.from(castOf(Array.from({ length: 1_000 }, paint)))
  const whole = brotliCompressSync(cast, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 22 },
  })
  const { id } = await leaveRecording(home, 'ended', cast)
  await sealRecordings(home, await sessionsOf(home), fail)
  const source = await openRecordingSource(home, id)
  const [stored] = source.recording.segments!.map((segment) => segment.stored_bytes)
  expect(stored).toBeLessThan(1.3 * whole.length)
  const [part] = source.parts
  // On at one place, and back and forth elsewhere.
  for (const at of [0, 9 << 20, 5, 10 << 20, 1 << 20, 15 << 20, cast.length - 9]) {
    expect((await part!.read(at, 1000)).equals(cast.subarray(at, at + 1000))).toBe(true)
  }
  expect(await part!.read(cast.length, 1000)).toHaveLength(0)
  source.close()
})

/** Returns what makes texts of so many characters that have nothing in common. */
function unlike(length: number): () => string {
  let bytes = Buffer.from('seed')
  return () => {
    let text = ''
    while (text.length < length) {
      bytes = createHash('sha256').update(bytes).digest()
      text += bytes.toString('base64')
    }
    return text.slice(0, length)
  }
}

test('one whose recorder was killed before it had said what it is moves too, once it has lain there a minute', async () => {
  const home = emptyHome()
  const id = recordingId(1)
  const { folder } = await leaveRecording(home, 'killed', castOf(['one', 'two']))
  const cast = castFile(folder, id)
  rmSync(recordingFile(folder, id))
  writeFileSync(`${recordingFile(folder, id)}.tmp-1-abc`, '')
  const sessions = await sessionsOf(home)
  expect(await sealRecordings(home, sessions, fail)).toEqual([])
  expect(existsSync(cast)).toBe(true)
  const before = new Date(Date.now() - 120_000)
  utimesSync(cast, before, before)
  expect(await sealRecordings(home, sessions, fail)).toEqual([id])
  expect((await eventsOf(home, id)).map(({ data }) => data)).toEqual([
    ...['one', 'two'],
    'GAP: what recorded was killed here',
  ])
  expect(readdirSync(join(home.path, 'live'))).toEqual([])
})
