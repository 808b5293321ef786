/** Whatever is taken back, nothing of anyone else is lost, and the undo of the undo gives every byte back. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Snapshot } from '../../../src/model/snapshot.ts'
import { buildState, randomState } from '../../helpers/random-state.ts'
import { removeTree } from '../../helpers/remove-tree.ts'
import { rootLines } from '../../helpers/root-state.ts'
import { type UndoFixture, undoFixture } from './undo-fixture.ts'

const numRuns = Number(process.env.FLIGHTREC_RUNS ?? 15)

async function withFixture(use: (fixture: UndoFixture) => Promise<void>): Promise<void> {
  const fixture = undoFixture()
  try {
    await use(fixture)
  } finally {
    removeTree(fixture.root)
    fixture.dispose()
  }
}

test('all changes taken back, one by one, leave the first state; the undo of that the last', async () => {
  const states = fc.array(randomState, { minLength: 2, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(states, async (all) => {
      await withFixture(async (fixture) => {
        const taken: Snapshot[] = []
        const lines: string[][] = []
        for (const state of all) {
          buildState(fixture.root, state)
          const snapshot = await fixture.take()
          if (snapshot.commit !== taken[0]?.commit) taken.unshift(snapshot)
          lines.push(rootLines(fixture.root))
        }
        const report = await fixture.takeBack(taken.slice(0, -1))
        expect(report.conflicts).toEqual([])
        expect(report.plan.conflicts).toEqual([])
        expect(rootLines(fixture.root)).toEqual(lines[0])
        if (!report.after) return
        await fixture.redo(report)
        expect(rootLines(fixture.root)).toEqual(lines.at(-1))
      })
    }),
    { numRuns },
  )
})

test('any choice of changes can be taken back, and the undo of that gives the state back', async () => {
  const states = fc.array(randomState, { minLength: 3, maxLength: 5 })
  const choice = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(states, choice, async (all, chosen) => {
      await withFixture(async (fixture) => {
        const taken: Snapshot[] = []
        for (const state of all) {
          buildState(fixture.root, state)
          const snapshot = await fixture.take()
          if (snapshot.commit !== taken[0]?.commit) taken.unshift(snapshot)
        }
        const before = rootLines(fixture.root)
        const own = taken.slice(0, -1).filter((_, at) => chosen[at])
        const report = await fixture.takeBack(own, { writeConflicts: true })
        expect(report.applied?.conflicts ?? []).toEqual([])
        expect(report.applied?.notRestorable ?? []).toEqual([])
        if (!report.after) return
        const redone = await fixture.redo(report)
        expect(redone.conflicts).toEqual([])
        expect(rootLines(fixture.root)).toEqual(before)
      })
    }),
    { numRuns },
  )
})

/** Who changes which line, in turn; the lines of two authors are never neighbours. */
const edits = fc.array(
  fc.record({
    who: fc.constantFrom('A', 'B'),
    line: fc.integer({ min: 0, max: 9 }),
    act: fc.constantFrom('replace', 'remove', 'insert'),
    file: fc.constantFrom('one', 'two'),
  }),
  { minLength: 1, maxLength: 10 },
)

test('of two authors who change lines of their own, one taken back leaves just the other', async () => {
  await fc.assert(
    fc.asyncProperty(edits, async (all) => {
      await withFixture(async (fixture) => {
        const write = (authors: string, until: number) => {
          const numbered = all.map((edit, number) => ({ ...edit, number })).slice(0, until)
          const done = numbered.filter(({ who }) => authors.includes(who))
          for (const file of ['one', 'two']) {
            const own = done.filter((edit) => edit.file === file)
            writeFileSync(join(fixture.root, file), contentAfter(own))
          }
        }
        write('', 0)
        await fixture.take()
        const own: Snapshot[] = []
        for (const [at, { who }] of all.entries()) {
          const before = rootLines(fixture.root).join()
          write('AB', at + 1)
          if (rootLines(fixture.root).join() === before) continue
          const snapshot = await fixture.take()
          if (who === 'A') own.unshift(snapshot)
        }
        write('B', all.length)
        const wanted = rootLines(fixture.root)
        write('AB', all.length)
        const report = await fixture.takeBack(own)
        expect(report.conflicts).toEqual([])
        expect(rootLines(fixture.root)).toEqual(wanted)
      })
    }),
    { numRuns },
  )
})

interface Edit {
  who: string
  line: number
  act: string
  number: number
}

/** A has every sixth line, B those in the middle between them. */
function contentAfter(done: readonly Edit[]): string {
  const lines = Array.from({ length: 70 }, (_, at) => [`line ${at}`])
  for (const { who, line, act, number } of done) {
    const own = lines[line * 6 + (who === 'A' ? 0 : 3)]!
    if (act === 'insert') own.push(`inserted by ${who}`)
    else own.splice(0, own.length, ...(act === 'remove' ? [] : [`${who} wrote ${number}`]))
  }
  return lines
    .flat()
    .map((line) => `${line}\n`)
    .join('')
}
