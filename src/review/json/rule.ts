/** Rules, and what they say of something. */
import type { Finding } from '../../model/finding.ts'
import { worstRisk } from '../../model/risk.ts'
import type { DescribedRule } from '../../rules/redaction/described-rules.ts'
import type { Rule } from '../../rules/rule.ts'

export function ruleJson({ id, risk, summary, why, tags }: Rule) {
  return { type: 'rule' as const, id, risk, summary, why, tags }
}

/** Returns the object written for one thing judged. */
export function judgementJson(findings: readonly Finding[]) {
  return {
    type: 'judgement' as const,
    rules: findings.map(({ rule }) => rule),
    risk: worstRisk(findings.map(({ risk }) => risk)),
    findings,
  }
}

/** Returns what stands for a line of input that cannot be judged. */
export function unjudgedJson(line: number, error: string) {
  return { type: 'judgement' as const, line, error }
}

export function redactionRuleJson({ id, summary, keywords }: DescribedRule) {
  return { type: 'redaction-rule' as const, version: 1, id, summary, keywords }
}
