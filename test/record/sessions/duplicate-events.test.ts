import { expect, test } from 'vitest'
import { DuplicateEvents } from '../../../src/record/sessions/duplicate-events.ts'

const MS = Date.parse('2026-11-21T10:00:00Z')

/** Tells what came by the hooks of these agents at these times, and returns what was news. */
function newsOf(told: [hook: string, ms: number, more?: object][]): string[] {
  const before = new DuplicateEvents()
  return told.flatMap(([hook, ms, more], index) => {
    const event = {
      ...{ event_type: 'SHELL_EXEC' as const, phase: 'before' as const, tool: 'Shell' },
      ...{ summary: 'ls', source: 'hook' as const, time: new Date(MS + ms).toISOString() },
      intake: `1795255200000000000-9z-${hook}.1.${index + 2}.0`,
      ...more,
    }
    if (before.accountsFor(event, () => event.summary)) return []
    before.note(event)
    return [`${hook} ${ms}`]
  })
}

test('what an agent tells by its own hook and by that of another is one event', () => {
  expect(
    newsOf([
      ['cursor', 0],
      ['claude-code', 7],
    ]),
  ).toEqual(['cursor 0'])
  const id = { call_id: 'c1' }
  expect(
    newsOf([
      ['claude-code', 0, id],
      ['cursor', 9, id],
    ]),
  ).toEqual(['claude-code 0'])
})

test('the same command given twice is two events, each told by both hooks', () => {
  const told: [string, number][] = [
    ['cursor', 0],
    ['claude-code', 7],
    ['cursor', 300],
    ['claude-code', 306],
  ]
  expect(newsOf(told)).toEqual(['cursor 0', 'cursor 300'])
})

test('the same told twice by one hook, much later, or of another call is news', () => {
  expect(
    newsOf([
      ['cursor', 0],
      ['cursor', 7],
    ]),
  ).toHaveLength(2)
  expect(
    newsOf([
      ['cursor', 0],
      ['claude-code', 5_000],
    ]),
  ).toHaveLength(2)
  expect(
    newsOf([
      ['cursor', 0, { call_id: 'c1' }],
      ['claude-code', 7, { call_id: 'c2' }],
    ]),
  ).toHaveLength(2)
  expect(
    newsOf([
      ['cursor', 0],
      ['claude-code', 7, { phase: 'after' }],
    ]),
  ).toHaveLength(2)
})

test('a hook that is heard a little after its transcript was written tells nothing new; much later it does', () => {
  const transcript = { source: 'transcript' as const, intake: undefined }
  expect(
    newsOf([
      ['claude-code', 0, transcript],
      ['claude-code', 1_900],
    ]),
  ).toEqual(['claude-code 0'])
  expect(
    newsOf([
      ['claude-code', 0, transcript],
      ['claude-code', 2_100],
    ]),
  ).toEqual(['claude-code 0', 'claude-code 2100'])
})
