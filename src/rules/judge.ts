/** Asks every rule about one event. */
import type { Finding } from '../model/finding.ts'
import { suspect } from './fallback.ts'
import type { Occurrence, Setting } from './occurrence.ts'
import type { Hit, Rule } from './rule.ts'
import { UNKNOWN } from './shell/command.ts'
import { type Subject, subjectOf } from './subject.ts'

const PATHS_MAX = 20

/** Returns what the rules report, in the order of the rules; at most one finding a rule. */
export function judge(
  rules: readonly Rule[],
  occurrence: Occurrence,
  setting: Setting = {},
): Finding[] {
  const subject = subjectOf(occurrence, setting)
  return rules.flatMap((rule) => {
    const hits = hitsOf(rule, subject)
    const first = hits[0] ?? suspicionOf(rule, subject)
    if (!first) return []
    const named = new Set(hits.flatMap((hit) => hit.paths ?? []).map(shown))
    const paths = [...named].slice(0, PATHS_MAX)
    const finding: Finding = { rule: rule.id, risk: rule.risk, message: shown(first.message) }
    return [paths.length > 0 ? { ...finding, paths } : finding]
  })
}

function shown(text: string): string {
  return text.replaceAll(UNKNOWN, '…')
}

/** A limit or an error of syntax must not be a way past the rules. */
function suspicionOf({ id }: Rule, { script, command }: Subject): Hit | undefined {
  if (script.problems.length === 0 || typeof command !== 'string') return undefined
  return suspect(id, command)
}

function hitsOf(rule: Rule, subject: Subject): Hit[] {
  const hits = [
    rule.check?.(subject),
    ...(rule.checkCommand
      ? subject.script.commands.map((command) => rule.checkCommand!(command, subject))
      : []),
    ...(rule.checkPath ? subject.accesses.map((access) => rule.checkPath!(access, subject)) : []),
  ]
  return hits.filter((hit) => hit !== undefined)
}
