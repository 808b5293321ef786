import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Snapshot } from '../../../src/model/snapshot.ts'
import { RepoView } from '../../../src/review/repo/repo-view.ts'
import { flip, whileChanged } from '../../helpers/damaged-store.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

let fixture: ShadowFixture
/** Oldest first. */
let snapshots: Snapshot[]
beforeEach(async () => {
  fixture = shadowFixture()
  snapshots = []
  for (const text of ['1', '2', '3', '4']) snapshots.push(await fixture.snapshot({ a: text }))
})
afterEach(() => fixture.dispose())

/** Id of the snapshot before number `of`, and what is said of it, while those of numbers `lost` cannot be read. */
async function parentWhileLost(of: number, lost: readonly number[]): Promise<unknown[]> {
  const [first, ...more] = lost
  if (first === undefined) {
    const view = new RepoView(fixture.repo)
    const parent = await view.parentOf(snapshots[of]!)
    view.close()
    return [parent?.id, ...view.unreadable]
  }
  const { commit } = snapshots[first]!
  const file = join(fixture.gitDir, 'objects', commit.slice(0, 2), commit.slice(2))
  return whileChanged(file, flip(30), () => parentWhileLost(of, more))
}

test('before a snapshot comes its parent, and before the first one nothing', async () => {
  expect(await parentWhileLost(3, [])).toEqual([snapshots[2]!.id])
  expect(await parentWhileLost(0, [])).toEqual([undefined])
})

test('a parent that is lost is passed over, and told', async () => {
  const [first, second, , last] = snapshots.map(({ id }) => id)
  expect(await parentWhileLost(3, [2])).toEqual([
    second,
    expect.stringContaining(`1 snapshot between ${second} and ${last} cannot be read`),
  ])
  expect(await parentWhileLost(3, [2, 1])).toEqual([
    first,
    expect.stringContaining(`2 snapshots between ${first} and ${last} cannot be read`),
  ])
})

test('where history was cut off, nothing is before it; just above, the oldest that is kept', async () => {
  writeFileSync(join(fixture.gitDir, 'shallow'), `${snapshots[1]!.commit}\n`)
  expect(await parentWhileLost(1, [0])).toEqual([undefined])
  expect((await parentWhileLost(3, [2]))[0]).toBe(snapshots[1]!.id)
})
