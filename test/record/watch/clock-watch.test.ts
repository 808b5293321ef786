import { expect, test } from 'vitest'
import { ClockWatch } from '../../../src/record/watch/clock-watch.ts'

test('a wall clock that is set back is told, with the stretch it passes twice', () => {
  let wall = 1_000_000
  let monotonic = 500
  const clock = new ClockWatch(
    () => wall,
    () => monotonic,
  )
  wall += 5_000
  monotonic += 5_000
  expect(clock.check()).toBeUndefined()
  wall -= 3_600_000
  monotonic += 1_000
  expect(clock.check()).toEqual({
    reason: 'clock-step',
    from: wall,
    to: wall + 3_601_000,
    detail: '3601 s back',
  })
  wall += 10
  monotonic += 10
  expect(clock.check()).toBeUndefined()
})

test('small corrections and jumps forward, as after a sleep, are no gap', () => {
  let wall = 1_000_000
  const clock = new ClockWatch(
    () => wall,
    () => 0,
  )
  wall -= 900
  expect(clock.check()).toBeUndefined()
  wall += 8 * 3_600_000
  expect(clock.check()).toBeUndefined()
})
