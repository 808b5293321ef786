import { expect, test } from 'vitest'
import { rawFromText } from '../../../src/model/raw-path.ts'
import { CapturePace } from '../../../src/record/capture/capture-pace.ts'

const LOG = rawFromText('big.log')
const MIB = 1 << 20

/** Captures a file whenever that is allowed, looking once a second; returns the seconds of the captures. */
function capturesOf(sizeBytes: number, seconds: number): number[] {
  const pace = new CapturePace()
  const captures: number[] = []
  for (let second = 0; second < seconds; second += 1) {
    if (pace.waitMs(LOG, sizeBytes, second * 1000) > 0) continue
    pace.noteCapture(LOG, sizeBytes, second * 1000)
    captures.push(second)
  }
  return captures
}

test('a small file is captured each time', () => {
  expect(capturesOf(MIB - 1, 300)).toHaveLength(300)
})

test('a large file is captured at once a few times, then as often as 2 MiB a second allow', () => {
  expect(capturesOf(20 * MIB, 40)).toEqual([0, 1, 2, 3, 4, 5, 6, 16, 26, 36])
})

test('a file beyond the allowance is captured at least once a minute', () => {
  expect(capturesOf(500 * MIB, 200)).toEqual([0, 64, 128, 192])
})

test('rest brings the whole allowance back', () => {
  const pace = new CapturePace()
  pace.noteCapture(LOG, 128 * MIB, 0)
  expect(pace.waitMs(LOG, 20 * MIB, 0)).toBe(10_000)
  expect(pace.waitMs(LOG, 128 * MIB, 64_000)).toBe(0)
})

test('one busy file does not hold back another', () => {
  const pace = new CapturePace()
  pace.noteCapture(LOG, 128 * MIB, 0)
  expect(pace.waitMs(rawFromText('other'), 100 * MIB, 0)).toBe(0)
})

test('ten busy files cost no more than two, and none of them is left out for ever', () => {
  const pace = new CapturePace()
  const sizeBytes = 40 << 20
  const captures = (count: number) => {
    const times = new Map<string, number>()
    for (let nowMs = 0; nowMs < 3_600_000; nowMs += 1_000) {
      for (let n = 0; n < count; n += 1) {
        const path = rawFromText(`busy-${count}-${n}`)
        if (pace.waitMs(path, sizeBytes, nowMs) > 0) continue
        pace.noteCapture(path, sizeBytes, nowMs)
        times.set(path, (times.get(path) ?? 0) + 1)
      }
    }
    return [...times.values()]
  }
  const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0)
  const two = sum(captures(2))
  const ten = captures(10)
  expect(sum(ten)).toBeLessThan(1.2 * two)
  expect(Math.min(...ten)).toBeGreaterThan(sum(ten) / 40)
})

test('a large file that is new is captured at once, however busy others are', () => {
  const pace = new CapturePace()
  const busy = rawFromText('busy')
  for (let n = 0; n < 20; n += 1) pace.noteCapture(busy, 100 << 20, 0)
  expect(pace.waitMs(busy, 100 << 20, 0)).toBeGreaterThan(0)
  expect(pace.waitMs(rawFromText('new'), 100 << 20, 0)).toBe(0)
})
