import { expect, test } from 'vitest'
import { formatAge, formatDuration, formatMoment, formatSize } from '../../src/model/units.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [1234, '1.2 KB'],
  [99_949, '99.9 KB'],
  [99_951, '100 KB'],
  [999_499, '999 KB'],
  [999_500, '1.0 MB'],
  [200_000_000, '200 MB'],
  [5_368_709_120, '5.4 GB'],
])('%i bytes are %s', (bytes, expected) => {
  expect(formatSize(bytes)).toBe(expected)
})

test.each([
  [-5, '0.0s'],
  [400, '0.4s'],
  [1000, '1s'],
  [59_600, '1m'],
  [130_000, '2m 10s'],
  [3_600_000, '1h'],
  [3_660_000, '1h 1m'],
  [3_605_000, '1h'],
  [90_061_000, '1d 1h'],
])('%i ms are %s', (durationMs, expected) => {
  expect(formatDuration(durationMs)).toBe(expected)
})

test.each([
  [0, 'just now'],
  [999, 'just now'],
  [1000, '1 second ago'],
  [125_000, '2 minutes ago'],
  [86_400_000, '1 day ago'],
  [8 * 86_400_000, '1 week ago'],
  [800 * 86_400_000, '2 years ago'],
  [-30_000, 'just now'],
  [-90_000, 'in the future'],
])('%i ms back is %s', (ageMs, expected) => {
  expect(formatAge(1_000_000_000_000 - ageMs, 1_000_000_000_000)).toBe(expected)
})

test('a moment names its zone', () => {
  const before = process.env.TZ
  try {
    process.env.TZ = 'America/St_Johns'
    expect(formatMoment(Date.parse('2026-01-12T14:03:10Z'))).toBe('2026-01-12 10:33:10 -0330')
    process.env.TZ = 'Asia/Kolkata'
    expect(formatMoment(Date.parse('2026-01-12T14:03:10Z'))).toBe('2026-01-12 19:33:10 +0530')
  } finally {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  }
})
