/** Numbers as people read them. */
import { expect, test } from 'vitest'
import { showNumber } from '../../src/model/counts.ts'

test('thousands are set apart as Intl would, which is too slow to load', () => {
  const intl = new Intl.NumberFormat('en-US')
  for (const count of [0, 7, 999, 1000, 12_345, 999_999, 1_234_567, Number.MAX_SAFE_INTEGER]) {
    expect(showNumber(count)).toBe(intl.format(count))
  }
})
