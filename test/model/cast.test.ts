import { expect, test } from 'vitest'
import { type CastEvent, CastLines, formatCastHeader } from '../../src/model/cast.ts'

const at = (timeMs: number): CastEvent => ({ timeMs, code: 'o', data: 'x' })

test('intervals of parts of a millisecond add up to the time that has passed, and do not drift', () => {
  const lines = new CastLines()
  const intervals = Array.from({ length: 10_000 }, (_, n) => {
    const [seconds] = JSON.parse(lines.format(at(n * 0.4))) as [number]
    return seconds
  })
  const sum = intervals.reduce((before, seconds) => before + Math.round(seconds * 1000), 0)
  expect(sum).toBe(Math.round(9999 * 0.4))
})

test('a clock that steps back makes no negative interval', () => {
  const lines = new CastLines()
  lines.format(at(500))
  expect(lines.format(at(100))).toBe('[0.000, "o", "x"]\n')
  expect(lines.format(at(600))).toBe('[0.100, "o", "x"]\n')
})

test('a line holds what was shown as one line, whatever it is', () => {
  const data = '\x1b[1mé\u2028"\n\0'
  const line = new CastLines().format({ timeMs: 1, code: 'o', data })
  expect(line.split('\n')).toHaveLength(2)
  expect(JSON.parse(line)).toEqual([0.001, 'o', data])
})

test('the header names only what is known', () => {
  expect(formatCastHeader({ columns: 80, rows: 24 })).toBe(
    '{"version":3,"term":{"cols":80,"rows":24}}\n',
  )
  const all = { columns: 80, rows: 24, timestamp: 5, command: 'a b', title: 't', term: 'xterm' }
  expect(JSON.parse(formatCastHeader({ ...all, idleTimeLimit: 2 }))).toEqual({
    version: 3,
    term: { cols: 80, rows: 24, type: 'xterm' },
    timestamp: 5,
    idle_time_limit: 2,
    command: 'a b',
    title: 't',
  })
})
