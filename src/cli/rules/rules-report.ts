/** How rules and what they report are shown. */
import type { Finding } from '../../model/finding.ts'
import type { Risk } from '../../model/risk.ts'
import { showText } from '../../model/show.ts'
import { rulesInForce } from '../../rules/in-force.ts'
import type { Rule } from '../../rules/rule.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import type { Output } from '../terminal/output.ts'
import type { Style } from '../terminal/style.ts'

/** Reads the rules in force, and says what is odd in config.toml. */
export async function loadRules(home: Home, out: Output): Promise<readonly Rule[]> {
  const { rules, warnings } = await loadConfig(home)
  for (const warning of warnings) out.warn(warning)
  return rulesInForce(rules)
}

/** Returns aligned lines: risk, id, summary. */
export function ruleLines(rules: readonly Rule[], style: Style): string[] {
  const width = Math.max(...rules.map(({ id }) => id.length))
  return rules.map(
    ({ id, risk, summary, tags }) =>
      `${showRisk(risk, style)}  ${id.padEnd(width)}  ${showText(summary)}` +
      (tags.length > 0 ? style('dim', `  ${tags.join(' ')}`) : ''),
  )
}

/** Returns one line a finding, the worst first. */
export function findingLines(findings: readonly Finding[], style: Style): string[] {
  const width = Math.max(...findings.map(({ rule }) => rule.length))
  const order: readonly Risk[] = ['danger', 'warning', 'info']
  return [...findings]
    .sort((a, b) => order.indexOf(a.risk) - order.indexOf(b.risk))
    .map(
      ({ rule, risk, message }) =>
        `${showRisk(risk, style)}  ${rule.padEnd(width)}  ${showText(message)}`,
    )
}

function showRisk(risk: Risk, style: Style): string {
  const text = risk.padEnd(7)
  if (risk === 'danger') return style('removed', text)
  return risk === 'warning' ? style('warning', text) : style('dim', text)
}
