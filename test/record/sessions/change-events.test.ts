import { expect, test } from 'vitest'
import type { Change } from '../../../src/model/change.ts'
import { rawFromText } from '../../../src/model/raw-path.ts'
import type { Snapshot } from '../../../src/model/snapshot.ts'
import { changeEvents } from '../../../src/record/sessions/change-events.ts'

const SNAPSHOT = { id: '20261121T120000-000', time: 0, call: 'c1' } as Snapshot

const side = (path: string) => ({ path: rawFromText(path), mode: 0o100644 })
const gone = (count: number): Change[] =>
  Array.from({ length: count }, (_, n) => ({ type: 'removed', before: side(`src/${n}.ts`) }))
const seen = (changes: readonly Change[]) => changeEvents('/r', SNAPSHOT, changes, undefined)

test('a few changes are told one by one', () => {
  const events = seen([...gone(19), { type: 'added', after: side('new') }])
  expect(events.length).toBe(20)
  expect(events[0]).toMatchObject({ summary: 'delete src/0.ts', paths: ['/r/src/0.ts'] })
})

test('many files that go at once are told together, so that they are judged as what they are', () => {
  const events = seen([...gone(600), { type: 'added', after: side('new') }])
  expect(events.map(({ summary }) => summary)).toEqual([
    'create new',
    'delete 600 files: src/0.ts, src/1.ts, src/2.ts, …',
  ])
  expect(events[1]!.paths!.length).toBe(600)
  expect(events[1]!.call_id).toBe('c1')
})

test('an event names no more than a thousand paths', () => {
  const events = seen(gone(2_500))
  expect(events.map(({ paths }) => paths!.length)).toEqual([834, 834, 832])
  expect(new Set(events.flatMap(({ paths }) => paths)).size).toBe(2_500)
})
