import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diffPatches, diffTrees } from '../../../src/git/compare/diff.ts'
import { TreeDiffer } from '../../../src/git/compare/tree-differ.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

let fixture: ShadowFixture
let differ: TreeDiffer
beforeEach(() => {
  fixture = shadowFixture()
  differ = new TreeDiffer(fixture.gitDir, 'raw')
})
afterEach(() => {
  differ.close()
  fixture.dispose()
})

test('a tree that is not there is damage, not a state without changes; others can be compared on', async () => {
  const [lost, one, two] = [
    await fixture.snapshot({ a: 'lost' }),
    await fixture.snapshot({ a: '1' }),
    await fixture.snapshot({ a: '2', b: '' }),
  ]
  rmSync(join(fixture.gitDir, 'objects', lost.tree.slice(0, 2), lost.tree.slice(2)))
  await expect(differ.changes(lost.tree, one.tree)).rejects.toThrow('cannot be read')
  await expect(differ.changes(one.tree, lost.tree)).rejects.toThrow('cannot be read')
  expect(await differ.changes(one.tree, two.tree)).toHaveLength(2)
  expect(await differ.changes(one.tree, one.tree)).toEqual([])
  expect(await differ.changes(undefined, one.tree)).toHaveLength(1)
})

test('patches fit the changes of a large move, whichever way its renames were found', async () => {
  const state = (folder: string, first: string) =>
    Object.fromEntries(
      Array.from({ length: 1_010 }, (_, n) => [
        `${folder}/${n}`,
        `${first} ${n}\n${'the rest\n'.repeat(9)}`,
      ]),
    )
  const before = await fixture.snapshot(state('src', 'old'))
  const after = await fixture.snapshot(state('lib', 'new'))
  const query = { before: before.tree, after: after.tree }
  const changes = await diffTrees(fixture.gitDir, query)
  expect(changes.every(({ type }) => type === 'renamed')).toBe(true)
  expect(await fixture.view.diffTrees(before.tree, after.tree)).toEqual(changes)
  let count = 0
  for await (const { change, bodies } of diffPatches(fixture.gitDir, query, changes)) {
    count += 1
    expect(bodies.join('')).toContain(`+new ${change.after!.path.slice(4)}\n`)
  }
  expect(count).toBe(1_010)
})
