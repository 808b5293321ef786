/** What commands are run for, and how an agent says that it ran one. */

import { type Clause, isByAgent } from './clauses.ts'
import { onlyLooks } from './looking.ts'
import { inFront, oneOf } from './phrases.ts'

export const COMMAND_KINDS = [
  'tests',
  'build',
  'lint',
  'format',
  'types',
  'commit',
  'push',
  'install',
  'migration',
  'deploy',
] as const

export type CommandKind = (typeof COMMAND_KINDS)[number]

/** How a deed is called in a hint. */
export const COMMAND_KIND_WORDS: Readonly<Record<CommandKind, string>> = {
  tests: 'tests',
  build: 'a build',
  lint: 'a linter',
  format: 'a formatter',
  types: 'a type check',
  commit: 'a commit',
  push: 'a push',
  install: 'an installation',
  migration: 'a migration',
  deploy: 'a deployment',
}

type Patterns = Partial<Record<CommandKind, RegExp>>

const RAN = new RegExp(
  oneOf(
    '\\b(?:re-?)?(?:ran|executed)\\b',
    "(?<=\\b(?:have|[’']ve)\\s+(?:\\w+\\s+)?)(?:re-?)?run\\b",
    '\\b(?:verified|confirmed|validated|checked)\\s+(?:\\w+\\s+){0,4}?(?:with|by running|via|using)\\s',
  ),
  'gi',
)
/** Where what was run ends, and why or how begins. */
const OBJECT_END = new RegExp(
  oneOf(
    '[.:!()–—]',
    '\\s(?:to|for|on|in|against|with|after|before|using|which|that|where|from|via|again)\\b',
    '\\sand (?:they|it|all|everything|then|both|I|we|got|confirmed|verified)\\b',
  ),
  'i',
)
const OBJECT_CHARACTERS_MAX = 100
const NEXT_OBJECT = /,\s*(?:and\s+)?|\s+(?:and|plus|&|as well as)\s+/
const KINDS = inFront(
  'the|all|of|our|its|a|an|full|entire|whole|complete|existing|new|unit|integration|e2e|end-to-end',
  'regression|relevant|related|affected|project|backend|frontend|npm|python|database|db|schema|type',
  'production|updated|automated|smoke|pending|\\d+|both',
)

/** What was run, in words. */
const OBJECTS: Patterns = {
  tests: object(
    'tests?|specs?|(?:test[- ]?)?suites?|pytest|jest|vitest|mocha|rspec|phpunit|tox|ctest',
  ),
  build: object('builds?|compiler|compilation'),
  lint: object('lint(?:er|ers|ing|s)?|eslint|ruff|flake8|pylint|clippy|rubocop|biome|lint checks?'),
  format: object('formatter|prettier|gofmt|black|rustfmt|cargo fmt'),
  types: object('type-?\\s?check(?:er|ing|s)?|tsc|mypy|pyright'),
  install: object('install|npm install|npm ci'),
  migration: object('migrations?'),
  deploy: object('deploy(?:ment)?(?: script)?'),
}

function object(words: string): RegExp {
  const how = '(?:\\s+(?:suites?|cases?|again|locally|once|twice|successfully))*'
  return new RegExp(`^\\s*${KINDS}(?:${words})${how}\\s*$`, 'i')
}

const STILL = inFront('now|still|all|also|are|is|were|was|have|has|been|run and|currently|again')
/** What passes something on, or passes somewhere only, is no success. */
const ON = `(?!\\s+${oneOf('a|an|the|in|through|only|when|if|data|their|its|it|them|as')}\\b)`
const PASSED = `(?:pass(?:es|ed|ing)?|green|succeed(?:s|ed)?|successful|clean)(?!\\w)${ON}`
const BEEN = `(?:have|has|were|was)\\s+${inFront('now|also|all|been|successfully|committed and')}`
/** What went the same way. */
const ALSO = '(?:(?:,|\\s+and|\\s+&)\\s*[\\w-]+){0,3}'
const WORK = 'changes?|work|fix(?:es)?|everything|files?|code|branch|commits?'

/** How it went: then it was run. */
const STATES: Patterns = {
  tests: state(
    `(?<!\\w)(?:tests?|specs?|(?:test[- ]?)?suite)${ALSO}\\s+${STILL}${PASSED}`,
    '^\\W*(?:unit |integration )?(?:tests?|(?:test )?suite)\\W*:\\W*(?:all\\s+)?(?:✅|pass|green|\\d+\\s+pass)',
    '(?<!\\w)\\d+(?:\\s*/\\s*\\d+)?\\s+(?:tests?\\s+)?pass(?:ed|ing)\\b',
  ),
  build: state(
    `\\b(?:build|compilation)\\s+${STILL}(?:${PASSED}|completed successfully|works)`,
    `\\b(?:project|code|app|package|crate|everything)\\s+${STILL}(?:builds|compiles)` +
      '(?=\\s*(?:cleanly|successfully|fine|again|and\\b|[.,!]|$))',
  ),
  lint: state(
    `\\b(?:lint(?:er|ing)?|eslint|ruff|clippy)(?:\\s+checks?)?\\s+${STILL}` +
      `(?:${PASSED}|(?:comes? back|reports?) clean)`,
  ),
  types: state(
    '\\btypescript\\s+compiles\\b',
    `\\b(?:type-?\\s?check(?:s|ing)?|tsc|mypy|pyright)\\s+${STILL}${PASSED}`,
  ),
  commit: state(
    `\\b(?:${WORK})\\s+${BEEN}committed\\b`,
    `^\\W*${inFront('all|the')}(?:${WORK})\\s+committed\\b`,
  ),
  push: state(
    `\\b(?:${WORK})\\s+${BEEN}pushed\\b`,
    `^\\W*${inFront('all|the')}(?:${WORK})\\s+(?:committed and\\s+)?pushed\\b`,
  ),
  install: state(`\\b(?:dependencies|packages|requirements)\\s+${BEEN}installed\\b`),
  migration: state(`\\bmigrations?\\s+${BEEN}(?:applied|run|executed)\\b`),
  deploy: state(
    '\\b(?:it|site|app|application|service|version|release|page|api|project|function|worker)\\s+' +
      `${BEEN}deployed\\b`,
  ),
}

function state(...patterns: readonly string[]): RegExp {
  return new RegExp(oneOf(...patterns), 'i')
}

const REMOTE =
  '(?:the\\s+)?`?(?:origin|main|master|remote|github|gitlab|branch|repo\\w*|\\S+ branch)'

/** What the agent says it did, in a verb of its own. */
const ACTS: Patterns = {
  tests: state(
    '\\b(?:added|wrote|updated|fixed|extended|created)\\s+.{0,60}\\btests?\\b.{0,40}' +
      `\\b(?:they|which|and)\\s+${inFront('now|also|all|both|are')}(?:pass(?:es|ed)?|green|succeed)\\b`,
  ),
  commit: state(
    '\\bcommitted\\s+(?:the|these|this|all|my|both|your|those|changes?|everything|it|them|and pushed)\\b',
    `\\bcommitted\\s+(?:as|with (?:the )?message)\\b|\\bcommitted\\s+to\\s+${REMOTE}`,
  ),
  push: state(
    `\\bpushed\\s+${inFront('the|these|my|all|both|your|new')}(?:${WORK}|branches|tags?)\\b`,
    `\\bpushed\\s+${inFront('it|them|that|everything|up')}to\\s+${REMOTE}|\\bpushed\\s*[.!]?$`,
  ),
  install: state(
    `\\binstalled\\s+${inFront('the|all|missing|required|project|npm|new|necessary|python|dev|its')}` +
      '(?:dependenc(?:y|ies)|packages?|deps|requirements)\\b',
  ),
  migration: state(
    `\\b(?:applied|migrated)\\s+${inFront('the|all|pending|new|latest|database|db|schema')}` +
      '(?:migrations?|database|schema)\\b',
  ),
  deploy: state('\\bdeployed\\s+(?:it|the|this|your|everything|to|version|v\\d)'),
  format: state(
    '\\bformatted\\b[^.]{0,40}\\bwith\\s+`?(?:prettier|black|gofmt|rustfmt|ruff|biome)\\b',
  ),
}

/** What stands before a statement of how it went, and leaves it one. */
const STATED = new RegExp(
  `^(?:.*(?:[,:✅–—]|\\b${oneOf(
    'and|that|the|all|every|both|new|unit|integration|existing|full|entire|whole|project|of',
    'production|\\d+|confirmed|verified|npm|pnpm|yarn',
  )})\\s*|[\\W_]*)$`,
  'i',
)
const NOT_STATED = new RegExp(
  `\\b${oneOf(
    'add|write|make|makes|made|let|lets|get|gets|got|to|so|where|while|because|since|like|as|mock\\w*',
  )}\\s+(?:\\w+\\s+){0,3}$`,
  'i',
)

/** Returns what a clause says was run. */
export function claimedCommands(clause: Clause): CommandKind[] {
  const { text } = clause
  const found = new Set<CommandKind>()
  for (const match of text.matchAll(RAN)) {
    if (!isByAgent(clause, match.index)) continue
    for (const deed of deedsNamed(text.slice(match.index + match[0].length))) found.add(deed)
  }
  const passed = COMMAND_PASSED.exec(text)
  if (passed && isStated(text.slice(0, passed.index)))
    for (const deed of commandDeeds(passed[1]!)) found.add(deed)
  for (const deed of COMMAND_KINDS) {
    const stated = STATES[deed]?.exec(text)
    if (stated && isStated(text.slice(0, stated.index))) found.add(deed)
    const done = ACTS[deed]?.exec(text)
    if (done && isByAgent(clause, done.index)) found.add(deed)
  }
  return [...found]
}

const COMMAND_PASSED = new RegExp(`\`([^\`]+)\`\\s+${STILL}(?:${PASSED}|reports?\\b)`, 'i')

function isStated(before: string): boolean {
  return STATED.test(before) && !NOT_STATED.test(before)
}

const AS_CODE = new RegExp(`^\\s*${KINDS}\`([^\`]+)\``, 'i')

/** Returns what is named as that which was run: in words, or as a command. */
function deedsNamed(after: string): CommandKind[] {
  const command = AS_CODE.exec(after)?.[1]
  if (command !== undefined) return commandDeeds(command)
  const end = OBJECT_END.exec(after)?.index ?? after.length
  const items = after.slice(0, Math.min(end, OBJECT_CHARACTERS_MAX)).split(NEXT_OBJECT)
  return items.flatMap((item) => COMMAND_KINDS.filter((deed) => OBJECTS[deed]?.test(item)))
}

const COMMANDS: Patterns = {
  tests: program('tests?|pytest|vitest|jest|mocha|rspec|phpunit|ctest|tox'),
  build: program('build'),
  lint: program('lint|eslint|flake8|clippy|rubocop'),
  types: program('tsc|mypy|pyright|typecheck|type-check'),
  commit: /\bgit\s+commit\b/,
  push: /\bgit\s+push\b/,
  install: /\b(?:npm|pnpm|yarn|pip|poetry|bundle|composer)\s+(?:install|ci)\b/,
}

function program(words: string): RegExp {
  return new RegExp(`(?:^|[\\s/:])(?:${words})(?![\\w/.-])`)
}

function commandDeeds(command: string): CommandKind[] {
  return onlyLooks(command) ? [] : COMMAND_KINDS.filter((deed) => COMMANDS[deed]?.test(command))
}
