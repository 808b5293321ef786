import { expect, test } from 'vitest'
import type { Event } from '../../../src/model/event.ts'
import { joinSteps } from '../../../src/review/sessions/joined-steps.ts'

let seq = 0
const event = (more: Partial<Event>): Event => {
  seq += 1
  return {
    ...{ seq, time: '2026-01-01T00:00:00.000Z', event_type: 'SHELL_EXEC', summary: 'x' },
    ...{ risk_level: 'none', session: 's', source: 'hook' },
    ...more,
  } as Event
}
const begin = (id: string) => event({ call_id: id, phase: 'before', tool: 'Bash', summary: id })
const end = (id: string) => event({ call_id: id, phase: 'after', tool: 'Bash', summary: id })
const output = (id?: string) =>
  event({ ...(id && { call_id: id }), event_type: 'SHELL_STDOUT', phase: 'after', tool: 'Bash' })

/** Each step as `its event [its end] (what else belongs to it)`, by numbers. */
async function joined(...events: Event[]): Promise<string[]> {
  const shown: string[] = []
  async function* all() {
    yield* events
  }
  const first = events[0]!.seq - 1
  for await (const step of joinSteps(all())) {
    const more = step.more.map((one) => one.seq - first).join(' ')
    shown.push(`${step.event.seq - first} [${step.end ? step.end.seq - first : ''}] (${more})`)
  }
  return shown
}

test('a call, its end and its output are one step, others between them or not', async () => {
  expect(await joined(begin('a'), event({}), begin('b'), end('a'), output('a'), end('b'))).toEqual([
    '1 [4] (5)',
    '2 [] ()',
    '3 [6] ()',
  ])
})

test('without ids, tool and words tell; the same twice ends in the order in which it began', async () => {
  const call = (phase: 'before' | 'after', summary: string) =>
    event({ phase, tool: 'Bash', summary })
  expect(
    await joined(
      call('before', 'ls'),
      call('before', 'ls'),
      call('after', 'ls'),
      output(),
      call('after', 'ls'),
    ),
  ).toEqual(['1 [3] (4)', '2 [5] ()'])
})

test('what never ended, and what only ended, is a step as well', async () => {
  expect(await joined(begin('a'), end('z'), output('z'), event({}))).toEqual([
    '1 [] ()',
    '2 [] (3)',
    '4 [] ()',
  ])
})

test('further files of a call belong to it', async () => {
  const file = (phase: 'before' | 'after') =>
    event({ call_id: 'p', phase, event_type: 'FILE_WRITE' })
  expect(await joined(file('before'), file('before'), file('after'), file('after'))).toEqual([
    '1 [3] (2 4)',
  ])
})

test('a call that does not end holds nothing up for ever', async () => {
  let read = 0
  async function* endless() {
    yield begin('stuck')
    for (; read < 5_000; read += 1) yield event({})
  }
  const steps = joinSteps(endless())
  await steps.next()
  expect(read).toBeLessThan(1_100)
})

test('what was refused without a word is not taken for the same command that is run in a later turn', async () => {
  const call = (phase: 'before' | 'after') => event({ phase, tool: 'Bash', summary: 'npm test' })
  const over = event({ event_type: 'AGENT_ACT', turn_end: true })
  const steps = await joined(
    ...[call('before'), over, call('before'), call('after')].map((one, n) => ({
      ...one,
      seq: n + 1,
    })),
  )
  expect(steps).toEqual(['1 [] ()', '2 [] ()', '3 [4] ()'])
})

test('where ids begin anew, an end is of the call that began last', async () => {
  const [first, other, again, last] = [begin('0'), begin('1'), begin('0'), end('0')]
  expect(await joined(first, other, again, last)).toEqual(['1 [] ()', '2 [] ()', '3 [4] ()'])
})
