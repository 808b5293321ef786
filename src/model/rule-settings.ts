/** What config.toml says about rules: own ones, and built-in ones that are changed or turned off. */
import { FlightrecError } from './errors.ts'
import { checkGlob } from './glob-matcher.ts'
import { nearest } from './nearest.ts'
import { isRisk, RISKS, type Risk } from './risk.ts'
import { showText } from './show.ts'

const PATH_ACCESSES = ['read', 'write', 'delete', 'change'] as const

/** How a path is touched; `change` is of its mode or owner. */
export type AccessKind = (typeof PATH_ACCESSES)[number]

/** A rule of the user's own. */
export interface CustomRule {
  id: string
  risk: Risk
  summary: string
  why: string
  /** Each a list of globs: the program, then arguments that follow it in this order. */
  commands: readonly (readonly string[])[]
  /** Globs of paths. */
  paths: readonly string[]
  /** Which kinds of access count; all unless given. */
  access: readonly AccessKind[]
  line: number
}

/** What is changed about a built-in rule. */
interface RuleChange {
  id: string
  risk?: Risk | undefined
  isDisabled: boolean
  line: number
}

export interface RuleSettings {
  custom: readonly CustomRule[]
  changes: readonly RuleChange[]
}

export const NO_RULE_SETTINGS: RuleSettings = { custom: [], changes: [] }

/** Thrown for a value that cannot be used; `key` is its place, such as `rules[1].risk`. */
export class RuleProblem extends Error {
  readonly key: string

  constructor(key: string, problem: string) {
    super(problem)
    this.key = key
  }
}

const KEYS = ['id', 'risk', 'summary', 'why', 'commands', 'paths', 'access', 'disabled']
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/**
 * Reads `[[rules]]` tables, or `[rules]` with `disable = [ids]`.
 * @throws {RuleProblem}
 */
export function parseRuleSettings(raw: unknown, lineOf: (key: string) => number): RuleSettings {
  if (!Array.isArray(raw)) return parseDisabled(raw, lineOf)
  const custom: CustomRule[] = []
  const changes: RuleChange[] = []
  const seen = new Set<string>()
  for (const [index, entry] of raw.entries()) {
    const key = `rules[${index}]`
    if (!isTable(entry)) throw new RuleProblem(key, 'expected a table with an id')
    const rule = parseRule(entry, key, lineOf(key))
    if (seen.has(rule.id)) throw new RuleProblem(`${key}.id`, `there are two rules '${rule.id}'`)
    seen.add(rule.id)
    if ('summary' in rule) custom.push(rule)
    else changes.push(rule)
  }
  return { custom, changes }
}

function parseDisabled(raw: unknown, lineOf: (key: string) => number): RuleSettings {
  if (!isTable(raw)) throw new RuleProblem('rules', "expected '[[rules]]' tables")
  for (const word of Object.keys(raw)) {
    if (word === 'disable') continue
    const hint = word === 'disabled' ? "; did you mean 'disable'?" : '; a rule is a [[rules]] table'
    throw new RuleProblem(`rules.${word}`, `unknown key '${showText(word)}'${hint}`)
  }
  const ids = texts(raw.disable ?? [], 'rules.disable')
  const changes = ids.map((id, index) => ({
    id,
    isDisabled: true,
    line: lineOf(`rules.disable[${index}]`),
  }))
  return { custom: [], changes }
}

function parseRule(
  entry: Record<string, unknown>,
  key: string,
  line: number,
): CustomRule | RuleChange {
  for (const word of Object.keys(entry)) {
    if (KEYS.includes(word)) continue
    const near = nearest(word, KEYS)
    const hint = near ? `; did you mean '${near}'?` : ''
    throw new RuleProblem(`${key}.${word}`, `unknown key '${showText(word)}'${hint}`)
  }
  const id = text(entry.id, `${key}.id`)
  if (!ID.test(id)) {
    throw new RuleProblem(
      `${key}.id`,
      `'${showText(id)}' is no id; use words in small letters joined by '-'`,
    )
  }
  const risk = entry.risk === undefined ? undefined : parseRisk(entry.risk, `${key}.risk`)
  const isOwn = ['commands', 'paths', 'summary', 'access', 'why'].some((word) => word in entry)
  const isDisabled = parseBoolean(entry.disabled, `${key}.disabled`)
  if (!isOwn) {
    if (risk === undefined && entry.disabled === undefined) {
      throw new RuleProblem(key, `the rule '${id}' says nothing; give commands or paths`)
    }
    return { id, isDisabled, line, risk }
  }
  if (isDisabled)
    throw new RuleProblem(`${key}.disabled`, 'a rule of your own is disabled by removing it')
  const commands = parseCommands(entry.commands ?? [], `${key}.commands`)
  const paths = globs(entry.paths ?? [], `${key}.paths`)
  if (commands.length + paths.length === 0) {
    throw new RuleProblem(key, `the rule '${id}' looks at nothing; give commands or paths`)
  }
  if (risk === undefined) throw new RuleProblem(key, `the rule '${id}' has no risk`)
  const summary = text(entry.summary, `${key}.summary`)
  const why = entry.why === undefined ? '' : text(entry.why, `${key}.why`)
  const access = parseAccess(entry.access, `${key}.access`)
  return { id, risk, summary, why, commands, paths, access, line }
}

function parseRisk(raw: unknown, key: string): Risk {
  if (typeof raw === 'string' && isRisk(raw)) return raw
  throw new RuleProblem(key, `expected one of ${RISKS.map((risk) => `"${risk}"`).join(', ')}`)
}

function parseBoolean(raw: unknown, key: string): boolean {
  if (raw === undefined || typeof raw === 'boolean') return raw === true
  throw new RuleProblem(key, 'expected true or false')
}

function parseAccess(raw: unknown, key: string): readonly AccessKind[] {
  if (raw === undefined) return PATH_ACCESSES
  return texts(raw, key).map((word, index) => {
    const found = PATH_ACCESSES.find((kind) => kind === word)
    if (found) return found
    const choices = PATH_ACCESSES.map((kind) => `"${kind}"`).join(', ')
    throw new RuleProblem(`${key}[${index}]`, `expected one of ${choices}`)
  })
}

/** A pattern is one text with blanks between its words, or a list of them. */
function parseCommands(raw: unknown, key: string): string[][] {
  if (!Array.isArray(raw)) throw new RuleProblem(key, 'expected a list in square brackets')
  return raw.map((pattern, index) => {
    const place = `${key}[${index}]`
    const words = Array.isArray(pattern)
      ? texts(pattern, place)
      : text(pattern, place).trim().split(/\s+/)
    if (words.length === 0 || words[0] === '') throw new RuleProblem(place, 'the pattern is empty')
    for (const word of words) checkedGlob(word, place)
    return words
  })
}

function globs(raw: unknown, key: string): string[] {
  return texts(raw, key).map((glob, index) => checkedGlob(glob, `${key}[${index}]`))
}

function checkedGlob(glob: string, key: string): string {
  try {
    checkGlob(glob)
    return glob
  } catch (error) {
    if (error instanceof FlightrecError) throw new RuleProblem(key, error.message)
    throw error
  }
}

function texts(raw: unknown, key: string): string[] {
  if (!Array.isArray(raw)) throw new RuleProblem(key, 'expected a list in square brackets')
  return raw.map((element, index) => text(element, `${key}[${index}]`))
}

function text(raw: unknown, key: string): string {
  if (typeof raw === 'string' && raw.trim() !== '') return raw
  throw new RuleProblem(key, raw === undefined ? 'it is missing' : 'expected a text in quotes')
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
