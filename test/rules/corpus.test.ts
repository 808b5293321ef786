/** The rules against a corpus of commands, by group; a score is printed for each. */
import { afterAll, describe, expect, test } from 'vitest'
import { RULES } from '../../src/rules/catalogue.ts'
import { judge } from '../../src/rules/judge.ts'
import type { Group } from '../fixtures/rules/case.ts'
import { gitSpellings } from '../fixtures/rules/git.ts'
import { everyday, lookAlikes, mentions, names } from '../fixtures/rules/harmless.ts'
import { beyond, network } from '../fixtures/rules/network.ts'
import { folding, quoting } from '../fixtures/rules/odd.ts'
import { plain } from '../fixtures/rules/plain.ts'
import { shells, wrappers } from '../fixtures/rules/wrapped.ts'

const GROUPS: readonly Group[] = [
  plain,
  gitSpellings,
  quoting,
  folding,
  wrappers,
  shells,
  network,
  beyond,
  mentions,
  lookAlikes,
  names,
  everyday,
]

function reported(command: string): string {
  const found = judge(RULES, { type: 'SHELL_EXEC', command })
  return sorted(found.map(({ rule }) => rule).join(' '))
}

function sorted(rules: string): string {
  return rules.split(' ').sort().join(' ')
}

const scores: string[] = []
afterAll(() => {
  process.stderr.write(`${scores.join('\n')}\n`)
})

describe.each(GROUPS.map((group) => [group.name, group] as const))('%s', (name, group) => {
  const all = [...group.cases, ...(group.missed ?? [])]
  const right = all.filter(([command, rules]) => reported(command) === sorted(rules)).length
  scores.push(`rules: ${name}: ${right} of ${all.length}`)

  test.each(group.cases)('%j', (command, rules) => {
    expect(reported(command)).toBe(sorted(rules))
  })

  if (group.missed) {
    test.each(group.missed)('%j is still missed', (command, rules) => {
      expect(reported(command)).not.toBe(sorted(rules))
    })
  }
})
