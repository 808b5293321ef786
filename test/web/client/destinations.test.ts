import { expect, test } from 'vitest'
import type { ListedSession } from '../../../src/web/api/session-lists.ts'
import {
  type DestinationFacts,
  destinationsOf,
} from '../../../src/web/client/state/destinations.ts'

const session = {
  ...{ id: 'sess_6a9ac1d000000000', agent: 'codex', message: 'Port the cart' },
  ...{ started_at: '2026-11-20T14:00:00', last_event_at: '2026-11-20T15:00:00' },
  ended_at: '2026-11-20T15:00:00',
} as unknown as ListedSession

const facts: DestinationFacts = {
  page: 'session',
  parameters: { session: session.id },
  nowMs: Date.parse('2026-11-27T12:00:00'),
  sessions: [session],
  outlines: new Map(),
  actions: [{ key: 'x', does: 'before or after', run: () => {} }],
}

const first = (text: string, more: Partial<DestinationFacts> = {}) =>
  destinationsOf(text, { ...facts, ...more })[0]

test('a clock time is of the day of the session that is shown, elsewhere of today', () => {
  const at = (found: ReturnType<typeof first>) =>
    found && 'page' in found.leads ? [found.leads.page, found.leads.parameters.at] : undefined
  const iso = (text: string) => new Date(text).toISOString()
  expect(at(first('14:04'))).toEqual(['session', iso('2026-11-20T14:04:00')])
  expect(at(first('11:04', { page: 'sessions' }))).toEqual(['timeline', iso('2026-11-27T11:04:00')])
})

test('a number is a step of the session that is shown', () => {
  expect(first('#26')?.leads).toEqual({
    page: 'session',
    parameters: { session: session.id, step: '26' },
  })
  expect(first('#26', { page: 'sessions' })?.kind).toBe('search')
})

test('a session is found by its id, its handle and its words', () => {
  for (const text of ['sess_6a9', '6a9ac', 'the cart'])
    expect(first(text, { page: 'sessions' })).toMatchObject({ kind: 'session', id: session.id })
})

test('pages and what keys do are found by name, and anything else is searched for', () => {
  expect(first('timel')).toMatchObject({ kind: 'page', text: 'Timeline' })
  expect(first('before or')).toMatchObject({ kind: 'do', note: 'x' })
  expect(first('qqq')).toMatchObject({ kind: 'search', leads: { parameters: { q: 'qqq' } } })
})
