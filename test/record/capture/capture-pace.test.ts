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
