import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MARK_KINDS, MARK_RISKS } from '../../src/web/api/strip.ts'
import { type LaneMark, levelFor, marksAtLevel } from '../../src/web/server/mark-levels.ts'

const SPAN = 100_000

const someMarks = fc
  .array(
    fc.record({
      startMs: fc.nat(SPAN),
      length: fc.oneof(fc.constant(0), fc.nat(40), fc.nat(20_000)),
      kind: fc.constantFrom(...MARK_KINDS),
      risk: fc.constantFrom(...MARK_RISKS),
      count: fc.integer({ min: 1, max: 9 }),
      seq: fc.nat(1_000),
    }),
    { maxLength: 300 },
  )
  .map((all) =>
    all
      .map(({ length, ...mark }): LaneMark => ({ ...mark, endMs: mark.startMs + length }))
      .sort((a, b) => a.startMs - b.startMs),
  )

const levels = fc.integer({ min: 1, max: 14 })

const sum = (marks: readonly LaneMark[]) => marks.reduce((all, { count }) => all + count, 0)
const worst = (marks: readonly LaneMark[]) =>
  Math.max(-1, ...marks.map(({ risk }) => MARK_RISKS.indexOf(risk)))
const worstKind = (marks: readonly LaneMark[]) =>
  Math.max(-1, ...marks.map(({ kind }) => MARK_KINDS.indexOf(kind)))

describe('marks at a level', () => {
  test('lose nothing: as many as before, the worst of every stretch still in it', () => {
    fc.assert(
      fc.property(someMarks, levels, (marks, level) => {
        const found = marksAtLevel(marks, level)
        expect(sum(found)).toBe(sum(marks))
        const stretch = ({ startMs }: LaneMark) => Math.floor(startMs / 2 ** level)
        for (const n of new Set(marks.map(stretch))) {
          const [before, after] = [marks, found].map((all) =>
            all.filter((one) => stretch(one) === n),
          )
          expect(worst(after!)).toBe(worst(before!))
          expect(worstKind(after!)).toBe(worstKind(before!))
        }
      }),
    )
  })

  test('hold one short mark a stretch, however many there were', () => {
    fc.assert(
      fc.property(someMarks, levels, (marks, level) => {
        const size = 2 ** level
        const long = marks.filter(({ startMs, endMs }) => endMs - startMs >= size)
        const found = marksAtLevel(marks, level)
        expect(found.length - long.length).toBeLessThanOrEqual(Math.floor(SPAN / size) + 1)
      }),
    )
  })

  test('are the same made from a finer level, so that any may be kept', () => {
    fc.assert(
      fc.property(someMarks, levels, (marks, level) => {
        const direct = marksAtLevel(marks, level)
        const shape = (all: readonly LaneMark[]) =>
          all.map(({ startMs, endMs, kind, risk, count }) => [startMs, endMs, kind, risk, count])
        expect(shape(marksAtLevel(marksAtLevel(marks, level - 1), level))).toEqual(shape(direct))
      }),
    )
  })

  test('stay in order of time, for whoever draws them looks for the first in sight by halves', () => {
    fc.assert(
      fc.property(someMarks, levels, (marks, level) => {
        const starts = marksAtLevel(marks, level).map(({ startMs }) => startMs)
        expect(starts).toEqual([...starts].sort((a, b) => a - b))
      }),
    )
  })
})

test('a level is chosen so that there is about one mark a pixel', () => {
  expect(levelFor(1_000, 1_000)).toBe(0)
  expect(levelFor(1_400_000, 1_400)).toBe(10)
  expect(levelFor(7 * 86_400_000, 1_400)).toBe(19)
})
