import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { sleep } from '../../src/system/clock.ts'

test('a wait that is over lets go of its signal: who tries again for days would gather listeners', async () => {
  const { signal } = new AbortController()
  await sleep(1, signal)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('an abort ends a wait, and one that came before does not let it begin', async () => {
  const controller = new AbortController()
  const forEver = 1 << 30
  const waiting = sleep(forEver, controller.signal)
  controller.abort()
  await waiting
  await sleep(forEver, controller.signal)
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
})
