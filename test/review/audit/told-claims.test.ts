import { expect, test } from 'vitest'
import { claimedChanges, claimedUntouched } from '../../../src/review/audit/claimed-changes.ts'
import { claimedCommands } from '../../../src/review/audit/claimed-commands.ts'
import { clausesOf } from '../../../src/review/audit/clauses.ts'
import { sentencesOf } from '../../../src/review/audit/sentences.ts'
import { CLAIMS, type FinalMessage, NO_CLAIMS } from '../../fixtures/claims/final-messages.ts'
import { growth } from '../../helpers/growth.ts'

function told(text: string) {
  const clauses = clausesOf(text)
  return {
    runs: [...new Set(clauses.flatMap(claimedCommands))].sort(),
    changes: [...new Set(clauses.flatMap(claimedChanges).map(({ path }) => path))].sort(),
    untouched: sentencesOf(text)
      .flatMap(claimedUntouched)
      .map(({ path }) => path),
  }
}

function show({ text }: FinalMessage): string {
  const { runs, changes } = told(text)
  return `${JSON.stringify(text)} was read as ${[...runs, ...changes].join(', ') || 'nothing'}`
}

test('what agents do not claim is hardly ever taken for a claim', () => {
  const wrong = NO_CLAIMS.filter(({ text }) => {
    const { runs, changes } = told(text)
    return runs.length + changes.length > 0
  })
  console.log(`claims: ${wrong.length} of ${NO_CLAIMS.length} false alarms`)
  expect(wrong.map(show)).toEqual([])
})

test('what agents claim is mostly found, and nothing else with it', () => {
  const missed: string[] = []
  const added: string[] = []
  for (const message of CLAIMS) {
    const { runs = [], changes = [], untouched = [] } = message
    const found = told(message.text)
    const isMissed =
      [...runs].some((run) => !found.runs.includes(run as never)) ||
      [...changes].some((path) => !found.changes.includes(path)) ||
      [...untouched].some((path) => !found.untouched.includes(path))
    const isAdded =
      found.runs.some((run) => !runs.includes(run)) ||
      found.changes.some((path) => !changes.includes(path))
    if (isMissed) missed.push(show(message))
    if (isAdded) added.push(show(message))
  }
  console.log(
    `claims: ${missed.length} of ${CLAIMS.length} missed, ${added.length} read too much into`,
  )
  expect([...added, ...missed]).toEqual([])
})

test('hostile words cost no more than in proportion to their length', () => {
  const units = [
    'tests and ',
    'updated a/',
    '`a.ts`, ',
    'I ran the ',
    'also then ',
    'a.ts, ',
    '```\n',
    '"',
  ]
  for (const unit of units)
    expect(
      growth(40_000, (size) => told(unit.repeat(size / unit.length))),
      unit,
    ).toBeLessThan(3)
})
