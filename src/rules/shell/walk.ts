/** Walks the tree of a script statement by statement, in the order it would run. */
import { plainWord, type Redirect, type ShellCommand, UNKNOWN, type Word } from './command.ts'
import { expandText, expandWord, runSubstitutions, type Substituter } from './expand.ts'
import { literalOutput } from './literal-output.ts'
import type { AssignmentNode, CommandNode, RedirectionNode, SyntaxNode, WordNode } from './parse.ts'
import type { Scope } from './scope.ts'

/** How often the body of a loop over known words is looked at. */
const ROUNDS_MAX = 16
const DECLARES = new Set(['export', 'declare', 'local', 'readonly', 'typeset'])

/** What surrounds a command when it runs. */
export interface Surroundings {
  /** Commands of the earlier stages of its pipelines. */
  upstream: readonly ShellCommand[]
  /** What it reads on standard input, where that is known. */
  stdin: string | undefined
  /** Names of the commands it is wrapped in, outermost first. */
  via: readonly string[]
  /** How many wrappers, functions and substitutions it is within. */
  depth: number
}

/** What is known of a command before it runs. */
export interface PlainCommand {
  words: readonly Word[]
  redirects: readonly Redirect[]
  assignments: ReadonlyMap<string, string>
}

/** Runs the commands that a walk comes upon. */
export interface Runner extends Substituter {
  /** What has run so far. */
  readonly commands: readonly ShellCommand[]
  /** Of the statement being expanded; its substitutions share them. */
  surroundings: Surroundings
  /** Counts one node of the tree; false when there have been too many. */
  takeNode(): boolean
  /** Runs one command with its arguments. */
  run(call: PlainCommand, scope: Scope, around: Surroundings): void
}

/** Runs statements one after the other. */
export function runStatements(
  runner: Runner,
  nodes: readonly SyntaxNode[],
  scope: Scope,
  around: Surroundings,
): void {
  for (const node of nodes) {
    if (!runner.takeNode()) return
    runner.surroundings = around
    runNode(runner, node, scope, around)
  }
}

function runNode(runner: Runner, node: SyntaxNode, scope: Scope, around: Surroundings): void {
  const run = (nodes: readonly SyntaxNode[]) => runStatements(runner, nodes, scope, around)
  switch (node.type) {
    case 'Statement':
      run([node.command])
      return
    case 'CompoundList':
    case 'AndOr':
      run(node.commands)
      return
    case 'Pipeline':
      runPipeline(runner, node.commands, scope, around)
      return
    case 'Command':
      runCommand(runner, node, scope, around)
      return
    case 'If':
      run([node.clause, node.then, ...node.elif.flatMap((elif) => [elif.clause, elif.then])])
      if (node.else) run([node.else])
      return
    case 'While':
      run([node.clause, node.body])
      return
    case 'For':
    case 'Select':
      runLoop(runner, node, scope, around)
      return
    case 'ArithmeticFor':
      runSubstitutionsOf(runner, [node.initialize, node.test, node.update], scope)
      run([node.body])
      return
    case 'Subshell':
      runStatements(runner, [node.body], scope.child(), around)
      return
    case 'BraceGroup':
    case 'Coproc':
      run([node.body])
      return
    case 'Case':
      expandWord(node.word, scope, runner)
      for (const { pattern, body } of node.items) {
        for (const word of pattern) expandWord(word, scope, runner)
        run([body])
      }
      return
    case 'Function':
      defineFunction(runner, node.name.value, node.body, scope, around)
      return
    case 'Redirected': {
      const { redirects, stdin } = readRedirects(runner, node.redirects, scope)
      const within = stdin === undefined ? around : fed(around, stdin)
      if (redirects.length > 0) {
        runner.run({ words: [], redirects, assignments: new Map() }, scope, around)
      }
      runStatements(runner, [node.command], scope, within)
      return
    }
    default:
      runSubstitutions(node, scope, runner)
  }
}

function runSubstitutionsOf(
  runner: Runner,
  nodes: readonly (SyntaxNode | undefined)[],
  scope: Scope,
): void {
  for (const node of nodes) if (node) runSubstitutions(node, scope, runner)
}

function runPipeline(
  runner: Runner,
  stages: readonly SyntaxNode[],
  scope: Scope,
  around: Surroundings,
): void {
  let within = around
  const isPiped = stages.length > 1
  for (const stage of stages) {
    const first = runner.commands.length
    runStatements(runner, [stage], isPiped ? scope.child() : scope, within)
    const ran: readonly ShellCommand[] = runner.commands.slice(first)
    const stdin = outputOf(ran)
    within = { ...around, upstream: [...within.upstream, ...ran], stdin }
  }
}

/** What the commands of one stage print: of `sudo cat`, what cat does. */
function outputOf(commands: readonly ShellCommand[]): string | undefined {
  const [first, ...rest] = commands
  if (!first) return undefined
  const isOne = rest.every(({ via }) => via.length > first.via.length)
  return isOne ? literalOutput(commands.at(-1)!) : undefined
}

function runLoop(
  runner: Runner,
  node: Extract<SyntaxNode, { type: 'For' | 'Select' }>,
  scope: Scope,
  around: Surroundings,
): void {
  const listed = node.wordlist?.flatMap((word) => expandWord(word, scope, runner))
  const values = (listed ?? scope.positional ?? [plainWord(UNKNOWN)]).slice(0, ROUNDS_MAX)
  if (listed && listed.length > ROUNDS_MAX) values.push(plainWord(UNKNOWN))
  for (const value of values) {
    scope.variables.set(node.name.value, [value])
    runStatements(runner, [node.body], scope, around)
  }
}

/** A function is looked at where it is defined, with arguments unknown, and again where it is called. */
function defineFunction(
  runner: Runner,
  name: string,
  body: SyntaxNode,
  scope: Scope,
  around: Surroundings,
): void {
  const child = scope.child()
  child.positional = undefined
  runStatements(runner, [body], child, around)
  scope.functions.set(name, body)
}

function runCommand(runner: Runner, node: CommandNode, scope: Scope, around: Surroundings): void {
  const words = node.name ? expandWord(node.name, scope, runner) : []
  for (const arg of node.args) {
    if (arg.type === 'Word') words.push(...expandWord(arg, scope, runner))
    else {
      if (DECLARES.has(words[0]?.text ?? '')) assign(runner, arg, scope)
      words.push(assignmentWord(runner, arg, scope))
    }
  }
  const { redirects, stdin } = readRedirects(runner, node.redirects, scope)
  const prefixes = node.prefix.filter((prefix) => prefix.type === 'Assignment')
  const assignments = new Map<string, string>()
  if (words.length === 0) for (const prefix of prefixes) assign(runner, prefix, scope)
  else {
    for (const prefix of prefixes) {
      assignments.set(prefix.name, assignmentValue(runner, prefix, scope).text)
    }
  }
  if (words.length === 0 && redirects.length === 0) return
  const within = stdin === undefined ? around : fed(around, stdin)
  runner.run({ words, redirects, assignments }, scope, within)
}

function assign(runner: Runner, node: AssignmentNode, scope: Scope): void {
  const { value, name } = node
  if (value.type === 'ArrayValue') {
    const words = value.elements.flatMap((element) => expandWord(element, scope, runner))
    const before = node.append ? (scope.variables.get(name) ?? []) : []
    scope.variables.set(name, [...before, ...words])
    return
  }
  const word = expandText(value, scope, runner)
  const before = node.append ? (scope.variables.get(name)?.[0]?.text ?? UNKNOWN) : ''
  scope.variables.set(name, [{ ...word, text: before + word.text }])
}

function assignmentValue(runner: Runner, { value }: AssignmentNode, scope: Scope): Word {
  return value.type === 'ArrayValue' ? plainWord(UNKNOWN) : expandText(value, scope, runner)
}

function assignmentWord(runner: Runner, node: AssignmentNode, scope: Scope): Word {
  const { text, sources } = assignmentValue(runner, node, scope)
  return { text: `${node.name}=${text}`, sources }
}

interface ReadRedirects {
  redirects: Redirect[]
  /** What a here document or here string holds. */
  stdin: Word | undefined
}

function readRedirects(
  runner: Runner,
  nodes: readonly RedirectionNode[],
  scope: Scope,
): ReadRedirects {
  const redirects: Redirect[] = []
  let stdin: Word | undefined
  for (const node of nodes) {
    if (node.type === 'HereDoc') {
      stdin = node.body.parts
        ? expandText(documentWord(node.body), scope, runner)
        : plainWord(node.body.text)
      continue
    }
    if (!node.target) continue
    const word = expandText(node.target, scope, runner)
    const { text, content, named } = word
    if (node.type === 'HereString') stdin = { ...word, text: `${text}\n` }
    else if (node.operator === '<' && word.sources.length > 0)
      stdin = { ...word, text: content ?? UNKNOWN }
    else if (!/^[<>]&$/.test(node.operator) || !/^(?:\d+|-)$/.test(text)) {
      const direction = directionOf(node.operator)
      redirects.push({ direction, target: text, named })
    }
  }
  return { redirects, stdin }
}

/** What a here document holds may come from other commands; they then count as upstream. */
function fed(around: Surroundings, { text, sources }: Word): Surroundings {
  return { ...around, stdin: text, upstream: sources }
}

/** A here document reads like a word between double quotes. */
function documentWord(body: Extract<RedirectionNode, { type: 'HereDoc' }>['body']): WordNode {
  const { pos, end, text } = body
  const parts = (body.parts ?? []).filter((part) => isQuotedPart(part))
  const quoted = { type: 'DoubleQuoted', pos, end, text, parts } as const
  return { type: 'Word', pos, end, text, value: text, parts: [quoted] }
}

type QuotedPart = Extract<
  NonNullable<WordNode['parts']>[number],
  { type: 'DoubleQuoted' }
>['parts'][number]

function isQuotedPart(part: NonNullable<WordNode['parts']>[number]): part is QuotedPart {
  return /^(?:Literal|SimpleExpansion|ParameterExpansion|CommandExpansion|ArithmeticExpansion)$/.test(
    part.type,
  )
}

function directionOf(operator: string): Redirect['direction'] {
  if (operator === '<' || operator === '<&') return 'read'
  return operator.includes('>>') ? 'append' : 'write'
}
