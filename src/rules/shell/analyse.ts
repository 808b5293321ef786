/**
 * Reads shell text as bash would, without running it: every command it may run, however it is wrapped.
 * What goes beyond a limit, or does not parse, is a problem that is told, never passed over.
 */
import { baseName, plainWord, type ShellCommand, UNKNOWN, type Word } from './command.ts'
import { operandsOnly } from './flags.ts'
import { gitSettings, gitSubcommand, textRunBy, withPlainGit } from './git.ts'
import { codeIndex, inspectCode, readsProgram } from './interpreters.ts'
import { literalOutput } from './literal-output.ts'
import { errorsOf, parseShell, type ScriptNode } from './parse.ts'
import { Scope } from './scope.ts'
import { foundNames, type Inner, isShell, unwrap } from './unwrap.ts'
import { textsInVariables } from './variables.ts'
import { type PlainCommand, type Runner, runStatements, type Surroundings } from './walk.ts'

const DEPTH_MAX = 10
const NODES_MAX = 2_000
/** Of all words together, each time they are expanded. */
const EXPANDED_CHARACTERS_MAX = 256 * 1024
/** Of what is put in the place of `{}`. */
const PIPED_CHARACTERS_MAX = 4_096
/** Of all nested texts together. */
const NESTED_CHARACTERS_MAX = 256 * 1024

/** What shell text comes down to. */
export interface ShellScript {
  /** In the order they would run; the commands within a wrapper follow it. */
  commands: readonly ShellCommand[]
  /** Why it could not be analysed whole; empty when it was. */
  problems: readonly string[]
}

const NO_SETTINGS: ReadonlyMap<string, string> = new Map()
const TOP: Surroundings = { upstream: [], stdin: undefined, via: [], depth: 0 }

/** Analyses shell text, or an argument vector that no shell reads; `cwd` is where it runs, '' if unknown. */
export function analyseShell(command: string | readonly string[], cwd = ''): ShellScript {
  const analysis = new ShellAnalysis()
  const scope = new Scope()
  scope.cwd = cwd
  try {
    if (typeof command === 'string') analysis.runText(command, scope, TOP)
    else if (command.length > 0) {
      const words = command.map(plainWord)
      analysis.run({ words, redirects: [], assignments: new Map() }, scope, TOP)
    }
  } catch (error) {
    // The stack is the last limit: what was found until then counts, and the rest is told.
    if (!(error instanceof RangeError)) throw error
    analysis.problems.add('it is nested too deep to follow')
  }
  return { commands: analysis.commands, problems: [...analysis.problems] }
}

/** One analysis under way: what was found and what is left of the budget. */
class ShellAnalysis implements Runner {
  readonly commands: ShellCommand[] = []
  readonly problems = new Set<string>()
  surroundings: Surroundings = TOP
  #nodes = 0
  #characters = 0
  #expanded = 0
  readonly #seenCode = new Set<string>()
  readonly #writtenFiles = new Map<string, string>()
  /** What `git config` has set. */
  readonly #gitConfig = new Map<string, string>()

  takeNode(): boolean {
    this.#nodes += 1
    if (this.#expanded > EXPANDED_CHARACTERS_MAX) return false
    if (this.#nodes <= NODES_MAX) return true
    this.problems.add(`it has more than ${NODES_MAX} parts`)
    return false
  }

  spend(characters: number): boolean {
    this.#expanded += characters
    if (this.#expanded <= EXPANDED_CHARACTERS_MAX) return true
    this.problems.add('its words grow too long')
    return false
  }

  runText(text: string, scope: Scope, around: Surroundings): void {
    if (text.trim() === '' || text === UNKNOWN || !this.#takeDepth(around)) return
    this.#characters += text.length
    if (this.#characters > NESTED_CHARACTERS_MAX) {
      this.problems.add('its nested scripts are too long')
      return
    }
    const { script, problems } = parseShell(text)
    for (const problem of problems) this.problems.add(problem)
    if (script) runStatements(this, script.commands, scope, around)
  }

  substitute(script: ScriptNode | undefined, scope: Scope): Word {
    const around = { ...this.surroundings, depth: this.surroundings.depth + 1 }
    if (!script || !this.#takeDepth(around)) return { text: UNKNOWN, sources: [] }
    for (const problem of errorsOf(script)) this.problems.add(problem)
    const first = this.commands.length
    const before = this.surroundings
    runStatements(this, script.commands, scope.child(), around)
    this.surroundings = before
    const sources = this.commands.slice(first)
    const last = sources.at(-1)
    const isOne = script.commands.length === 1 && last !== undefined
    const output = isOne ? literalOutput(last)?.replace(/\n+$/, '') : undefined
    return { text: output ?? UNKNOWN, sources }
  }

  /** Builtins change the scope, wrappers lead further. */
  run(call: PlainCommand, scope: Scope, around: Surroundings): void {
    if (!this.takeNode() || !this.#takeDepth(around)) return
    const called = baseName(call.words[0]?.text ?? '')
    if (this.#runDefined(called, call.words.slice(1), scope, around)) return
    const [program = plainWord(''), ...words] = withPlainGit(call.words)
    const name = baseName(program.text).replace(/\.exe$/, '')
    const args = words.map(({ text }) => exported(name, text, scope))
    const unwrapped = unwrap(name, words)
    const command: ShellCommand = {
      name,
      program,
      args,
      words,
      ownArgs: unwrapped?.ownArgs ?? args,
      redirects: call.redirects,
      upstream: around.upstream,
      stdin: around.stdin,
      assignments: call.assignments,
      settings: name === 'git' ? this.#settingsOf(args, call, scope) : NO_SETTINGS,
      cwd: scope.cwd,
      via: around.via,
      literals: [],
    }
    this.commands.push(command)
    applyBuiltin(command, scope)
    const within = { ...around, via: [...around.via, name], depth: around.depth + 1 }
    for (const inner of unwrapped?.inner ?? []) this.#runInner(inner, command, scope, within)
    this.#runStdin(command, scope, within)
    this.#runWrittenFile(command, scope, within)
    this.#noteWrittenFiles(command)
    this.#runCode(command, scope, within)
    for (const text of textsInVariables(command)) this.runText(text, scope.child(), within)
    if (name === 'git') this.#runSettings(command, scope, within)
  }

  #settingsOf(args: readonly string[], call: PlainCommand, scope: Scope): Map<string, string> {
    const given = gitSettings(
      args,
      (name) => call.assignments.get(name) ?? scope.variables.get(name)?.[0]?.text,
    )
    return new Map([...this.#gitConfig, ...given])
  }

  /** Aliases, and programs that git runs for its own ends. */
  #runSettings({ words, settings }: ShellCommand, scope: Scope, within: Surroundings): void {
    for (const [name, value] of settings) {
      const text = textRunBy(name, value)
      if (text !== undefined) this.runText(text, scope.child(), within)
    }
    const [subcommand, ...rest] = gitSubcommand(words)
    const alias = settings.get(`alias.${subcommand?.text.toLowerCase()}`)
    if (alias !== undefined) {
      const child = scope.child()
      child.positional = rest
      const isShell = alias.startsWith('!')
      this.runText(`${isShell ? alias.slice(1) : `git ${alias}`} "$@"`, child, within)
    }
    if (subcommand?.text !== 'config') return
    const [name, value] = operandsOnly(rest.map(({ text }) => text)).filter(
      (word) => word !== 'set',
    )
    if (name !== undefined && value !== undefined) this.#gitConfig.set(name.toLowerCase(), value)
  }

  #takeDepth({ depth }: Surroundings): boolean {
    if (depth <= DEPTH_MAX) return true
    this.problems.add(`it is nested deeper than ${DEPTH_MAX} levels`)
    return false
  }

  /** Runs an alias or a function; false when `name` is neither. */
  #runDefined(name: string, words: readonly Word[], scope: Scope, around: Surroundings): boolean {
    const within = { ...around, depth: around.depth + 1 }
    const alias = scope.aliases.get(name)
    if (alias !== undefined && alias.split(/\s/, 1)[0] !== name) {
      const texts = words.map(({ text }) => text)
      this.runText([alias, ...texts].join(' '), scope, within)
      return true
    }
    const body = scope.functions.get(name)
    if (!body) return false
    const child = scope.child()
    child.positional = words
    child.functions.delete(name)
    runStatements(this, [body], child, within)
    return true
  }

  #runInner(inner: Inner, command: ShellCommand, scope: Scope, within: Surroundings): void {
    const child = scope.child()
    for (const [name, value] of command.assignments) child.variables.set(name, [plainWord(value)])
    if (inner.kind === 'script') {
      if (inner.positional && command.name !== 'eval') child.positional = inner.positional
      if (inner.zero) child.variables.set('0', [inner.zero])
      const isHere = command.name === 'eval'
      this.runText(inner.text.text, isHere ? scope : child, within)
      return
    }
    const assignments = new Map(inner.assignments.map(({ text }) => splitAssignment(text)))
    for (const [name, value] of assignments) child.variables.set(name, [plainWord(value)])
    const words = command.name === 'xargs' ? withPipedWords(inner.words, command) : [...inner.words]
    this.run({ words, redirects: [], assignments }, child, within)
  }

  /** A shell without a script runs what it reads; so does `ssh HOST`, and `at`. */
  #runStdin(command: ShellCommand, scope: Scope, within: Surroundings): void {
    const { name, args, stdin } = command
    if (stdin === undefined || !readsScript(name, args)) return
    const child = scope.child()
    const operands = args.filter((arg) => !/^-/.test(arg))
    if (isShell(name)) child.positional = operands.map(plainWord)
    this.runText(stdin, child, { ...within, stdin: undefined, upstream: [] })
  }

  /** Remembers what was written to a file, in case it is run later. */
  #noteWrittenFiles(command: ShellCommand): void {
    const targets = command.redirects.flatMap(({ direction, target }) =>
      direction === 'read' ? [] : [target],
    )
    if (command.name === 'tee') targets.push(...command.args.filter((arg) => !arg.startsWith('-')))
    if (targets.length === 0) return
    const text = literalOutput(command)
    for (const target of targets)
      if (text !== undefined) this.#writtenFiles.set(fileKey(target), text)
  }

  #runWrittenFile(command: ShellCommand, scope: Scope, within: Surroundings): void {
    const { name, words, program } = command
    const isReader = isShell(name) || name === 'source' || name === '.'
    const file = isReader ? words.find((word) => !/^[-+]/.test(word.text)) : program
    const text = file?.content ?? this.#writtenFiles.get(fileKey(file?.text ?? ''))
    if (text !== undefined) this.runText(text, scope.child(), { ...within, stdin: undefined })
  }

  #runCode(command: ShellCommand, scope: Scope, within: Surroundings): void {
    const at = codeIndex(command.name, command.args)
    const code = at >= 0 ? command.args[at] : readsProgram(command) ? command.stdin : undefined
    if (code === undefined || this.#seenCode.has(code)) return
    this.#seenCode.add(code)
    const { scripts, commands, literals } = inspectCode(command.name, code)
    const own = command.args.filter((_, index) => index !== at)
    Object.assign(command, { literals, ownArgs: own })
    for (const text of scripts) this.runText(text, scope.child(), within)
    for (const words of commands) {
      this.run({ words, redirects: [], assignments: new Map() }, scope.child(), within)
    }
  }
}

/** Whether a command runs what it reads on standard input as shell text. */
export function readsScript(name: string, args: readonly string[]): boolean {
  if (name === 'at' || name === 'batch') return true
  if (name === 'source' || name === '.') return args[0] === '/dev/stdin' || args[0] === '-'
  const operands = args.filter((arg) => arg === '-' || !/^[-+]/.test(arg))
  if (name === 'su') return !args.some((arg) => /^(?:-c|--command)/.test(arg))
  if (name === 'ssh') return operands.length === 1
  if (name === 'sudo') return args.length > 0 && args.every((arg) => /^-[si]$/.test(arg))
  if (!isShell(name) || args.some((arg) => /^-[a-zA-Z]*c$/.test(arg) || arg === '--version'))
    return false
  if (args.some((arg) => /^-[a-zA-Z]*s[a-zA-Z]*$/.test(arg))) return true
  return operands.length === 0 || operands[0] === '-' || operands[0] === '/dev/stdin'
}

/** xargs adds what it reads, or puts it in the place named by -I. */
function withPipedWords(words: readonly Word[], { args, stdin, upstream }: ShellCommand): Word[] {
  const before = upstream.at(-1)
  const found = before?.name === 'find' ? foundNames(before.words) : []
  const sources = [...upstream]
  const read = stdin?.split(/\s+/).filter((text) => text !== '') ?? found.map(({ text }) => text)
  const piped = (read.length > 0 ? read : [UNKNOWN]).map((text) => ({ text, sources }))
  const flag = args.findIndex((arg) => /^-I/.test(arg))
  const place = flag < 0 ? undefined : args[flag]!.slice(2) || args[flag + 1]
  if (!place) return [...words, ...piped]
  const text = piped
    .map((word) => word.text)
    .join(' ')
    .slice(0, PIPED_CHARACTERS_MAX)
  return words.map((word) =>
    word.text.includes(place) ? { text: word.text.replaceAll(place, () => text), sources } : word,
  )
}

/** `export NAME` gives what NAME was set to before. */
function exported(name: string, text: string, scope: Scope): string {
  const value = /^(?:export|declare|typeset)$/.test(name)
    ? scope.variables.get(text)?.[0]
    : undefined
  return value ? `${text}=${value.text}` : text
}

function fileKey(path: string): string {
  return path.replace(/^\.\//, '')
}

function splitAssignment(text: string): [name: string, value: string] {
  const equals = text.indexOf('=')
  return [text.slice(0, equals), text.slice(equals + 1)]
}

function applyBuiltin({ name, args, words, stdin }: ShellCommand, scope: Scope): void {
  if (name === 'cd' || name === 'pushd') {
    const folder = args.find((arg) => !/^-[LPe@]+$|^--$/.test(arg)) ?? '~'
    scope.enter(folder === '-' ? UNKNOWN : folder)
  } else if (name === 'alias') {
    for (const arg of args) {
      const [alias, value] = splitAssignment(arg)
      if (alias !== '') scope.aliases.set(alias, value)
    }
  } else if (name === 'set') {
    const dashes = args.indexOf('--')
    if (dashes >= 0) scope.positional = words.slice(dashes + 1)
  } else if (name === 'shift') scope.positional = scope.positional?.slice(Number(args[0] ?? 1) || 1)
  else if (name === 'read') {
    const names = args.filter((arg) => !arg.startsWith('-'))
    for (const variable of names) {
      const value = names.length === 1 && stdin !== undefined ? stdin.trim() : UNKNOWN
      scope.variables.set(variable, [plainWord(value)])
    }
  } else if (name === 'unset') for (const variable of args) scope.variables.delete(variable)
  else if (name === 'printf' && args[0] === '-v' && args[1] !== undefined) {
    scope.variables.set(args[1], [plainWord(args[3] ?? args[2] ?? '')])
  }
}
