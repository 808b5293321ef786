import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { EventDraft } from '../../../src/agents/agent.ts'
import { CallBook } from '../../../src/record/attribution/call-book.ts'
import { EventIntake } from '../../../src/service/events/event-intake.ts'
import type { Delivery, EventSource } from '../../../src/service/events/event-source.ts'
import { openSessions } from '../../../src/service/sessions/session-steps.ts'
import { homeAt } from '../../../src/store/home/home.ts'
import { testEnv } from '../../helpers/test-env.ts'
import { until } from '../../helpers/until.ts'

/** Gives what is pushed, as a socket or a child process would. */
class PushedEvents implements EventSource {
  readonly #waiting: Delivery[] = []
  readonly done: string[] = []
  readonly refused: string[] = []
  #wake = () => {}

  begin(wake: () => void): void {
    this.#wake = wake
  }

  *take(): Generator<Delivery> {
    yield* this.#waiting.splice(0)
  }

  stop(): void {
    this.#wake = () => {}
  }

  push(id: string, drafts: () => EventDraft[]): void {
    this.#waiting.push({
      ...{ id, time: Date.now(), isTruncated: false, wasGiven: false, drafts },
      place: () => {},
      done: () => this.done.push(id),
      putBack: () => {},
      refuse: (reason) => this.refused.push(`${id}: ${reason}`),
    })
    this.#wake()
  }
}

async function intakeOf(...sources: EventSource[]) {
  const env = testEnv()
  mkdirSync(env.home, { recursive: true, mode: 0o700 })
  const home = homeAt(env.home)
  const sessions = await openSessions(home)
  const warnings: string[] = []
  const intake = new EventIntake({
    ...{ home, sources, sessions, book: new CallBook(), isHomeHeld: () => true },
    service: {
      flushAround: async () => undefined,
      warn: ({ message }) => void warnings.push(message),
    },
  })
  intake.begin()
  return { intake, sessions, warnings }
}

const draft = (summary: string): EventDraft => ({
  agent: 'driver',
  agent_session: 'one',
  event_type: 'AGENT_ACT',
  summary,
  source: 'cli',
})

test('any source of events is taken in as the spool is, and several at once', async () => {
  const [one, other] = [new PushedEvents(), new PushedEvents()]
  const { intake, sessions } = await intakeOf(one, other)
  one.push('1', () => [draft('first')])
  await until('it is recorded', () => one.done.length === 1)
  other.push('2', () => [draft('second')])
  await until('the other is, too', () => other.done.length === 1)
  const [session] = sessions.list()
  expect(session).toMatchObject({ agent: 'driver', agent_session: 'one' })
  expect(session!.totals.steps).toBe(2)
  await intake.stop()
  await sessions.close()
})

test('a delivery that cannot be read costs no other, and is put aside with the reason', async () => {
  const source = new PushedEvents()
  const { intake, sessions, warnings } = await intakeOf(source)
  source.push('bad', () => {
    throw new Error('not what it should be')
  })
  source.push('good', () => [draft('good')])
  await until('the good one is recorded', () => source.done.includes('good'))
  expect(source.refused).toEqual(['bad: it could not be read: not what it should be'])
  expect(warnings).toHaveLength(1)
  await intake.stop()
  await sessions.close()
})
