import { expect, test } from 'vitest'
import type { TimelineEntry } from '../../../src/web/api/timeline.ts'
import { markFrom } from '../../../src/web/client/state/timeline/chosen.ts'
import { noteTimeline } from '../../../src/web/client/state/timeline/entries.ts'

function show(...kinds: readonly string[]): void {
  const entries = kinds.map((kind) =>
    kind === 'gap' || kind === 'silence' ? { type: kind } : { type: 'snapshot', risk: kind },
  ) as TimelineEntry[]
  const page = { type: 'timeline' as const, root: '/r', list: kinds.join(' '), left_out: [] }
  const counts = { total: entries.length, newer: 0, is_complete: true, start: 0, place: null }
  noteTimeline('key', { ...page, ...counts, entries })
}

test('the keys for findings stop beyond each gap as well, since what was not recorded counts as much', () => {
  show('none', 'none', 'gap', 'silence', 'none', 'none', 'danger', 'none')
  expect([markFrom(0, 1), markFrom(4, 1), markFrom(6, 1)]).toEqual([4, 6, undefined])
  expect([markFrom(7, -1), markFrom(6, -1), markFrom(1, -1)]).toEqual([6, 1, undefined])
})

test('a silence was recorded, so nothing stops at it', () => {
  show('none', 'silence', 'none')
  expect(markFrom(0, 1)).toBeUndefined()
})
