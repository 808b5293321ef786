import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CastEvent, CastLines, formatCastHeader } from '../../../src/model/cast.ts'
import { PictureReader } from '../../../src/review/playback/pictures.ts'
import { openPlayback, type Playback } from '../../../src/review/playback/playback.ts'
import { openCastFile } from '../../../src/store/recordings/recording-source.ts'

const SIZE = { columns: 20, rows: 4 }

function played(events: readonly CastEvent[]): { playback: Playback; pictures: PictureReader } {
  const lines = new CastLines()
  const path = join(mkdtempSync(join(process.env.TMPDIR!, 'cast-')), 'a.cast')
  const text = formatCastHeader(SIZE) + events.map((event) => lines.format(event)).join('')
  writeFileSync(path, text)
  const playback = openPlayback(openCastFile(path))
  return { playback, pictures: new PictureReader(playback) }
}

const out = (timeMs: number, data: string): CastEvent => ({ timeMs, code: 'o', data })
const EVENTS = [
  out(1000, 'one'),
  out(2000, '\r\ntwo'),
  { timeMs: 3000, code: 'r', data: '30x5' },
  out(4000, '\x1b[Hnew'),
]

test('pictures put together row by row are those that a seek to each of them gives', async () => {
  const { playback, pictures } = played(EVENTS)
  const read = await pictures.read({ fromMs: 0, toMs: 9000, countMax: 100 })
  expect(read.pictures.map(({ number, timeMs }) => [number, timeMs])).toEqual([
    [0, 0],
    [1, 1000],
    [2, 2000],
    [3, 3000],
    [4, 4000],
  ])
  const screen: string[] = []
  for (const { changed, rowCount, timeMs, columns } of read.pictures) {
    screen.length = rowCount
    for (const [row, { painted }] of changed) screen[row] = painted
    const whole = await playback.seek(timeMs === 0 ? 0 : timeMs)
    expect([columns, ...screen]).toEqual([whole.columns, ...whole.rows.map((row) => row.painted)])
  }
  expect(read.pictures[2]!.changed.size).toBe(1)
  playback.close()
})

test('an answer ends where it was told to, and says when the next picture comes', async () => {
  const { playback, pictures } = played(EVENTS)
  const upTo = await pictures.read({ fromMs: 1500, toMs: 2500, countMax: 100 })
  expect(upTo.pictures.map(({ number }) => number)).toEqual([1, 2])
  expect(upTo.nextMs).toBe(3000)
  const one = await pictures.read({ fromMs: 9000, countMax: 1 })
  expect(one.pictures.map(({ number }) => number)).toEqual([4])
  expect(one.nextMs).toBeUndefined()
  playback.close()
})

test('pictures that are asked for at once do not get into each other', async () => {
  const { playback, pictures } = played(EVENTS)
  const all = await Promise.all(
    [4000, 1000, 3000, 0, 2000].map((fromMs) => pictures.read({ fromMs, countMax: 1 })),
  )
  expect(all.map((read) => read.pictures[0]!.number)).toEqual([4, 1, 3, 0, 2])
  expect(pictures.count).toBe(4)
  playback.close()
})
