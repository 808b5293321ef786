import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type IndexFilter, TimelineIndex } from '../../../src/review/history/timeline-index.ts'
import { RepoView } from '../../../src/review/repo/repo-view.ts'
import { readLatest } from '../../../src/store/timeline/timeline.ts'
import { flip, whileChanged } from '../../helpers/damaged-store.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

const at = (clock: string) => `2026-06-12T${clock}Z`
const CLAUDE = { name: 'claude-code', email: 'sess_1@flightrec' }

let fixture: ShadowFixture
beforeAll(async () => {
  fixture = shadowFixture()
  const ms = (clock: string) => Date.parse(at(clock))
  await fixture.gap({ reason: 'downtime', from: ms('13:00:00'), to: ms('13:30:00') })
  await fixture.snapshot({ 'src/a': '1', b: '1' }, { at: at('14:00:00') })
  await fixture.snapshot(
    { 'src/a': '2', b: '1' },
    { at: at('14:00:00.700'), actor: CLAUDE, session: 'sess_1' },
  )
  await fixture.gap({ reason: 'overflow', from: ms('14:01:00'), to: ms('14:02:00') })
  await fixture.snapshot({ 'src/a': '2', b: '2' }, { at: at('14:02:00.500') })
})
afterAll(() => fixture.dispose())

async function list(filter: IndexFilter = {}): Promise<TimelineIndex> {
  const index = new TimelineIndex(fixture.view, filter)
  await index.list(() => {})
  await index.load(0, index.count)
  return index
}

function shown(index: TimelineIndex): (string | undefined)[] {
  return Array.from({ length: index.count }, (_, n) => {
    const entry = index.at(n)
    return entry?.type === 'gap' ? 'gap' : entry?.snapshot.id.slice(9)
  })
}

test('snapshots stand newest first, with gaps where they lie in time', async () => {
  const index = await list()
  expect(shown(index)).toEqual(['140200-500', 'gap', '140000-700', '140000-000', 'gap'])
  expect(index.isComplete).toBe(true)
})

test.each<[string, IndexFilter, string[]]>([
  ['a path', { paths: ['src' as never] }, ['140000-700', '140000-000']],
  ['an agent', { agent: 'claude-code' }, ['140000-700']],
  ['a session', { session: 'sess_1' }, ['140000-700']],
  ['ids', { ids: new Set(['20260612T140200-500', '20260612T140000-001']) }, ['140200-500']],
])('it can be limited to %s', async (_, filter, expected) => {
  expect(shown(await list(filter))).toEqual(expected)
})

test('a search goes on in either direction and ends at the ends', async () => {
  const index = await list()
  const { signal } = new AbortController()
  const isClaude = (entry: NonNullable<ReturnType<TimelineIndex['at']>>) =>
    entry.type === 'snapshot' && entry.snapshot.actor.name === CLAUDE.name
  expect(await index.find(0, 1, isClaude, signal)).toBe(2)
  expect(await index.find(4, -1, isClaude, signal)).toBe(2)
  expect(await index.find(3, 1, isClaude, signal)).toBe(-1)
})

test('what comes later stands before the rest, and is counted', async () => {
  const [all, ofPath] = [await list(), await list({ paths: ['src' as never] })]
  expect(await all.update()).toBe(0)
  await fixture.snapshot({ 'src/a': '3', b: '2' }, { at: at('15:00:00') })
  await fixture.snapshot({ 'src/a': '3', b: '3' }, { at: at('15:00:00.001') })
  expect([await all.update(), await ofPath.update()]).toEqual([2, 1])
  await all.load(0, 2)
  expect(shown(all).slice(0, 3)).toEqual(['150000-001', '150000-000', '140200-500'])
  expect(shown(ofPath)[0]).toBe('150000-000')
})

test('a commit that cannot be read keeps its row, and hides none of those below it', async () => {
  const { commit } = (await fixture.view.parentOf(
    (await readLatest(fixture.gitDir, fixture.reader))!,
  ))!
  const file = join(fixture.gitDir, 'objects', commit.slice(0, 2), commit.slice(2))
  await whileChanged(file, flip(30), async () => {
    const damaged = new RepoView(fixture.repo)
    const index = new TimelineIndex(damaged)
    await index.list(() => {})
    await index.load(0, index.count)
    const rows = Array.from({ length: index.count }, (_, n) => index.isDamaged(n))
    expect(rows.filter((isDamaged) => isDamaged)).toHaveLength(1)
    expect(shown(index).filter((row) => row !== undefined)).toContain('140000-000')
    damaged.close()
  })
})
