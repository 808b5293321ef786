import { expect, test } from 'vitest'
import { rawFromText } from '../../../src/model/raw-path.ts'
import { joinNoticed } from '../../../src/record/attribution/noticed.ts'
import { DirtyPaths } from '../../../src/record/watch/dirty-paths.ts'

const notice = (first: number, last: number) => ({
  first,
  last,
  order: { first: 100 + first, last: 100 + last },
})

test('two notices of one path reach from the first of the earlier to the last of the later', () => {
  expect(joinNoticed(notice(1, 2), notice(5, 9))).toEqual(notice(1, 9))
  expect(joinNoticed(undefined, notice(5, 9))).toEqual(notice(5, 9))
  expect(joinNoticed(notice(1, 2), undefined)).toEqual(notice(1, 2))
})

test('an order that is known of one of two alone is not known of both', () => {
  expect(joinNoticed({ first: 1, last: 2 }, notice(5, 9))).toEqual({ first: 1, last: 9 })
})

test('what was left at a look is dirty again, and named when it was before that', () => {
  const dirty = new DirtyPaths()
  const [left, named] = [rawFromText('left'), rawFromText('named')]
  dirty.add([named])
  const before = dirty.noticed(named)!
  dirty.addAgain(new Map([[left, notice(1, 2)]]))
  dirty.addAgain(new Map([[named, { first: 1, last: 2 }]]))
  expect(dirty.noticed(left)).toEqual(notice(1, 2))
  expect(dirty.noticed(named)).toEqual({ first: 1, last: before.last })
})
