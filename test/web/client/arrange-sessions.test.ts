import { expect, test } from 'vitest'
import type { ListedSession, SessionOutlineAnswer } from '../../../src/web/api/session-lists.ts'
import { arrangeSessions } from '../../../src/web/client/state/sessions/arrange-sessions.ts'

const NOW = Date.parse('2026-11-27T12:00:00')

function listed(id: string, started: string, more: Partial<ListedSession> = {}): ListedSession {
  const at = new Date(started).toISOString()
  return {
    ...{ id, agent: 'bot', parent: null, members: [] },
    ...{ started_at: at, last_event_at: at, ended_at: at, ...more },
  } as unknown as ListedSession
}

function arranged(sessions: readonly ListedSession[], more: object = {}) {
  const { rows, ...counts } = arrangeSessions({
    ...{ sessions, outlines: new Map<string, SessionOutlineAnswer>(), nowMs: NOW },
    ...{ isWanted: () => true, unfolded: new Set<string>(), ...more },
  })
  const shown = rows.map((row) => {
    if (row.kind === 'head') return `${row.title} ${row.note}`.trim()
    return row.kind === 'fold'
      ? `  ${row.count} below`
      : `${row.isBelow ? '  ' : ''}${row.session.id}`
  })
  return { shown, ...counts }
}

test('who is at work comes first, then day by day, the latest begun first', () => {
  const sessions = [
    listed('old', '2026-11-24T09:00:00'),
    listed('morning', '2026-11-27T08:00:00'),
    listed('running', '2026-11-25T08:00:00', {
      ended_at: null,
      last_event_at: new Date(NOW - 5_000).toISOString(),
    }),
    listed('noon', '2026-11-27T11:00:00'),
    listed('eve', '2026-11-26T20:00:00'),
  ]
  expect(arranged(sessions).shown).toEqual([
    ...['At work 1', 'running'],
    ...['Today Fri 27 Nov', 'noon', 'morning'],
    ...['Yesterday Thu 26 Nov', 'eve'],
    ...['Tue 24 Nov', 'old'],
  ])
})

test('subagents stand below whoever sent them, are folded when they are many, and are counted all the same', () => {
  const below = (n: number, parent: string) =>
    listed(`below${n}`, `2026-11-27T08:00:0${n}`, { parent } as object)
  const few = [listed('head', '2026-11-27T08:00:00'), below(2, 'head'), below(1, 'below2')]
  expect(arranged(few).shown.slice(1)).toEqual(['head', '  below1', '  below2'])
  const many = [...few, below(3, 'head'), below(4, 'head')]
  expect(arranged(many)).toMatchObject({
    shown: ['Today Fri 27 Nov', 'head', '  4 below'],
    options: 2,
    sessions: 5,
  })
  const open = arranged(many, { unfolded: new Set(['head']) })
  expect(open.shown.slice(2)).toEqual(['  4 below', ...[1, 2, 3, 4].map((n) => `  below${n}`)])
})

test('a session whose parent is gone, or that is its own ancestor, is shown nevertheless', () => {
  const lost = listed('lost', '2026-11-27T08:00:00', { parent: 'gone' } as object)
  const one = listed('one', '2026-11-27T07:00:00', { parent: 'two' } as object)
  const two = listed('two', '2026-11-27T06:00:00', { parent: 'one' } as object)
  expect(arranged([lost, one, two]).sessions).toBe(3)
})

test('a subagent that is wanted brings its parent along, alone', () => {
  const head = listed('head', '2026-11-27T08:00:00')
  const a = listed('a', '2026-11-27T08:00:01', { parent: 'head' } as object)
  const b = listed('b', '2026-11-27T08:00:02', { parent: 'head' } as object)
  const isWanted = ({ id }: ListedSession) => (id as string) === 'b'
  expect(arranged([head, a, b], { isWanted }).shown.slice(1)).toEqual(['head', '  b'])
})
