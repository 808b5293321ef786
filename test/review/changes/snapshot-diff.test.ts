import { afterEach, beforeEach, expect, test } from 'vitest'
import { diffPatches } from '../../../src/git/compare/diff.ts'
import { changedPath } from '../../../src/model/change.ts'
import { showPath } from '../../../src/model/show.ts'
import { diffSnapshots } from '../../../src/review/changes/snapshot-diff.ts'
import {
  type FixtureState,
  rawName,
  type ShadowFixture,
  sha256,
  shadowFixture,
} from '../../helpers/shadow-fixture.ts'

let fixture: ShadowFixture
beforeEach(() => {
  fixture = shadowFixture()
})
afterEach(() => fixture.dispose())

/** Returns e.g. `renamed a → b`, `mode c 644 → 755`. */
async function diffOf(before: FixtureState, after: FixtureState): Promise<string[]> {
  const first = await fixture.snapshot(before)
  const second = await fixture.snapshot(after)
  const { changes } = await diffSnapshots(fixture.view, first, second)
  return changes.map((change) => {
    const from = change.before && change.after && change.before.path !== change.after.path
    const name = (from ? `${showPath(change.before!.path)} → ` : '') + showPath(changedPath(change))
    const modes = [change.before, change.after].map((side) => (side?.mode ?? 0).toString(8))
    const note =
      change.before && change.after && modes[0] !== modes[1] ? ` ${modes.join(' → ')}` : ''
    return `${change.type} ${name}${note}`
  })
}

test('added, removed, modified and renamed files are sorted by path', async () => {
  const text = 'one\ntwo\nthree\nfour\n'
  expect(
    await diffOf(
      { 'z.txt': 'z', 'old.txt': text, 'm.txt': '1\n' },
      { 'a.txt': 'a', 'new.txt': `${text}five\n`, 'm.txt': '2\n' },
    ),
  ).toEqual(['added a.txt', 'modified m.txt', 'renamed old.txt → new.txt', 'removed z.txt'])
})

test('several deleted copies and one new file are one rename', async () => {
  const text = 'the same\ncontent\n'
  const found = await diffOf({ a: text, b: text, c: text }, { new: text })
  expect(found.map((line) => line.split(' ')[0]).sort()).toEqual(['removed', 'removed', 'renamed'])
})

test('empty files never pair as renames', async () => {
  expect(await diffOf({ 'a/__init__.py': '' }, { 'b/__init__.py': '' })).toEqual([
    'removed a/__init__.py',
    'added b/__init__.py',
  ])
})

test('a change of mode alone is one, whether git can hold the mode or not', async () => {
  expect(
    await diffOf(
      { run: 'x', key: 'k', dir: { folder: true }, 'dir/f': '1' },
      {
        run: { content: 'x', mode: 0o755 },
        key: { content: 'k', mode: 0o600 },
        dir: { folder: true, mode: 0o700 },
        'dir/f': '1',
      },
    ),
  ).toEqual(['mode dir 40755 → 40700', 'mode key 100644 → 100600', 'mode run 100644 → 100755'])
})

test('a change of owner alone is a change', async () => {
  expect(await diffOf({ a: 'x' }, { a: { content: 'x', uid: 1000, gid: 1000 } })).toEqual([
    'mode a',
  ])
})

test('content and mode together are one change with both modes', async () => {
  expect(
    await diffOf({ a: { content: 'x', mode: 0o600 } }, { a: { content: 'y', mode: 0o700 } }),
  ).toEqual(['modified a 100600 → 100700'])
})

test('empty folders come and go; one that fills or empties does not', async () => {
  expect(
    await diffOf(
      { gone: { folder: true }, fills: { folder: true }, 'empties/f': 'x' },
      { come: { folder: true }, 'fills/f': 'abc', empties: { folder: true } },
    ),
  ).toEqual(['added come', 'removed empties/f', 'added fills/f', 'removed gone'])
})

test('a file over the size cap is modified by its hash, renamed by it, and may shrink into git', async () => {
  const large = (seed: string) => ({ large: { sizeBytes: 200_000_000, sha256: sha256(seed) } })
  expect(
    await diffOf(
      {
        grows: 'small',
        changes: large('1'),
        moves: large('2'),
        shrinks: large('3'),
        stays: large('4'),
      },
      {
        grows: large('5'),
        changes: large('6'),
        moved: large('2'),
        shrinks: 'tiny',
        stays: large('4'),
      },
    ),
  ).toEqual(['modified changes', 'modified grows', 'renamed moves → moved', 'modified shrinks'])
})

test('a file that becomes a link is modified, and a file that becomes a folder goes', async () => {
  expect(
    await diffOf({ a: 'text', b: 'b\n' }, { a: { link: 'elsewhere' }, 'b/c': 'other content' }),
  ).toEqual(['modified a 100644 → 120000', 'removed b', 'added b/c'])
})

test('names are exact: bytes that are not UTF-8, line ends, tabs, quotes, and names git refuses', async () => {
  const odd = [
    '\xff\xfe.txt',
    'new\nline',
    'tab\tquote"',
    '.git',
    'sub/GIT~1',
    '-rf',
    ':(top)x',
    '*',
  ]
  const state = new Map(odd.map((name) => [rawName(name), name] as const))
  const found = await diffOf({}, state)
  expect(found.map((line) => line.slice('added '.length)).sort()).toEqual(
    odd.map((name) => showPath(rawName(name))).sort(),
  )
})

test('a limit by path also limits modes and empty folders', async () => {
  const first = await fixture.snapshot({ 'src/a': '1', 'doc/a': '1' })
  const second = await fixture.snapshot({
    'src/a': { content: '1', mode: 0o600 },
    'doc/a': { content: '1', mode: 0o600 },
    'src/e': { folder: true },
    'doc/e': { folder: true },
  })
  const paths = [rawName('src')]
  const { changes } = await diffSnapshots(fixture.view, first, second, paths)
  expect(changes.map(changedPath)).toEqual(['src/a', 'src/e'])
})

test('each change gets its own patch, whatever lines the content holds', async () => {
  const tricky = 'diff --git a/x b/x\n@@ -1 +1 @@\nBinary files a and b differ\n'
  const first = await fixture.snapshot({
    a: 'one\n',
    link: 'text\n',
    'new\nline': '1\n',
    same: tricky,
  })
  const second = await fixture.snapshot({
    a: `one\n${tricky}`,
    link: { link: 'a' },
    'new\nline': '2\n',
    renamed: tricky,
    bin: Buffer.from([0, 1, 2]),
  })
  const query = { before: first.tree, after: second.tree }
  const { gitChanges } = await diffSnapshots(fixture.view, first, second)
  const bodies: Record<string, string[]> = {}
  for await (const { change, bodies: found } of diffPatches(fixture.gitDir, query, gitChanges)) {
    bodies[changedPath(change)] = found.map((body) => body.toString())
  }
  expect(bodies).toEqual({
    a: [`@@ -1 +1,4 @@\n one\n${tricky.replaceAll(/^(?=.)/gm, '+')}`],
    bin: [expect.stringMatching(/^Binary files /)],
    link: ['@@ -1 +0,0 @@\n-text\n', '@@ -0,0 +1 @@\n+a\n\\ No newline at end of file\n'],
    'new\nline': ['@@ -1 +1 @@\n-1\n+2\n'],
    renamed: [''],
  })
})
