import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CastEvent, CastLines, formatCastHeader } from '../../../src/model/cast.ts'
import { openPlayback, type Playback } from '../../../src/review/playback/playback.ts'
import { TerminalScreen } from '../../../src/review/playback/screen.ts'
import {
  openCastFile,
  type RecordingSource,
} from '../../../src/store/recordings/recording-source.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'
import { until } from '../../helpers/until.ts'

const SIZE = { columns: 40, rows: 10 }

function castOf(events: readonly CastEvent[]): string {
  const lines = new CastLines()
  return formatCastHeader(SIZE) + events.map((event) => lines.format(event)).join('')
}

function fileOf(text: string): string {
  const path = join(mkdtempSync(join(process.env.TMPDIR!, 'cast-')), 'a.cast')
  writeFileSync(path, text)
  return path
}

function played(events: readonly CastEvent[]): Playback {
  return openPlayback(openCastFile(fileOf(castOf(events))))
}

const out = (timeMs: number, data: string): CastEvent => ({ timeMs, code: 'o', data })
const textOf = (rows: readonly { text: string }[]) =>
  rows
    .map(({ text }) => text)
    .join('\n')
    .trimEnd()

/** What a program might write: text, colours, moves, clears, scroll regions, the other screen, wide characters. */
function randomOutput(random: () => number): string {
  const below = (n: number) => Math.floor(random() * n)
  const kinds = [
    () => `word${below(1000)} `,
    () => `\x1b[${30 + below(8)};${below(2)}mcolour\x1b[0m`,
    () => `\x1b[38;2;${below(256)};0;9mtrue\x1b[48;5;${below(256)}m deep\x1b[m`,
    () => `\x1b[${1 + below(12)};${1 + below(45)}H`,
    () => '\r\n',
    () => `\x1b[${below(3)}J`,
    () => `\x1b[${below(3)}K`,
    () => `\x1b[${1 + below(4)};${6 + below(5)}r`,
    () => `\x1b[${below(2) ? '?1049h' : '?1049l'}`,
    () => `\x1b[?25${below(2) ? 'h' : 'l'}`,
    () => '漢字 e\u0301 👍',
    () => `\x1b7\x1b[H*\x1b8`,
    () => `\x1b[?2026hbegin${below(9)}`,
    () => `end\x1b[?2026l`,
    () => `${'x'.repeat(below(120))}`,
    () => `\x1b]0;title ${below(5)}\x07`,
  ]
  return Array.from({ length: 1 + below(6) }, () => kinds[below(kinds.length)]!()).join('')
}

function randomEvents(seed: number, count: number): CastEvent[] {
  const random = seededRandom(`playback ${seed}`)
  let timeMs = 0
  return Array.from({ length: count }, () => {
    // No two at one time: which of them a picture of that time holds is another question.
    timeMs += 1 + Math.floor(random() * 40)
    if (random() < 0.02) {
      const columns = 20 + Math.floor(random() * 40)
      return { timeMs, code: 'r', data: `${columns}x${5 + Math.floor(random() * 10)}` }
    }
    return out(timeMs, randomOutput(random))
  })
}

/** The screen after all events up to a time, played from the beginning. */
async function straight(events: readonly CastEvent[], timeMs: number): Promise<TerminalScreen> {
  const screen = new TerminalScreen(SIZE)
  for (const { code, data } of events.filter((event) => event.timeMs <= timeMs)) {
    if (code === 'o') screen.write(data)
    else {
      const [columns, rows] = data.split('x').map(Number)
      screen.resize({ columns: columns!, rows: rows! })
    }
  }
  return screen
}

test.each([1, 2, 3, 4])(
  'any moment is as if all had been played up to it, however one gets there (%i)',
  async (seed) => {
    // Enough output for screens to start from.
    const events = randomEvents(seed, 600).map((event, n) =>
      event.code === 'o' && n % 5 === 0
        ? out(event.timeMs, event.data + '\x1b[H'.repeat(3_000))
        : event,
    )
    const playback = played(events)
    await playback.indexed()
    const random = seededRandom(`moments ${seed}`)
    const times: number[] = []
    for (
      let at: number | undefined = playback.frameAfter(-1);
      at !== undefined;
      at = playback.frameAfter(at)
    )
      times.push(at)
    expect(times.length).toBeGreaterThan(10)
    for (let n = 0; n < 30; n += 1) {
      const timeMs = times[Math.floor(random() * times.length)]!
      const frame = await playback.seek(timeMs)
      const wanted = await straight(events, timeMs)
      expect([frame.timeMs, frame.columns, frame.cursor]).toEqual([
        timeMs,
        wanted.size.columns,
        wanted.cursor,
      ])
      expect(frame.rows).toEqual(wanted.rows())
      wanted.close()
    }
    playback.close()
  },
)

test('a synchronised update is one picture, and half of it is never shown', async () => {
  const playback = played([
    out(0, 'before'),
    out(100, '\x1b[?2026h\x1b[2J\x1b[Hhalf'),
    out(300, ' and half\x1b[?2026l'),
    out(400, '!'),
  ])
  expect(textOf((await playback.seek(250)).rows)).toBe('before')
  expect(textOf((await playback.seek(300)).rows)).toBe('half and half')
  expect([playback.frameAfter(0), playback.frameBefore(300)]).toEqual([300, 0])
  expect(playback.frameAfter(400)).toBeUndefined()
  playback.close()
})

test('nothing recorded is handed on but characters and colours', async () => {
  const hostile =
    '\x1b]52;c;aGk=\x07\x1b]8;;http://x\x07link\x1b]8;;\x07\x1bP+q544e\x1b\\\x1b[6n\x1b[?1000h\u202Etxt\x1b[8mhid\x1b[0m\x9b31m\x07'
  const playback = played([out(0, hostile)])
  const { rows } = await playback.seek(0)
  for (const { painted } of rows) {
    // biome would have it as a named escape; these are what may stand in a row.
    expect(painted.replaceAll(/\x1b\[[0-9;]*m/g, '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
    expect(painted).not.toContain('hid')
  }
  expect(textOf(rows)).toContain('link')
  playback.close()
})

test('a text is found where it first appeared, once while it stays, also when it has scrolled by in one picture', async () => {
  const lines = Array.from({ length: 60 }, (_, n) => `line ${n} of sixty\r\n`).join('')
  const playback = played([
    out(0, 'the needle, '),
    out(100, 'and more\r\n'),
    out(200, lines),
    out(400, '\x1b[2J\x1b[H漢the Needle'),
  ])
  const hits = await playback.find('needle')
  expect(hits.map(({ timeMs, column }) => [timeMs, column])).toEqual([
    [0, 4],
    [100, 4],
    [400, 6],
  ])
  expect(await playback.find('Needle')).toHaveLength(1)
  expect((await playback.find('line 7 of'))[0]).toMatchObject({ timeMs: 200, length: 9 })
  expect(await playback.find('nowhere')).toEqual([])
  playback.close()
})

test('what has scrolled by in the first picture is found, as of a command whose output comes at once', async () => {
  const lines = Array.from({ length: 3_000 }, (_, n) => `line ${n}\r\n`).join('')
  const playback = played([out(0, lines)])
  for (const n of [0, 1_500, 2_998]) expect(await playback.find(`line ${n}`)).not.toEqual([])
  playback.close()
})

test('pauses are cut on one clock and kept on the other', async () => {
  const playback = played([out(1_000, 'a'), out(11_000, 'b'), out(12_000, 'c')])
  await playback.indexed()
  const idle = playback.idle(2_000)
  expect([0, 1_000, 2_000, 6_000, 11_000, 12_000].map((at) => idle.toPlayed(at))).toEqual([
    0, 1_000, 2_000, 3_000, 3_000, 4_000,
  ])
  for (const at of [0, 500, 1_000, 2_500, 3_000, 3_700, 4_000])
    expect(idle.toPlayed(idle.toTrue(at))).toBe(at)
  playback.close()
})

test('marks of the recording and stretches that were not recorded are told apart', async () => {
  const playback = played([
    { timeMs: 5, code: 'm', data: 'deploy' },
    { timeMs: 9, code: 'm', data: 'GAP: the disk was full' },
  ])
  await playback.indexed()
  expect(playback.markers).toEqual([
    { timeMs: 5, kind: 'marker', label: 'deploy' },
    { timeMs: 9, kind: 'gap', label: 'the disk was full' },
  ])
  playback.close()
})

test('what is still being recorded grows under whoever looks', async () => {
  const path = fileOf(castOf([out(0, 'first')]))
  const source = openCastFile(path)
  let isLive = true
  const live: RecordingSource = {
    ...source,
    get isLive() {
      return isLive
    },
    close: () => source.close(),
  }
  const playback = openPlayback(live)
  expect(textOf((await playback.seek(1e9)).rows)).toBe('first')
  // Half a line is no event yet.
  appendFileSync(path, '[0.100, "o", ')
  appendFileSync(path, '" second"]\n')
  await until('it has grown', () => playback.durationMs === 100)
  expect(textOf((await playback.seek(1e9)).rows)).toBe('first second')
  isLive = false
  playback.close()
})

test('a long file is read again in pieces, whatever its version', async () => {
  const row = `${'x'.repeat(30)}\x1b[H`
  const events = Array.from({ length: 3_000 }, (_, n) =>
    out(n * 20, `\x1b[3H${n}\x1b[K\x1b[H${row.repeat(100)}`),
  )
  const version2 = `{"version":2,"width":40,"height":10}\n${events.map(({ timeMs, data }) => `${JSON.stringify([timeMs / 1000, 'o', data])}\n`).join('')}`
  for (const text of [castOf(events), version2]) {
    expect(text.length).toBeGreaterThan(9 << 20)
    const playback = openPlayback(openCastFile(fileOf(text)))
    await playback.indexed()
    for (const n of [2_999, 0, 1_500, 700, 2_200]) {
      const { rows } = await playback.seek(n * 20)
      expect(rows[0]!.text).toBe('x'.repeat(30))
      expect(textOf(rows.slice(1))).toContain(String(n))
    }
    playback.close()
  }
})

test('counts of a thousand million, and endless titles and palettes, take no time and change what they can', async () => {
  const count = 2_147_483_647
  const hostile = [
    ...['b', 'L', 'M', 'S', 'T', 'I', 'Z', '@', 'P', 'X', "'}", "'~", ' @', ' A', 'C', 'B'].map(
      (final) => `\x1b[${count}${final}`,
    ),
    '\x1b[8;999999;999999t',
    `\x1b]4;${'1;rgb:00/00/00;'.repeat(20_000)}\x07`,
    `\x1b]0;${'t'.repeat(100_000)}\u202e\x07`,
    '\x1b[?3h',
    // The last cell of the last row, where the terminal itself would fail.
    '\x1b[999;999Hx\x1b[1J',
  ]
  const playback = played([
    ...hostile.map((data, n) => out(n * 50, `ab${data}`)),
    out(5_000, '\x1b[2J\x1b[3;1Hstill here'),
  ])
  const before = process.cpuUsage().user
  const frame = await playback.seek(5_000)
  expect(frame.columns).toBe(40)
  expect(frame.title).toBe('t'.repeat(500))
  expect(textOf(frame.rows).trim()).toBe('still here')
  // One of them alone took some ten seconds; a slow machine needs a fraction of one.
  expect(process.cpuUsage().user - before).toBeLessThan(5_000_000)
  playback.close()
})
