import { expect, test } from 'vitest'
import type { News } from '../../../src/web/api/live.ts'
import {
  clockMs,
  connection,
  newsOf,
  seen,
  setClock,
  staleSince,
  takeNews,
  tick,
} from '../../../src/web/client/state/live.ts'

const news = (more: Partial<News>): News => ({
  type: 'news',
  server: 'one',
  number: 1,
  time_ms: 1_000,
  topics: [],
  is_everything: false,
  recorded: null,
  ...more,
})

test('news reaches who asked for the thing or for its kind, each once, and nobody else', () => {
  const counts = () => ['session:a', 'session:b', 'session', 'root'].map(newsOf)
  expect(counts()).toEqual([0, 0, 0, 0])
  takeNews(news({ topics: ['session:a', 'session:c'] }))
  expect(counts()).toEqual([1, 0, 1, 0])
  takeNews(news({ is_everything: true }))
  expect(counts()).toEqual([2, 1, 2, 1])
  takeNews(news({}))
  expect(counts()).toEqual([2, 1, 2, 1])
})

test('the place to go on from names the run of the server, since numbers of another mean nothing', () => {
  takeNews(news({ server: 'two', number: 7 }))
  expect(seen.value).toBe('two.7')
})

test("clocks are the server's, and stand still while it is not heard", () => {
  takeNews(news({ time_ms: 5_000 }))
  setClock(5_000, 9_000_000)
  tick(9_001_000)
  expect([clockMs.value, staleSince.value]).toEqual([6_000, undefined])
  connection.value = 'lost'
  tick(9_009_000)
  expect([clockMs.value, staleSince.value]).toEqual([6_000, 5_000])
  takeNews(news({ time_ms: 15_000 }))
  expect(staleSince.value).toBeUndefined()
})
