import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTimeExpression, parseTimeExpression } from '../../src/model/time-expression.ts'

const zoneBefore = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin'
})
afterAll(() => {
  if (zoneBefore === undefined) delete process.env.TZ
  else process.env.TZ = zoneBefore
})

/** 15:30:45 in Berlin, where summer time is two hours ahead. */
const NOW = Date.parse('2026-06-12T13:30:45.678Z')

const parsed = (text: string) => new Date(parseTimeExpression(text, NOW)).toISOString()

test.each([
  ['now', '2026-06-12T13:30:45.678Z'],
  ['14:03', '2026-06-12T12:03:00.000Z'],
  ['9:03', '2026-06-12T07:03:00.000Z'],
  ['14:03:22', '2026-06-12T12:03:22.000Z'],
  ['14:03:22.5', '2026-06-12T12:03:22.500Z'],
  ['10m ago', '2026-06-12T13:20:45.678Z'],
  ['10 minutes ago', '2026-06-12T13:20:45.678Z'],
  ['10.minutes.ago', '2026-06-12T13:20:45.678Z'],
  ['2 hours ago', '2026-06-12T11:30:45.678Z'],
  ['1h 30m ago', '2026-06-12T12:00:45.678Z'],
  ['3 weeks ago', '2026-05-22T13:30:45.678Z'],
  ['today', '2026-06-11T22:00:00.000Z'],
  ['yesterday', '2026-06-10T22:00:00.000Z'],
  ['Yesterday 14:00', '2026-06-11T12:00:00.000Z'],
  ['2026-06-12', '2026-06-11T22:00:00.000Z'],
  ['2026-06-12 14:03', '2026-06-12T12:03:00.000Z'],
  ['2026-06-12T14:03:22', '2026-06-12T12:03:22.000Z'],
  ['2026-06-12T14:03:22Z', '2026-06-12T14:03:22.000Z'],
  ['2026-06-12T14:03:22.123456789+00:00', '2026-06-12T14:03:22.123Z'],
  ['2026-06-12 14:03 +0530', '2026-06-12T08:33:00.000Z'],
  ['2026-01-12 14:03', '2026-01-12T13:03:00.000Z'],
  ['@1718000000', '2024-06-10T06:13:20.000Z'],
  ['@1718000000.25', '2024-06-10T06:13:20.250Z'],
])('%s is %s', (text, expected) => {
  expect(parsed(text)).toBe(expected)
})

describe('what is no time', () => {
  test.each([
    '',
    ' ',
    'noon',
    '25:00',
    '14:60',
    '2026-02-30',
    '2026-13-01',
    '10 fortnights ago',
    'ago',
    '10m',
    '20260612T140322-123',
    '99999999999999 weeks ago',
    '2026-06-12T14:03+25:00',
  ])("'%s' is refused", (text) => {
    expect(findTimeExpression(text, NOW)).toBeUndefined()
  })

  test('the error says what would be one', () => {
    expect(() => parseTimeExpression('noonish\u001b[2J', NOW)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: "not a time: 'noonish\\e[2J'",
        hint: expect.stringContaining('10m ago'),
      }),
    )
  })
})
