import { expect, test } from 'vitest'
import { retryAfterMs, waitAfter } from '../../../src/record/narrate/retry.ts'

test('Retry-After is seconds or a date, and never more than an hour', () => {
  expect(['0', '7', ' 1.5 '].map(retryAfterMs)).toEqual([0, 7000, 1500])
  const soon = retryAfterMs(new Date(Date.now() + 1_800_000).toUTCString())!
  expect(soon).toBeGreaterThan(1_000_000)
  expect(soon).toBeLessThanOrEqual(1_800_000)
  expect(retryAfterMs('Wed, 21 Oct 2015 07:28:00 GMT')).toBe(0)
  expect(retryAfterMs('86400')).toBe(3_600_000)
  expect([undefined, 'soon', ''].map(retryAfterMs)).toEqual([undefined, undefined, undefined])
})

test('the wait doubles up to ten minutes, and is never shorter than was asked for', () => {
  expect([1, 2, 3, 4].map((failures) => waitAfter(failures, undefined))).toEqual([
    1000, 2000, 4000, 8000,
  ])
  expect(waitAfter(50, undefined)).toBe(600_000)
  expect(waitAfter(1, 20_000)).toBe(20_000)
  expect(waitAfter(3, 0)).toBe(4000)
})
