import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { monotonicNow, sleep } from '../../src/system/clock.ts'

test('a wait that is over lets go of its signal: who tries again for days would gather listeners', async () => {
  const { signal } = new AbortController()
  await sleep(1, signal)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('an abort ends a wait, and one that came before does not let it begin', async () => {
  const controller = new AbortController()
  const start = monotonicNow()
  const waiting = sleep(60_000, controller.signal)
  controller.abort()
  await waiting
  await sleep(60_000, controller.signal)
  expect(monotonicNow() - start).toBeLessThan(10_000)
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
})
