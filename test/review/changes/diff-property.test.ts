import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diffSnapshots, type RecordedChange } from '../../../src/review/changes/snapshot-diff.ts'
import {
  type FixtureEntry,
  type FixtureState,
  type ShadowFixture,
  sha256,
  shadowFixture,
} from '../../helpers/shadow-fixture.ts'

let fixture: ShadowFixture
beforeAll(() => {
  fixture = shadowFixture()
})
afterAll(() => fixture.dispose())

const PATHS = ['a', 'a.b', 'd/x', 'd/y', 'd/e/z', '.git', 'f', 'g', 'é']

const entry: fc.Arbitrary<FixtureEntry> = fc.oneof(
  fc.record({
    content: fc.constantFrom('', 'one\n', 'two\n', 'one\ntwo\nthree\nfour\nfive\n', 'x\0y'),
    mode: fc.constantFrom(0o644, 0o755, 0o600, 0o700),
  }),
  fc.record({ link: fc.constantFrom('a', 'elsewhere') }),
  fc.record({ folder: fc.constant(true as const), mode: fc.constantFrom(0o755, 0o700) }),
  fc.record({
    large: fc
      .constantFrom('1', '2')
      .map((seed) => ({ sizeBytes: 200_000_000, sha256: sha256(seed) })),
  }),
  fc.record({ skipped: fc.constantFrom('fifo' as const, 'unreadable' as const) }),
)

const state: fc.Arbitrary<Record<string, FixtureEntry>> = fc
  .uniqueArray(fc.constantFrom(...PATHS), { maxLength: PATHS.length })
  .chain((paths) => fc.tuple(...paths.map((path) => fc.tuple(fc.constant(path), entry))))
  .map((pairs) => Object.fromEntries(pairs))

/** What there is at each path, as one text; what is skipped is not recorded, so it is not there. */
function contents(of: Record<string, FixtureEntry>): Map<string, string> {
  const shown = Object.entries(of).filter(
    ([, one]) => !(typeof one === 'object' && 'skipped' in one),
  )
  return new Map(shown.map(([path, one]) => [path, JSON.stringify(one)]))
}

/** Turns renames and copies into what went and what came. */
function plainChanges(changes: readonly RecordedChange[]): string[] {
  const latin = (path: string) => Buffer.from(path, 'latin1').toString('utf8')
  const plain = changes.flatMap(({ type, before, after }) => {
    if (type === 'copied') return [`+ ${latin(after!.path)}`]
    if (type === 'renamed') return [`- ${latin(before!.path)}`, `+ ${latin(after!.path)}`]
    const symbol = { added: '+', removed: '-', modified: '~', mode: '~' }[type]
    return [`${symbol} ${latin((after ?? before)!.path)}`]
  })
  // What moved away and left something else behind is changed, for whoever looks at that path.
  const isBoth = (line: string) =>
    ['+', '-'].every((symbol) => plain.includes(`${symbol}${line.slice(1)}`))
  return [...new Set(plain.map((line) => (isBoth(line) ? `~${line.slice(1)}` : line)))].sort()
}

test('a diff names exactly the paths that differ, each once', async () => {
  await fc.assert(
    fc.asyncProperty(state, state, async (before, after) => {
      const first = await fixture.snapshot(before as FixtureState)
      const second = await fixture.snapshot(after as FixtureState)
      const [old, current] = [contents(before), contents(after)]
      const expected = PATHS.flatMap((path) => {
        const [was, is] = [old.get(path), current.get(path)]
        if (was === is) return []
        return [`${was === undefined ? '+' : is === undefined ? '-' : '~'} ${path}`]
      })
      const { changes } = await diffSnapshots(fixture.view, first, second)
      expect(plainChanges(changes)).toEqual(expected.sort())
    }),
    { numRuns: 60 },
  )
})
