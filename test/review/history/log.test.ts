import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LogFilter, readLog } from '../../../src/review/history/log.ts'
import { rawName, type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

const at = (clock: string) => `2026-06-12T${clock}Z`
const ms = (clock: string) => Date.parse(at(clock))
const CLAUDE = { name: 'claude-code', email: 'sess_1@flightrec' }

let fixture: ShadowFixture
beforeAll(async () => {
  fixture = shadowFixture()
  await fixture.gap({ reason: 'downtime', from: ms('13:00:00'), to: ms('13:30:00') })
  await fixture.snapshot({ 'src/a': '1', b: '1' }, { at: at('14:00:00.500') })
  await fixture.snapshot(
    { 'src/a': '2', b: '1' },
    { at: at('14:00:00.700'), actor: CLAUDE, session: 'sess_1' },
  )
  await fixture.gap({ reason: 'overflow', from: ms('14:01:00'), to: ms('14:02:00') })
  await fixture.snapshot({ 'src/a': '2', b: '2' }, { at: at('14:02:00') })
  await fixture.snapshot(
    { 'src/a': { content: '2', mode: 0o600 }, b: '2' },
    { at: at('14:03:00'), actor: { name: 'claude-codex', email: 'x@flightrec' } },
  )
  await fixture.gap({ reason: 'downtime', from: ms('15:00:00'), to: ms('16:00:00') })
})
afterAll(() => fixture.dispose())

/** Returns clock times of snapshots, and `gap` with the time each ends. */
async function listed(filter: LogFilter): Promise<string[]> {
  const lines: string[] = []
  const clock = (time: number) => new Date(time).toISOString().slice(11, 23)
  for await (const entry of readLog(fixture.view, filter)) {
    lines.push(entry.type === 'gap' ? `gap ${clock(entry.gap.to)}` : clock(entry.snapshot.time))
  }
  return lines
}

const ALL = [
  'gap 16:00:00.000',
  '14:03:00.000',
  '14:02:00.000',
  'gap 14:02:00.000',
  '14:00:00.700',
  '14:00:00.500',
  'gap 13:30:00.000',
]

test('snapshots come newest first, with the gaps where they lie in time', async () => {
  expect(await listed({})).toEqual(ALL)
})

test('reversed, the same comes oldest first', async () => {
  expect(await listed({ reverse: true })).toEqual([...ALL].reverse())
})

test('a limit keeps the newest, also when reversed; older gaps go with what is cut', async () => {
  expect(await listed({ maxCount: 2 })).toEqual(ALL.slice(0, 3))
  expect(await listed({ maxCount: 2, reverse: true })).toEqual(ALL.slice(0, 3).reverse())
  expect(await listed({ maxCount: 0 })).toEqual([])
})

test('since and until count to the millisecond', async () => {
  const inside = { sinceMs: ms('14:00:00.600'), untilMs: ms('14:02:00') }
  expect(await listed(inside)).toEqual(['14:02:00.000', 'gap 14:02:00.000', '14:00:00.700'])
  expect(await listed({ untilMs: ms('14:00:00.600') })).toEqual([
    '14:00:00.500',
    'gap 13:30:00.000',
  ])
})

test('an actor is named whole, and a session by its id', async () => {
  expect(await listed({ agent: 'claude-code' })).toEqual(['14:00:00.700'])
  expect(await listed({ agent: 'claude.code' })).toEqual([])
  expect(await listed({ session: 'sess_1' })).toEqual(['14:00:00.700'])
  expect(await listed({ session: 'sess' })).toEqual([])
})

test('paths limit to what changed them, a change of mode alone included', async () => {
  expect(await listed({ paths: [rawName('b')] })).toEqual(['14:02:00.000', '14:00:00.500'])
  expect(await listed({ paths: [rawName('src')] })).toEqual([
    '14:03:00.000',
    '14:00:00.700',
    '14:00:00.500',
  ])
  expect(await listed({ paths: [rawName('src/a')], maxCount: 1 })).toEqual(['14:03:00.000'])
  expect(await listed({ paths: [rawName('nothing')] })).toEqual([])
})
