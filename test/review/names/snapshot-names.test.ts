import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Snapshot } from '../../../src/model/snapshot.ts'
import { isSnapshotName, SnapshotNames } from '../../../src/review/names/snapshot-names.ts'
import { RecordedSessions } from '../../../src/review/sessions/recorded-sessions.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

const NOW = Date.parse('2026-06-12T15:00:00.000Z')

const sessionsOf = ({ home }: ShadowFixture) => new RecordedSessions(home)

let fixture: ShadowFixture
let names: SnapshotNames
let first: Snapshot
let second: Snapshot
let third: Snapshot
let last: Snapshot

beforeAll(async () => {
  fixture = shadowFixture()
  names = new SnapshotNames(fixture.gitDir, fixture.reader, {
    nowMs: NOW,
    sessions: sessionsOf(fixture),
  })
  first = await fixture.snapshot({ a: '1' }, { at: '2026-06-12T14:03:22.100Z' })
  second = await fixture.snapshot({ a: '2' }, { at: '2026-06-12T14:03:22.200Z' })
  third = await fixture.snapshot(
    { a: '3', b: { content: '', mode: 0o600 } },
    { at: '2026-06-12T14:30:00.000Z' },
  )
  last = await fixture.snapshot({ a: '4' }, { at: '2026-06-13T09:00:00.000Z' })
})
afterAll(() => fixture.dispose())

const idOf = async (name: string) => (await names.get(name)).id

test('a whole id, a unique prefix of it and a prefix of its commit name a snapshot', async () => {
  expect(await idOf(second.id)).toBe(second.id)
  expect(await idOf('20260612T143')).toBe(third.id)
  expect(await idOf('20260613')).toBe(last.id)
  expect(await idOf(third.commit)).toBe(third.id)
  expect(await idOf(third.commit.slice(0, 12).toUpperCase())).toBe(third.id)
})

test('latest, ~N and ^ count back from a snapshot', async () => {
  expect(await idOf('latest')).toBe(last.id)
  expect(await idOf('latest~')).toBe(third.id)
  expect(await idOf('latest~2')).toBe(second.id)
  expect(await idOf('latest^^^')).toBe(first.id)
  expect(await idOf(`${third.id}~1^`)).toBe(first.id)
  expect(await idOf('latest~0')).toBe(last.id)
})

test('diff-<id> names the snapshot that made the change', async () => {
  expect(await idOf(`diff-${second.id}`)).toBe(second.id)
  expect(await idOf('diff-20260612T143')).toBe(third.id)
})

test('a time means the last snapshot at or before it, to the millisecond', async () => {
  expect(await idOf('2026-06-12T14:03:22.199Z')).toBe(first.id)
  expect(await idOf('2026-06-12T14:03:22.200Z')).toBe(second.id)
  expect(await idOf('40 minutes ago')).toBe(second.id)
  expect(await idOf('2026-06-12T14:30Z')).toBe(third.id)
  expect(await idOf('@1900000000')).toBe(last.id)
})

test('a time before the first snapshot is an error that says so', async () => {
  await expect(names.get('2026-06-12T14:03:22.099Z')).rejects.toMatchObject({
    code: 'unknown-snapshot',
    message: expect.stringContaining('nothing was recorded at that time or before'),
  })
})

test('a prefix of two snapshots is refused with both listed', async () => {
  await expect(names.get('20260612T140322')).rejects.toMatchObject({
    code: 'ambiguous-snapshot',
    message: expect.stringMatching(new RegExp(`${second.id}[\\s\\S]*${first.id}`)),
  })
})

test.each([
  'nonsense',
  '',
  '20250101',
  'ffffffffffff',
  'latest~4',
  '20260612T1',
  '~2',
  '-n',
  '$(id)',
])("'%s' names nothing, or no single snapshot", async (name) => {
  await expect(names.get(name)).rejects.toMatchObject({
    code: expect.stringMatching(/^(unknown|ambiguous)-snapshot$/),
    hint: expect.stringContaining('flightrec'),
  })
})

test('the name of a blob, a tree or a metadata commit is not a snapshot', async () => {
  for (const oid of [first.tree, third.meta!]) {
    await expect(names.get(oid)).rejects.toMatchObject({ code: 'unknown-snapshot' })
  }
})

test('a point of a session is understood, and unknown as long as there are no sessions', async () => {
  for (const name of ['sess_1234:start', 'sess_1234:end', 'sess_1234#12']) {
    await expect(names.get(name)).rejects.toMatchObject({ code: 'no-store' })
  }
})

test('a repo without a snapshot says how to take the first', async () => {
  const empty = shadowFixture({ home: fixture.home, rootName: 'empty' })
  const inEmpty = new SnapshotNames(empty.gitDir, empty.reader, {
    nowMs: NOW,
    sessions: sessionsOf(empty),
  })
  for (const name of ['latest', '20260612', '10m ago']) {
    await expect(inEmpty.get(name)).rejects.toMatchObject({ code: 'no-store' })
  }
  empty.dispose()
})

test('the form of a name is known without looking for the snapshot', () => {
  for (const name of ['latest', '2026', 'latest~3', 'diff-20260612', '14:03', 'yesterday^', 'abcd'])
    expect(isSnapshotName(name, NOW)).toBe(true)
  for (const name of ['src', 'src/a.txt', 'abc', 'latest:a', ''])
    expect(isSnapshotName(name, NOW)).toBe(false)
})

test('a reflog that tells lies does not lead astray', async () => {
  const path = join(fixture.gitDir, 'logs/refs/heads/main')
  const honest = readFileSync(path, 'utf8')
  // The line before the last claims a commit that is not the parent of the last one.
  writeFileSync(path, honest.replaceAll(third.commit, first.commit))
  expect(await idOf('2026-06-12T16:00Z')).toBe(third.id)
  expect(await idOf(third.id)).toBe(third.id)
  writeFileSync(path, honest)
  expect(await idOf('2026-06-12T16:00Z')).toBe(third.id)
})
