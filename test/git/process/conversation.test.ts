import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TreeDiffer } from '../../../src/git/compare/tree-differ.ts'
import { ObjectReader } from '../../../src/git/objects/object-reader.ts'
import { ObjectSizes } from '../../../src/git/objects/object-sizes.ts'
import { readTextIfThere } from '../../../src/system/files.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

let fixture: ShadowFixture
let config: string
let text: string
beforeEach(async () => {
  fixture = shadowFixture()
  await fixture.snapshot({ a: 'one\n' })
  config = join(fixture.gitDir, 'config')
  text = readTextIfThere(config)!
})
afterEach(() => fixture.dispose())

/** A git that cannot read its config ends at once, as one that was killed does. */
function letGitDie(): void {
  writeFileSync(config, '[')
}

test('sizes are told again after git has died: a question to a dead process would never be answered', async () => {
  const { tree } = await fixture.snapshot({ a: 'two\n' })
  const sizes = new ObjectSizes(fixture.gitDir)
  letGitDie()
  await expect(sizes.of([tree])).rejects.toThrow('git cat-file stopped: ')
  await expect(sizes.of([tree])).rejects.toThrow('git cat-file stopped: ')
  writeFileSync(config, text)
  expect((await sizes.of([tree])).get(tree)).toBeGreaterThan(0)
  sizes.close()
})

test('trees are compared again after git has died: a question to a dead process would never be answered', async () => {
  const { tree } = await fixture.snapshot({ a: 'two\n' })
  const differ = new TreeDiffer(fixture.gitDir, 'raw')
  letGitDie()
  await expect(differ.changes(undefined, tree)).rejects.toThrow('git diff-tree stopped: ')
  await expect(differ.changes(undefined, tree)).rejects.toThrow('git diff-tree stopped: ')
  writeFileSync(config, text)
  expect(await differ.changes(undefined, tree)).toHaveLength(1)
  differ.close()
})

test('what a closed process still says is not taken for the answer of the next one', async () => {
  const { tree, commit } = await fixture.snapshot({ a: 'two\n' })
  const reader = new ObjectReader(fixture.gitDir)
  const dropped = expect(reader.find(tree)).rejects.toThrow('was closed before it answered')
  reader.close()
  expect((await reader.find(commit))?.oid).toBe(commit)
  await dropped
  reader.close()
})

test('sizes that are asked for right after closing are told: the end of the earlier git is not theirs', async () => {
  const { tree, commit } = await fixture.snapshot({ a: 'two\n' })
  const sizes = new ObjectSizes(fixture.gitDir)
  await sizes.of([tree])
  sizes.close()
  expect((await sizes.of([commit])).has(commit)).toBe(true)
  sizes.close()
})
