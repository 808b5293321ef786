import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  clamped,
  panned,
  reaching,
  timeAt,
  xOf,
  zoomed,
} from '../../../src/web/client/strip/scale.ts'

const whole = { fromMs: 1_000_000, toMs: 1_600_000 }
const spans = fc
  .tuple(fc.integer({ min: 900_000, max: 1_700_000 }), fc.integer({ min: -5_000, max: 700_000 }))
  .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }))

const length = ({ fromMs, toMs }: typeof whole) => toMs - fromMs
const liesIn = (span: typeof whole) => span.fromMs >= whole.fromMs && span.toMs <= whole.toMs + 1e-6

test('a window lies in the whole, and is never shorter than two seconds', () => {
  fc.assert(
    fc.property(spans, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (span, by) => {
      for (const window of [clamped(span, whole), panned(clamped(span, whole), whole, by)]) {
        expect(liesIn(window)).toBe(true)
        expect(length(window)).toBeGreaterThanOrEqual(2_000 - 1e-6)
      }
    }),
  )
})

test('panning never changes how long a window is', () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: -900_000, max: 900_000 }), (span, by) => {
      const window = clamped(span, whole)
      expect(length(panned(window, whole, by))).toBeCloseTo(length(window), 6)
    }),
  )
})

test('zooming leaves the moment under the pointer where it is, as long as the window is within', () => {
  const window = { fromMs: 1_200_000, toMs: 1_300_000 }
  const closer = zoomed(window, whole, 0.5, 1_225_000)
  expect(xOf(1_225_000, closer, 1_000)).toBeCloseTo(xOf(1_225_000, window, 1_000), 6)
  expect(length(closer)).toBe(50_000)
  expect(zoomed(window, whole, 1e9, 1_225_000)).toEqual(whole)
})

test('a window goes to a moment by the least way, and not at all when that is in it', () => {
  const window = { fromMs: 1_200_000, toMs: 1_300_000 }
  expect(reaching(window, whole, 1_250_000)).toBe(window)
  expect(reaching(window, whole, 1_301_000).toMs).toBe(1_306_000)
  expect(reaching(window, whole, 1_199_000).fromMs).toBe(1_194_000)
  expect(length(reaching(window, whole, 1_599_999))).toBe(100_000)
})

test('what stands at a pixel is found there again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4_000 }),
      fc.integer({ min: 0, max: 4_000 }),
      (width, x) => {
        expect(xOf(timeAt(x, whole, width), whole, width)).toBeCloseTo(x, 6)
      },
    ),
  )
})
