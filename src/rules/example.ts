/** Judges the examples of rules, for the tests and for docs/rules.md. */
import type { Finding } from '../model/finding.ts'
import { judge } from './judge.ts'
import type { Example, Rule } from './rule.ts'

export function judgeExample(rules: readonly Rule[], example: Example): Finding[] {
  if (typeof example === 'string') return judge(rules, { type: 'SHELL_EXEC', command: example })
  const { roots = [], ...occurrence } = example
  return judge(rules, occurrence, { roots })
}
