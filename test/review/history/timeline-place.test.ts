import { afterAll, beforeAll, expect, test } from 'vitest'
import { TimelineIndex } from '../../../src/review/history/timeline-index.ts'
import { placeAt } from '../../../src/review/history/timeline-place.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

const at = (clock: string) => `2026-06-12T${clock}Z`
const ms = (clock: string) => Date.parse(at(clock))
const SILENCE_MS = 30 * 60_000

let fixture: ShadowFixture
beforeAll(async () => {
  fixture = shadowFixture()
  await fixture.snapshot({ a: '1' }, { at: at('10:00:00') })
  await fixture.snapshot({ a: '2' }, { at: at('11:00:00') })
  await fixture.gap({ reason: 'downtime', from: ms('11:10:00'), to: ms('12:30:00') })
  await fixture.snapshot({ a: '3' }, { at: at('12:30:00') })
  await fixture.snapshot({ a: '4' }, { at: at('12:45:00') })
})
afterAll(() => fixture.dispose())

async function list(): Promise<TimelineIndex> {
  const index = new TimelineIndex(fixture.view, { silenceMs: SILENCE_MS })
  await index.list(() => {})
  await index.load(0, index.count)
  return index
}

function shown(index: TimelineIndex): string[] {
  return Array.from({ length: index.count }, (_, n) => {
    const entry = index.at(n)
    if (index.silenceAt(n)) return 'silence'
    return entry?.type === 'snapshot' ? entry.snapshot.id.slice(9, 15) : 'gap'
  })
}

test('a silence is an entry, but where nobody recorded there was none', async () => {
  expect(shown(await list())).toEqual(['124500', '123000', 'gap', '110000', 'silence', '100000'])
})

test('a silence before what came later is counted as new', async () => {
  const index = await list()
  await fixture.snapshot({ a: '5' }, { at: at('14:00:00') })
  expect(await index.update()).toBe(2)
  await index.load(0, 2)
  expect(shown(index).slice(0, 3)).toEqual(['140000', 'silence', '124500'])
})

test('a time leads to what held then, gaps and silences included, and to nothing before all', async () => {
  const index = await list()
  const rows = shown(index)
  const found = async (clock: string) => {
    const place = await placeAt(index, ms(clock))
    return place === null ? null : rows[place]
  }
  expect(await found('12:45:00')).toBe('124500')
  expect(await found('12:40:00')).toBe('123000')
  expect(await found('11:05:00')).toBe('110000')
  expect(await found('10:30:00')).toBe('100000')
  expect(await found('09:00:00')).toBeNull()
})
