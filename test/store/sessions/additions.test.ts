import { expect, test } from 'vitest'
import { Additions } from '../../../src/store/sessions/additions.ts'
import { formatJournalLine, type StoredEvent } from '../../../src/store/sessions/journal-line.ts'

const event = (seq: number, more: object = {}): StoredEvent =>
  ({ seq, event_type: 'SHELL_EXEC', session: 's', summary: 'ls', ...more }) as StoredEvent

function collected(...events: StoredEvent[]): Additions {
  const additions = new Additions()
  additions.collect(Buffer.concat(events.map(formatJournalLine)))
  return additions
}

test('an addition fills what was missing, says so, and is no event of its own', () => {
  const addition = event(2, { fills: 1, exit_code: 7, duration_ms: 3, summary: '' })
  const additions = collected(event(1), addition)
  expect(additions.applied(event(1))).toEqual(
    event(1, { exit_code: 7, duration_ms: 3, filled: ['exit_code', 'duration_ms'] }),
  )
  expect(additions.applied(addition)).toBeUndefined()
})

test('what an event has itself stays, and so does what was added first: the record is not talked over', () => {
  const additions = collected(
    event(2, { fills: 1, exit_code: 0, failed: true }),
    event(3, { fills: 1, exit_code: 9, duration_ms: 5 }),
  )
  expect(additions.applied(event(1, { exit_code: 7 }))).toMatchObject({
    exit_code: 7,
    failed: true,
  })
  expect(additions.applied(event(1))).toMatchObject({ exit_code: 0, duration_ms: 5 })
})

test('words of an agent that look like an addition are none', () => {
  const text = '"fills":1,"exit_code":0'
  const additions = collected(event(2, { summary: text, raw: { fills: 1, exit_code: 0 } }))
  expect(additions.applied(event(1))).toEqual(event(1))
})
