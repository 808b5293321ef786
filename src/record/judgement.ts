import { worstRisk } from '../model/risk.ts'
import { judge } from '../rules/judge.ts'
import type { Rule } from '../rules/rule.ts'
import { occurrenceOf } from '../rules/subject.ts'
import type { Home } from '../store/home.ts'
import { userHome } from '../system/environment.ts'
import type { Judge } from './live-session.ts'

/** Returns what judges each event of a home by `rules` before it is recorded. */
export function createJudge(home: Home, rules: readonly Rule[]): Judge {
  const setting = { userHome: userHome(), flightrecHome: home.path }
  return (event, { root }) => {
    const roots = root === undefined ? [] : [root]
    const findings = judge(rules, occurrenceOf(event), { ...setting, roots })
    return {
      risk_level: worstRisk(findings.map(({ risk }) => risk)),
      ...(findings.length > 0 && { findings: findings.map(({ rule }) => rule) }),
    }
  }
}
