import { expect, test } from 'vitest'
import type { ListedSession } from '../../../src/web/api/session-lists.ts'
import { lanePieces, laneSessions } from '../../../src/web/client/state/timeline/session-lanes.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 27, 12, minute)).toISOString()

function listed(id: string, from: number, to: number | null, more: object = {}): ListedSession {
  return {
    ...{ id, agent: id, parent: null, members: [], root: '/work' },
    ...{ started_at: at(from), ended_at: to === null ? null : at(to), ...more },
  } as unknown as ListedSession
}

const lanesOf = (...sessions: ListedSession[]) =>
  laneSessions(sessions, '/work', Date.parse(at(60)))

test('sessions that run at once stand beside each other, one after the other in the same lane', () => {
  const lanes = lanesOf(listed('c', 30, null), listed('a', 0, 20), listed('b', 10, 40))
  expect(lanes.map(({ session, lane }) => [session, lane])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
  ])
})

test('subagents, runs with sessions of their own, and other folders have no lane', () => {
  const lanes = lanesOf(
    listed('sub', 0, 9, { parent: 'a' }),
    listed('run', 0, 9, { members: ['a'] }),
    listed('else', 0, 9, { root: '/work-2' }),
    listed('below', 0, 9, { root: '/work/part' }),
  )
  expect(lanes.map(({ session }) => session)).toEqual(['below'])
})

test('a line begins and ends in the rows next to which its session did', () => {
  const lanes = lanesOf(listed('a', 10, 20))
  const piece = (minute: number, newer?: number, older?: number) =>
    lanePieces(lanes, Date.parse(at(minute)), {
      newerMs: newer === undefined ? undefined : Date.parse(at(newer)),
      olderMs: older === undefined ? undefined : Date.parse(at(older)),
    })
  expect(piece(15, 18, 12)).toEqual([{ lane: 0, agent: 'a', begins: false, ends: false }])
  expect(piece(18, 30, 15)[0]).toMatchObject({ ends: true, begins: false })
  expect(piece(12, 15, 5)[0]).toMatchObject({ ends: false, begins: true })
  expect(piece(5)).toEqual([])
})
