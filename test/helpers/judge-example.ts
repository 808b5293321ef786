/** Judges the examples of rules, for the tests and for docs/rules.md. */
import type { Finding } from '../../src/model/finding.ts'
import { judge } from '../../src/rules/judge.ts'
import type { Example, Rule } from '../../src/rules/rule.ts'

export function judgeExample(rules: readonly Rule[], example: Example): Finding[] {
  if (typeof example === 'string') return judge(rules, { type: 'SHELL_EXEC', command: example })
  const { roots = [], ...occurrence } = example
  return judge(rules, occurrence, { roots })
}
