import { beforeEach, describe, expect, test } from 'vitest'
import { cursor, moveTo } from '../../../src/web/client/state/cursor.ts'
import { addressChanged, changeView, keepViewIn, view } from '../../../src/web/client/state/view.ts'

const TIME = Date.parse('2026-11-27T14:04:04.021Z')
const step = (seq: number) => ({ kind: 'step' as const, seq })
let written: [how: string, address: string][] = []

beforeEach(() => {
  keepViewIn('/s/sess_1', (address, how) => written.push([how, address]))
  written = []
})

describe('the cursor', () => {
  test('stands in the address: a choice is an entry, a drag replaces the last', () => {
    moveTo({ timeMs: TIME, side: 'after', anchor: step(26) })
    moveTo({ timeMs: TIME + 5, side: 'before', anchor: { kind: 'none' } }, 'drag')
    expect(written).toEqual([
      ['push', '/s/sess_1?at=2026-11-27T14%3A04%3A04.021Z&step=26'],
      ['replace', '/s/sess_1?at=2026-11-27T14%3A04%3A04.026Z&side=before'],
    ])
  })

  test('moves when back or forward is pressed, and by no other change of the address', () => {
    moveTo({ timeMs: TIME, side: 'after', anchor: step(1) })
    const first = written.at(-1)![1]
    moveTo({ timeMs: TIME + 9, side: 'after', anchor: step(2) })
    const moved = cursor.value
    changeView({ tab: 'diff', w: '1..2' })
    expect(cursor.value).toBe(moved)
    addressChanged(first)
    expect(cursor.value).toEqual({ timeMs: TIME, side: 'after', anchor: step(1) })
  })

  test('writes the address a few times a second while it is played, and is not thrown back by it', () => {
    for (let ms = 0; ms < 1_000; ms += 20)
      moveTo({ timeMs: TIME + ms, side: 'after', anchor: { kind: 'none' } }, 'play', ms)
    expect(written.length).toBeLessThanOrEqual(5)
    changeView({ tab: 'diff' })
    expect(cursor.value?.timeMs).toBe(TIME + 980)
  })

  test('says nothing twice: where it is already is no move', () => {
    moveTo({ timeMs: TIME, side: 'after', anchor: step(3) })
    moveTo({ timeMs: TIME, side: 'after', anchor: step(3) })
    expect(written).toHaveLength(1)
  })

  test('is another one on another page', () => {
    moveTo({ timeMs: TIME, side: 'after', anchor: step(3) })
    addressChanged('/s/sess_2')
    expect(cursor.value).toBeUndefined()
    expect(view.value.parameters.session).toBe('sess_2')
  })

  test.each([
    ['snapshot=20261127T140404-021', { kind: 'snapshot', id: '20261127T140404-021' }],
    ['step=sess_ab%2312', { kind: 'step', seq: 12, session: 'sess_ab' }],
    ['frame=rec_ab%40614', { kind: 'frame', recording: 'rec_ab', timeMs: 614 }],
    ['gap=1795854262538', { kind: 'gap', fromMs: 1795854262538 }],
    ['line=7:a%2Fb.ts', { kind: 'line', line: 7, path: 'a/b.ts' }],
    ['step=x', { kind: 'none' }],
  ])('reads %s from a link', (query, anchor) => {
    addressChanged(`/s/sess_3?at=2026-11-27T14:04:04.021Z&${query}`)
    expect(cursor.value).toEqual({ timeMs: TIME, side: 'after', anchor })
  })
})
