/** Walks the tree of a script statement by statement, in the order it would run. */
import type { ShellAnalysis, Surroundings } from './analyse.ts'
import { plainWord, type Redirect, type ShellCommand, UNKNOWN, type Word } from './command.ts'
import { expandText, expandWord, runSubstitutions } from './expand.ts'
import { literalOutput } from './literal-output.ts'
import type { AssignmentNode, CommandNode, RedirectionNode, SyntaxNode, WordNode } from './parse.ts'
import type { Scope } from './scope.ts'

/** How often the body of a loop over known words is looked at. */
const ROUNDS_MAX = 16
const DECLARES = new Set(['export', 'declare', 'local', 'readonly', 'typeset'])

/** Runs statements one after the other. */
export function runStatements(
  analysis: ShellAnalysis,
  nodes: readonly SyntaxNode[],
  scope: Scope,
  around: Surroundings,
): void {
  for (const node of nodes) {
    if (!analysis.takeNode()) return
    analysis.surroundings = around
    runNode(analysis, node, scope, around)
  }
}

function runNode(
  analysis: ShellAnalysis,
  node: SyntaxNode,
  scope: Scope,
  around: Surroundings,
): void {
  const run = (nodes: readonly SyntaxNode[]) => runStatements(analysis, nodes, scope, around)
  switch (node.type) {
    case 'Statement':
      run([node.command])
      return
    case 'CompoundList':
    case 'AndOr':
      run(node.commands)
      return
    case 'Pipeline':
      runPipeline(analysis, node.commands, scope, around)
      return
    case 'Command':
      runCommand(analysis, node, scope, around)
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
      runLoop(analysis, node, scope, around)
      return
    case 'ArithmeticFor':
      runSubstitutionsOf(analysis, [node.initialize, node.test, node.update], scope)
      run([node.body])
      return
    case 'Subshell':
      runStatements(analysis, [node.body], scope.child(), around)
      return
    case 'BraceGroup':
    case 'Coproc':
      run([node.body])
      return
    case 'Case':
      expandWord(node.word, scope, analysis)
      for (const { pattern, body } of node.items) {
        for (const word of pattern) expandWord(word, scope, analysis)
        run([body])
      }
      return
    case 'Function':
      defineFunction(analysis, node.name.value, node.body, scope, around)
      return
    case 'Redirected': {
      const { redirects, stdin } = readRedirects(analysis, node.redirects, scope)
      const within = stdin === undefined ? around : fed(around, stdin)
      if (redirects.length > 0) {
        analysis.run({ words: [], redirects, assignments: new Map() }, scope, around)
      }
      runStatements(analysis, [node.command], scope, within)
      return
    }
    default:
      runSubstitutions(node, scope, analysis)
  }
}

function runSubstitutionsOf(
  analysis: ShellAnalysis,
  nodes: readonly (SyntaxNode | undefined)[],
  scope: Scope,
): void {
  for (const node of nodes) if (node) runSubstitutions(node, scope, analysis)
}

function runPipeline(
  analysis: ShellAnalysis,
  stages: readonly SyntaxNode[],
  scope: Scope,
  around: Surroundings,
): void {
  let within = around
  const isPiped = stages.length > 1
  for (const stage of stages) {
    const first = analysis.commands.length
    runStatements(analysis, [stage], isPiped ? scope.child() : scope, within)
    const ran: readonly ShellCommand[] = analysis.commands.slice(first)
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
  analysis: ShellAnalysis,
  node: Extract<SyntaxNode, { type: 'For' | 'Select' }>,
  scope: Scope,
  around: Surroundings,
): void {
  const listed = node.wordlist?.flatMap((word) => expandWord(word, scope, analysis))
  const values = (listed ?? scope.positional ?? [plainWord(UNKNOWN)]).slice(0, ROUNDS_MAX)
  if (listed && listed.length > ROUNDS_MAX) values.push(plainWord(UNKNOWN))
  for (const value of values) {
    scope.variables.set(node.name.value, [value])
    runStatements(analysis, [node.body], scope, around)
  }
}

/** A function is looked at where it is defined, with arguments unknown, and again where it is called. */
function defineFunction(
  analysis: ShellAnalysis,
  name: string,
  body: SyntaxNode,
  scope: Scope,
  around: Surroundings,
): void {
  const child = scope.child()
  child.positional = undefined
  runStatements(analysis, [body], child, around)
  scope.functions.set(name, body)
}

function runCommand(
  analysis: ShellAnalysis,
  node: CommandNode,
  scope: Scope,
  around: Surroundings,
): void {
  const words = node.name ? expandWord(node.name, scope, analysis) : []
  for (const arg of node.args) {
    if (arg.type === 'Word') words.push(...expandWord(arg, scope, analysis))
    else {
      if (DECLARES.has(words[0]?.text ?? '')) assign(analysis, arg, scope)
      words.push(assignmentWord(analysis, arg, scope))
    }
  }
  const { redirects, stdin } = readRedirects(analysis, node.redirects, scope)
  const prefixes = node.prefix.filter((prefix) => prefix.type === 'Assignment')
  const assignments = new Map<string, string>()
  if (words.length === 0) for (const prefix of prefixes) assign(analysis, prefix, scope)
  else {
    for (const prefix of prefixes) {
      assignments.set(prefix.name, assignmentValue(analysis, prefix, scope).text)
    }
  }
  if (words.length === 0 && redirects.length === 0) return
  const within = stdin === undefined ? around : fed(around, stdin)
  analysis.run({ words, redirects, assignments }, scope, within)
}

function assign(analysis: ShellAnalysis, node: AssignmentNode, scope: Scope): void {
  const { value, name } = node
  if (value.type === 'ArrayValue') {
    const words = value.elements.flatMap((element) => expandWord(element, scope, analysis))
    const before = node.append ? (scope.variables.get(name) ?? []) : []
    scope.variables.set(name, [...before, ...words])
    return
  }
  const word = expandText(value, scope, analysis)
  const before = node.append ? (scope.variables.get(name)?.[0]?.text ?? UNKNOWN) : ''
  scope.variables.set(name, [{ ...word, text: before + word.text }])
}

function assignmentValue(analysis: ShellAnalysis, { value }: AssignmentNode, scope: Scope): Word {
  return value.type === 'ArrayValue' ? plainWord(UNKNOWN) : expandText(value, scope, analysis)
}

function assignmentWord(analysis: ShellAnalysis, node: AssignmentNode, scope: Scope): Word {
  const value = assignmentValue(analysis, node, scope)
  return { ...value, text: `${node.name}=${value.text}` }
}

interface ReadRedirects {
  redirects: Redirect[]
  /** What a here document or here string holds. */
  stdin: Word | undefined
}

function readRedirects(
  analysis: ShellAnalysis,
  nodes: readonly RedirectionNode[],
  scope: Scope,
): ReadRedirects {
  const redirects: Redirect[] = []
  let stdin: Word | undefined
  for (const node of nodes) {
    if (node.type === 'HereDoc') {
      stdin = node.body.parts
        ? expandText(documentWord(node.body), scope, analysis)
        : plainWord(node.body.text)
      continue
    }
    if (!node.target) continue
    const word = expandText(node.target, scope, analysis)
    const { text, content } = word
    if (node.type === 'HereString') stdin = { ...word, text: `${text}\n` }
    else if (node.operator === '<' && word.sources.length > 0)
      stdin = { ...word, text: content ?? UNKNOWN }
    else if (!/^[<>]&$/.test(node.operator) || !/^(?:\d+|-)$/.test(text)) {
      redirects.push({ direction: directionOf(node.operator), target: text })
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
