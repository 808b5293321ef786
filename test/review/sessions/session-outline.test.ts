import { expect, test } from 'vitest'
import type { Event } from '../../../src/model/event.ts'
import { LIFE_COLUMNS, readOutline } from '../../../src/review/sessions/session-outline.ts'
import { sessionState } from '../../../src/review/sessions/session-state.ts'
import { ODD_EVENTS, TOLD_AT, toldSession } from '../../helpers/told-session.ts'

const START = Date.parse(TOLD_AT)
const at = (seconds: number) => new Date(START + seconds * 1_000).toISOString()

/** A session of two minutes, so that a second is a column. */
async function outlineOf(...told: Partial<Event>[]) {
  const { session, events } = toldSession(...told)
  const lasting = { ...session, last: at(LIFE_COLUMNS) }
  return { session: lasting, outline: await readOutline(lasting, events()) }
}

const call = (
  id: string,
  seconds: number,
  phase: 'before' | 'after',
  more: Partial<Event> = {},
): Partial<Event> => ({
  ...{ event_type: 'SHELL_EXEC', tool: 'sh', call_id: id, phase, time: at(seconds) },
  ...{ summary: `run ${id}`, command: id, ...more },
})

test('the life of a session has a bar as long as each call, and one for calls that overlap', async () => {
  const { outline } = await outlineOf(
    call('a', 1, 'before'),
    call('b', 3, 'before'),
    call('a', 5, 'after'),
    call('b', 7, 'after'),
    call('c', 20, 'before'),
    call('c', 22, 'after', { exit_code: 2 }),
    call('d', 40, 'before'),
    call('d', 41, 'after', { permission: 'refused' }),
  )
  expect(outline.bars).toEqual([
    [1, 7],
    [20, 22],
    [40, 41],
  ])
  expect(outline).toMatchObject({ failed: 1, refused: 1, open: undefined })
})

test('the worst of a column is what is shown of it, whatever came first', async () => {
  const { outline } = await outlineOf(
    call('a', 10, 'before', { risk_level: 'danger' }),
    call('b', 10, 'before', { risk_level: 'info' }),
    call('c', 30, 'before', { risk_level: 'warning' }),
  )
  expect(outline.marks).toEqual([
    [10, 'danger'],
    [30, 'warning'],
  ])
})

test('what was asked first stands for the session, and tokens and money are added up', async () => {
  const { outline } = await outlineOf(
    { event_type: 'USER_INPUT', summary: 'Tidy up' },
    { event_type: 'USER_INPUT', summary: 'and the docs' },
    { usage: { input_tokens: 10, output_tokens: 3, cost_usd: 0.25 }, model: 'opus' },
    { usage: { input_tokens: 5, cost_usd: 0.5 }, model: 'opus' },
  )
  expect(outline).toMatchObject({
    prompt: 'Tidy up',
    models: ['opus'],
    usage: { input_tokens: 15, output_tokens: 3, cost_usd: 0.75 },
  })
})

test('a subagent is known by what it said of itself when it began', async () => {
  const { outline } = await outlineOf({ event_type: 'SESSION_START', summary: 'bot Explore' })
  const { outline: other } = await outlineOf({
    event_type: 'SESSION_START',
    summary: 'bot 3.2 (x)',
  })
  expect([outline.role, other.role]).toEqual(['Explore', undefined])
})

test('a session is at work while a call is open, waits where it asks, and is idle when its turn is over', async () => {
  const running = await outlineOf(call('a', 119, 'before'))
  const asking = await outlineOf(call('a', 119, 'before', { permission: 'asked' }))
  const over = await outlineOf(call('a', 119, 'before'), { time: at(120), turn_end: true })
  const nowMs = START + 130_000
  const states = [running, asking, over].map(({ session, outline }) =>
    sessionState(session, outline, nowMs),
  )
  expect(states).toEqual(['working', 'waiting', 'idle'])
  expect(over.outline.open).toBeUndefined()
  expect(sessionState(running.session, running.outline, nowMs + 3_600_000)).toBe('stale')
  const gone = { ...running.session, ended: at(125), end_reason: 'process-gone' as const }
  expect(sessionState(gone, running.outline, nowMs)).toBe('unclean')
})

test('odd events make no odd lives: columns lie within, in order', async () => {
  const { outline } = await outlineOf(...ODD_EVENTS)
  const columns = outline.bars.flat()
  expect(columns).toEqual([...columns].sort((a, b) => a - b))
  expect(columns.every((column) => column >= 0 && column < LIFE_COLUMNS)).toBe(true)
})
