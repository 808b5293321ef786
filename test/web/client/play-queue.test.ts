import { expect, test } from 'vitest'
import { PlayQueue } from '../../../src/web/client/state/terminal/play-queue.ts'
import type { SentPicture } from '../../../src/web/client/state/terminal/screen.ts'

function picture(at_ms: number): SentPicture {
  return { at_ms, number: 1, columns: 80, rows: 24, cursor: null, title: null, changed: [] }
}

function queueOf(atMs: number, times: readonly number[], next_ms: number | null = null): PlayQueue {
  const queue = new PlayQueue(atMs)
  queue.add({ pictures: times.map(picture), next_ms })
  return queue
}

const timesOf = (pictures: readonly SentPicture[]) => pictures.map(({ at_ms }) => at_ms)

test('pictures come when their time has come, in order', () => {
  const queue = queueOf(100, [90, 150, 160, 400])
  expect(timesOf(queue.advance(0))).toEqual([90])
  expect(timesOf(queue.advance(60))).toEqual([150, 160])
  expect(queue.atMs).toBe(160)
  expect(queue.isAtEnd).toBe(false)
  expect(timesOf(queue.advance(1000))).toEqual([400])
  expect(queue.isAtEnd).toBe(true)
})

test('a pause is cut to its limit, and only where there is a limit', () => {
  const queue = queueOf(0, [0, 60_000])
  queue.advance(0)
  expect(timesOf(queue.advance(5_000))).toEqual([])
  queue.idleLimitMs = 2_000
  expect(timesOf(queue.advance(1))).toEqual([60_000])
  expect(queue.atMs).toBe(60_000)
})

test('it waits for what has not come, rather than to play past it', () => {
  const queue = queueOf(0, [0], 500)
  queue.advance(0)
  expect(queue.wants(1_000)).toBe(500)
  expect(timesOf(queue.advance(9_000))).toEqual([])
  expect(queue.atMs).toBe(500)
  queue.add({ pictures: [picture(500), picture(700)], next_ms: null })
  expect(timesOf(queue.advance(200))).toEqual([500, 700])
  expect(queue.wants(1_000)).toBeUndefined()
})

test('it asks for no more than is needed soon', () => {
  expect(queueOf(0, [0, 5_000], 6_000).wants(4_000)).toBeUndefined()
  expect(queueOf(0, [0, 3_000], 6_000).wants(4_000)).toBe(6_000)
})

test('of a recording that goes on it looks again behind the last picture', () => {
  const queue = queueOf(0, [0, 300])
  queue.advance(400)
  expect(queue.wants(1_000)).toBeUndefined()
  queue.look()
  expect(queue.wants(1_000)).toBe(301)
})
