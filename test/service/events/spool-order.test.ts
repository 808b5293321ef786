import { expect, test } from 'vitest'
import type { Arrival } from '../../../src/record/attribution/call.ts'
import { SpoolOrder } from '../../../src/service/events/spool-order.ts'
import { nextNotice } from '../../../src/system/notice-order.ts'

test('a payload that is read before it was heard of comes after all that was, until it is heard', () => {
  const order = new SpoolOrder()
  order.hear('another', 1000)
  const file = nextNotice()
  const arrival: Arrival = { time: 2000 }
  order.place('one', arrival)
  expect(arrival.order).toBe(Number.POSITIVE_INFINITY)
  order.hear('one', 2001)
  expect(arrival.order).toBeGreaterThan(file)
  expect(arrival.order).toBeLessThan(nextNotice())
})

test('a payload that waited before anything was heard has no place', () => {
  const order = new SpoolOrder()
  const [early, old]: Arrival[] = [{ time: 900 }, { time: 900 }]
  order.place('early', early!)
  order.hear('another', 1000)
  order.place('old', old!)
  expect([early, old]).toEqual([{ time: 900 }, { time: 900 }])
})

test('a payload that was heard of before it is read has the place of that notice', () => {
  const order = new SpoolOrder()
  const before = nextNotice()
  order.hear('one', 1000)
  const after = nextNotice()
  const arrival: Arrival = { time: 999 }
  order.place('one', arrival)
  expect(arrival.order).toBeGreaterThan(before)
  expect(arrival.order).toBeLessThan(after)
})
