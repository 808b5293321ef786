import { FlightrecError } from '../model/errors.ts'
import { nearest } from '../model/nearest.ts'
import type { RuleSettings } from '../model/rule-settings.ts'
import { RULES } from './catalogue.ts'
import { customRule } from './custom.ts'
import type { Rule } from './rule.ts'

/**
 * Returns the rules in force: the built-in ones as changed by config.toml, then the user's own.
 * @throws {FlightrecError} bad-config, with the line, for a rule that does not exist or exists twice.
 */
export function rulesInForce({ custom, changes }: RuleSettings): readonly Rule[] {
  const ids = RULES.map(({ id }) => id)
  for (const { id, line } of changes) {
    if (!ids.includes(id)) {
      const near = nearest(id, ids)
      throw badRule(line, `there is no rule '${id}'${near ? `; did you mean '${near}'?` : ''}`)
    }
  }
  for (const { id, line } of custom) {
    if (ids.includes(id)) throw badRule(line, `'${id}' is the id of a built-in rule`)
  }
  const changed = RULES.flatMap((rule) => {
    const change = changes.find(({ id }) => id === rule.id)
    if (change?.isDisabled) return []
    return [change?.risk ? { ...rule, risk: change.risk } : rule]
  })
  return [...changed, ...custom.map(customRule)]
}

function badRule(line: number, problem: string): FlightrecError {
  return new FlightrecError('bad-config', `config.toml:${line}: ${problem}`, {
    hint: 'Run `flightrec rules list` to see all, `flightrec config path` to find the file.',
  })
}
