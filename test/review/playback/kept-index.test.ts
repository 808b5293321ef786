import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RecordingId } from '../../../src/model/recording.ts'
import { dropRecordings } from '../../../src/record/terminal/drop-recordings.ts'
import { sealRecordings } from '../../../src/record/terminal/seal-recordings.ts'
import { openPlayback, type Playback } from '../../../src/review/playback/playback.ts'
import type { Home } from '../../../src/store/home/home.ts'
import { IndexPlace, sweepIndexes } from '../../../src/store/recordings/kept-indexes.ts'
import { openRecordingSource } from '../../../src/store/recordings/recording-source.ts'
import { RecordingsReader } from '../../../src/store/recordings/recordings-reader.ts'
import { castOf, emptyHome, leaveRecording, recordingId } from '../../helpers/recordings.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'
import { sessionsOf } from '../../helpers/session-store.ts'

const WEEK_S = 7 * 86_400

function fail(id: RecordingId, error: Error): never {
  throw new Error(`${id} is stuck`, { cause: error })
}

/** Rows by the thousand, so that there is more than one block, and more than one screen to start from. */
function longCast(): string {
  const random = seededRandom('kept index')
  const row = (n: number) =>
    `\x1b[3${n % 8}mrow ${n % 5_000} ${Math.floor(random() * 1e9)} ${'─'.repeat(n % 60)}\x1b[m`
  const texts = Array.from({ length: 600 }, (_, n) =>
    Array.from({ length: 40 }, (__, k) => `${row(n * 40 + k)}\r\n`).join(''),
  )
  return castOf(texts).replace(/\n$/, '\n[0.5, "m", "a mark"]\n[0.5, "o", "the end"]\n')
}

async function atRest(cast = longCast()): Promise<{ home: Home; id: RecordingId }> {
  const home = emptyHome()
  const { id } = await leaveRecording(home, 'ended', cast)
  await sealRecordings(home, await sessionsOf(home), fail)
  return { home, id }
}

const folderOf = (home: Home) => join(home.path, 'cache', 'recordings')

/** Opens it, and counts how often something is read of it. */
async function opened(home: Home, id: RecordingId) {
  const source = await openRecordingSource(home, id)
  const reads = { count: 0 }
  const parts = source.parts.map((part) => ({
    ...part,
    read: (...range: Parameters<typeof part.read>) => {
      reads.count += 1
      return part.read(...range)
    },
  }))
  return { playback: openPlayback({ ...source, parts }), reads }
}

/** All that can be asked of it. */
async function answers(playback: Playback) {
  await playback.indexed()
  const frames = []
  for (const share of [1, 0, 0.5, 0.77, 0.1]) {
    frames.push(await playback.seek(Math.round(share * playback.durationMs)))
  }
  return {
    frames,
    hits: [
      await playback.find('row 4999 '),
      await playback.find('The end'),
      await playback.find('end'),
    ],
    markers: playback.markers,
    durationMs: playback.durationMs,
    after: playback.frameAfter(300_000),
    played: playback.idle(500).toPlayed(playback.durationMs),
  }
}

test('what is looked at again is not read again but for what is shown, and shows the same', async () => {
  const { home, id } = await atRest()
  const first = await opened(home, id)
  const wanted = await answers(first.playback)
  first.playback.close()
  expect(wanted.hits.map((hits) => hits.length)).toEqual([4, 0, 1])
  const [name] = readdirSync(folderOf(home))
  expect(statSync(join(folderOf(home), name!)).mode & 0o777).toBe(0o600)
  const second = await opened(home, id)
  await second.playback.indexed()
  expect(await second.playback.find('row 4999 ')).toEqual(wanted.hits[0])
  expect(second.reads.count).toBe(0)
  expect(await answers(second.playback)).toEqual(wanted)
  second.playback.close()
})

test('an index that is damaged, cut or of another form is made anew, and nobody sees a difference', async () => {
  const { home, id } = await atRest(longCast().slice(0, 200_000))
  const first = await opened(home, id)
  const wanted = await answers(first.playback)
  first.playback.close()
  const path = join(folderOf(home), readdirSync(folderOf(home))[0]!)
  const whole = readFileSync(path)
  const flipped = (at: number) => {
    const bytes = Buffer.from(whole)
    bytes[at]! ^= 1
    return bytes
  }
  const places = [0, 16, 20, 27, 40, whole.length >> 1, whole.length - 1]
  const other = Buffer.concat([Buffer.from('flightrec index 2'), whole.subarray(17)])
  const damages = [...places.map(flipped), whole.subarray(0, -1), whole.subarray(0, 9), other]
  for (const damaged of [...damages, Buffer.alloc(0)]) {
    writeFileSync(path, damaged)
    const { playback } = await opened(home, id)
    expect(await answers(playback)).toEqual(wanted)
    playback.close()
    expect(readFileSync(path).equals(whole)).toBe(true)
  }
})

test('where no index can be kept, a recording is looked at all the same', async () => {
  const { home, id } = await atRest(castOf(['one', 'two']))
  writeFileSync(join(home.path, 'cache'), 'no folder')
  const { playback } = await opened(home, id)
  expect((await playback.seek(1_000)).rows[0]!.text).toBe('one')
  expect(await playback.find('two')).toHaveLength(1)
  playback.close()
})

test('indexes go with their recordings, and when nobody has looked at them for a week', async () => {
  const { home, id } = await atRest(castOf(['one']))
  const other = await leaveRecording(home, 'ended', castOf(['two']), { id: recordingId(2) })
  const sessions = await sessionsOf(home)
  await sealRecordings(home, sessions, fail)
  for (const one of [id, other.id]) {
    const { playback } = await opened(home, one)
    await playback.indexed()
    playback.close()
  }
  const names = readdirSync(folderOf(home))
  expect(names).toHaveLength(2)
  writeFileSync(join(folderOf(home), 'what a killed process left'), '')
  await sweepIndexes(home)
  expect(readdirSync(folderOf(home))).toEqual(names)
  await dropRecordings(home, sessions, [id])
  expect(readdirSync(folderOf(home))).toEqual(names.filter((name) => name.startsWith(other.id)))
  const path = join(folderOf(home), readdirSync(folderOf(home))[0]!)
  const longAgo = Date.now() / 1000 - WEEK_S - 60
  utimesSync(path, longAgo, longAgo)
  const { playback } = await opened(home, other.id)
  playback.close()
  // It was used just now.
  await sweepIndexes(home)
  expect(readdirSync(folderOf(home))).toHaveLength(1)
  utimesSync(path, longAgo, longAgo)
  await sweepIndexes(home)
  expect(readdirSync(folderOf(home))).toEqual([])
})

test('an index of what was written anew meanwhile is not kept, since it holds what was taken out', async () => {
  const { home, id } = await atRest(castOf(['one']))
  const reader = new RecordingsReader(home)
  const { recording, tree } = (await reader.find(id))!
  reader.close()
  mkdirSync(folderOf(home), { recursive: true, mode: 0o700 })
  const gone = `${'0'.repeat(39)}1` as NonNullable<typeof tree>
  await new IndexPlace(home, recording, gone).save({}, [])
  expect(readdirSync(folderOf(home))).toEqual([])
  await new IndexPlace(home, recording, tree!).save({}, [])
  expect(readdirSync(folderOf(home))).toHaveLength(1)
})
