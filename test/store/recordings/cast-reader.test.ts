import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CastLines, formatCastHeader } from '../../../src/model/cast.ts'
import { CastReader, readCast } from '../../../src/store/recordings/cast-reader.ts'

const V3 = '{"version":3,"term":{"cols":80,"rows":24}}\n'

const read = (text: string) => readCast(Buffer.from(text))
const data = (text: string) => read(text).events.map((event) => event.data)

test('what was written is read back, at the same times', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 1e7 }), fc.string({ unit: 'grapheme' }))),
      (pieces) => {
        const lines = new CastLines()
        const events = pieces
          .sort(([a], [b]) => a - b)
          .map(([timeMs, text]) => ({ timeMs, code: 'o', data: text }))
        const header = formatCastHeader({ columns: 80, rows: 24 })
        expect(read(header + events.map((event) => lines.format(event)).join('')).events).toEqual(
          events,
        )
      },
    ),
  )
})

test('it does not matter where the bytes are cut, not even within a character', () => {
  const bytes = Buffer.from(`${V3}[0.5, "o", "a\u{1f680}ä"]\r\n# a remark\n[0.25, "o", "c"]\n`)
  const whole = readCast(bytes).events
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const reader = new CastReader()
    const parts = [bytes.subarray(0, cut), bytes.subarray(cut)]
    const events = [...parts.flatMap((part) => reader.push(part)), ...reader.end()]
    expect(events).toEqual(whole)
  }
  expect(whole).toEqual([
    { timeMs: 500, code: 'o', data: 'a\u{1f680}ä' },
    { timeMs: 750, code: 'o', data: 'c' },
  ])
})

test('version 2 counts from the beginning, and has its size and terminal in other fields', () => {
  const { header, events } = read(
    '{"version": 2, "width": 100, "height": 50, "env": {"TERM": "xterm"}, "timestamp": 1504467315}\n' +
      '[0.248848, "o", "one"]\n[1.001376, "o", "two"]\n',
  )
  expect(header).toEqual({ columns: 100, rows: 50, term: 'xterm', timestamp: 1504467315 })
  expect(events.map(({ timeMs }) => timeMs)).toEqual([249, 1001])
})

test('version 1 is one value, on one line or on many', () => {
  const value = {
    version: 1,
    width: 80,
    height: 24,
    stdout: [
      [0.25, 'one'],
      [1, 'two'],
    ],
  }
  for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
    expect(read(text).events).toEqual([
      { timeMs: 250, code: 'o', data: 'one' },
      { timeMs: 1250, code: 'o', data: 'two' },
    ])
  }
})

test('intervals below a millisecond add up, so that a long recording does not drift', () => {
  const { events } = read(V3 + '[0.0004, "o", "x"]\n'.repeat(10_000))
  expect(events.at(-1)?.timeMs).toBe(4000)
})

test('times that go backwards stand still, since a player cannot go back for them', () => {
  const { events } = read(
    '{"version":2,"width":80,"height":24}\n[2,"o","a"]\n[1,"o","b"]\n[-5,"o","c"]\n[3,"o","d"]\n',
  )
  expect(events.map(({ timeMs }) => timeMs)).toEqual([2000, 2000, 2000, 3000])
})

test('events of a kind that is not known are passed on, since a later version may have them', () => {
  expect(read(`${V3}[1, "z", "?"]\n`).events).toEqual([{ timeMs: 1000, code: 'z', data: '?' }])
})

test('half a last line is left out and said, since somebody may be writing it', () => {
  const reader = new CastReader()
  const events = [...reader.push(Buffer.from(`${V3}[1, "o", "a"]\n[1, "o", "b`)), ...reader.end()]
  expect(events.map((event) => event.data)).toEqual(['a'])
  expect(reader.isTorn).toBe(true)
})

test('lines in the middle that are no events become one gap, and cost nothing else', () => {
  const bad = [
    '[1, "o"]',
    'nonsense',
    '[1e999, "o", "x"]',
    '[1, "r", "1000000000x1"]',
    '{}',
    '[1,2,3]',
  ]
  expect(data(`${V3}[1, "o", "a"]\n${bad.join('\n')}\n[1, "o", "b"]\n`)).toEqual([
    'a',
    'GAP: 6 lines of the file cannot be read',
    'b',
  ])
})

test('bytes that are no UTF-8 are shown as such, and hold nothing up', () => {
  const bytes = Buffer.concat([
    Buffer.from(`${V3}[1, "o", "a`),
    Buffer.from([0xff]),
    Buffer.from('b"]\n'),
  ])
  expect(readCast(bytes).events).toEqual([{ timeMs: 1000, code: 'o', data: 'a\ufffdb' }])
})

test.each([
  ['', 'no asciicast'],
  ['\n\n', 'no asciicast'],
  ['hello\n', 'no asciicast'],
  ['\0'.repeat(100_000), 'no asciicast'],
  ['[]\n', 'no asciicast'],
  ['{"a":', 'no asciicast'],
  ['{}\n', 'no asciicast'],
  ['{"version":4}\n', 'version 4'],
  ['{"version":1,"width":80,"height":24,"stdout":7}\n', 'no asciicast'],
  ['{"version":3}\n', 'a terminal of ?x?'],
  ['{"version":2,"width":1000000000,"height":24}\n', 'a terminal of 1000000000x24'],
  ['{"version":3,"term":{"cols":10000,"rows":10000}}\n', 'a terminal of 10000x10000'],
  ['{"version":2,"width":-1,"height":"x"}\n', 'a terminal of -1x"x"'],
])('%# what is no cast is refused with a word that says so', (text, word) => {
  expect(() => read(text)).toThrow(word)
})

test('a line without an end takes no more memory than a line may have', () => {
  const reader = new CastReader()
  reader.push(Buffer.from(V3))
  const hole = Buffer.alloc(1 << 20)
  const before = process.memoryUsage().arrayBuffers
  for (let n = 0; n < 256; n += 1) reader.push(hole)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20)
  expect(reader.push(Buffer.from('\n[1, "o", "after"]\n')).map((event) => event.data)).toEqual([
    'GAP: 1 line of the file cannot be read',
    'after',
  ])
})
