import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LogQuery } from '../../../src/git/history/log.ts'
import { MAIN } from '../../../src/git/history/refs.ts'
import { git } from '../../../src/git/process/run.ts'
import type { Oid } from '../../../src/model/oid.ts'
import { rawFromText } from '../../../src/model/raw-path.ts'
import type { Snapshot } from '../../../src/model/snapshot.ts'
import {
  type LostCommits,
  listPastDamage,
  logPastDamage,
} from '../../../src/store/timeline/log-past-damage.ts'
import { flip, whileChanged } from '../../helpers/damaged-store.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

const CLAUDE = { name: 'claude-code', email: 'sess_1@flightrec' }

let fixture: ShadowFixture
/** Oldest first. */
const snapshots: Snapshot[] = []
beforeAll(async () => {
  fixture = shadowFixture()
  for (let n = 0; n < 7; n += 1) {
    const facts = n % 2 === 0 ? {} : { actor: CLAUDE, session: 'sess_1' }
    snapshots.push(await fixture.snapshot({ 'src/a': String(n), b: 'same' }, facts))
  }
})
afterAll(() => fixture.dispose())

async function logged(query: LogQuery): Promise<{ oids: Oid[]; lost: LostCommits[] }> {
  const lost: LostCommits[] = []
  const oids: Oid[] = []
  for await (const { oid } of logPastDamage(fixture.gitDir, query, (one) => lost.push(one)))
    oids.push(oid)
  return { oids, lost }
}

function whileDamaged<T>({ commit }: Snapshot, offset: number, look: () => Promise<T>): Promise<T> {
  return whileChanged(objectFile(commit), flip(offset), look)
}

function objectFile(oid: Oid): string {
  return join(fixture.gitDir, 'objects', oid.slice(0, 2), oid.slice(2))
}

const seconds = (n: number) => Math.floor(snapshots[n]!.time / 1000)

test.each<[string, () => Partial<LogQuery>]>([
  ['all', () => ({})],
  ['oldest first', () => ({ reverse: true })],
  ['since', () => ({ sinceSeconds: seconds(2) })],
  ['until', () => ({ untilSeconds: seconds(4) })],
  ['of an actor', () => ({ authorName: 'claude-code' })],
  [
    'of a session, oldest first',
    () => ({ messageLine: 'Flightrec-Session: sess_1', reverse: true }),
  ],
  ['of a path', () => ({ paths: [rawFromText('src')] })],
  ['from a commit on', () => ({ from: snapshots[5]!.commit })],
])('whichever commit is damaged, the log has all others: %s', async (_, limits) => {
  const query = { from: MAIN, ...limits() }
  const whole = (await logged(query)).oids
  expect(whole.length).toBeGreaterThan(1)
  for (const snapshot of snapshots) {
    const { oids } = await whileDamaged(snapshot, 40, () => logged(query))
    expect(oids).toEqual(whole.filter((oid) => oid !== snapshot.commit))
  }
})

test('wherever a commit is flipped, it is told between which others it lies', async () => {
  const [older, damaged, newer] = snapshots.slice(3, 6) as [Snapshot, Snapshot, Snapshot]
  const whole = snapshots.map(({ commit }) => commit).reverse()
  let losses = 0
  for (let at = 0; at < statSync(objectFile(damaged.commit)).size; at += 13) {
    const { oids, lost } = await whileDamaged(damaged, at, () => logged({ from: MAIN }))
    losses += lost.length
    // A flip in what nobody reads costs nothing.
    expect(oids).toEqual(lost.length > 0 ? whole.filter((oid) => oid !== damaged.commit) : whole)
    for (const { commits, ...around } of lost) {
      expect(commits).toEqual([damaged.commit])
      expect([around.older?.oid, around.newer?.oid]).toEqual([older.commit, newer.commit])
    }
  }
  expect(losses).toBeGreaterThan(10)
})

test('a path that only a lost commit changed is put to the one after it', async () => {
  const [before, after] = [snapshots[1]!, snapshots[3]!]
  const query = { from: after.commit, paths: [rawFromText('src/a')] }
  const { oids } = await whileDamaged(snapshots[2]!, 40, () => logged(query))
  expect(oids).toEqual([after.commit, before.commit, snapshots[0]!.commit])
})

test('with a commit graph, git stops later and nothing is told twice', async () => {
  await git(fixture.gitDir, ['commit-graph', 'write', '--reachable'])
  const whole = snapshots.map(({ commit }) => commit)
  for (const reverse of [false, true]) {
    const { oids } = await whileDamaged(snapshots[3]!, 40, () => logged({ from: MAIN, reverse }))
    const left = whole.filter((oid) => oid !== snapshots[3]!.commit)
    expect(oids).toEqual(reverse ? left : left.reverse())
  }
})

test('a list of names has the damaged commit too, and ends where it is told to', async () => {
  const names = async (until?: Oid) => {
    const found: Oid[] = []
    for await (const commits of listPastDamage(fixture.gitDir, snapshots.at(-1)!.commit, until))
      found.push(...commits.map(({ oid }) => oid))
    return found
  }
  const whole = snapshots.map(({ commit }) => commit).reverse()
  for (const snapshot of snapshots) {
    expect(await whileDamaged(snapshot, 40, () => names())).toEqual(whole)
    const until = snapshots[1]!.commit
    expect(await whileDamaged(snapshot, 40, () => names(until))).toEqual(whole.slice(0, -2))
  }
})

test('what git fails at for another reason stays a failure', async () => {
  await expect(logged({ from: 'refs/heads/none' })).rejects.toThrow(/git log failed/)
})
