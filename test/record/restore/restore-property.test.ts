/** Whatever was recorded comes back, bit for bit, and so does what was there before the restore. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildState, randomState } from '../../helpers/random-state.ts'
import { removeTree } from '../../helpers/remove-tree.ts'
import { rootLines } from '../../helpers/root-state.ts'
import { restoreFixture } from './restore-fixture.ts'

test('snapshot, change, restore gives the identical tree; so does the undo', async () => {
  await fc.assert(
    fc.asyncProperty(randomState, randomState, async (first, second) => {
      const fixture = restoreFixture()
      try {
        buildState(fixture.root, first)
        const before = await fixture.take()
        const linesBefore = rootLines(fixture.root)
        buildState(fixture.root, second)
        const linesAfter = rootLines(fixture.root)
        const report = await fixture.restore(before, { remove: true })
        expect(report.applied?.notRestorable ?? []).toEqual([])
        expect(report.applied?.conflicts ?? []).toEqual([])
        expect(rootLines(fixture.root)).toEqual(linesBefore)
        if (!report.safety) return
        await fixture.undo(report)
        expect(rootLines(fixture.root)).toEqual(linesAfter)
      } finally {
        removeTree(fixture.root)
        fixture.dispose()
      }
    }),
    { numRuns: Number(process.env.FLIGHTREC_RUNS ?? 40) },
  )
})
