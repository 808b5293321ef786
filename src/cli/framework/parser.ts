/** Turns the arguments of the command line into what to do, by the declarations of the catalogue. */
import type { FlightrecError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import { showText } from '../../model/show.ts'
import type { ColorChoice } from '../terminal/style.ts'
import type { Command, OptionSpec, OptionSpecs, OptionValues } from './command.ts'
import { GLOBAL_OPTIONS, type GlobalOptions } from './global-options.ts'
import { type RawValues, readOptions, usageError } from './option-reader.ts'

/** What runs when no command is named. */
const DEFAULT_COMMAND = 'tui'

/** What the command line asks for. */
export type Invocation = { globals: GlobalOptions } & (
  | { kind: 'version' }
  /** `path` leads from a top-level command to the one in question; empty: flightrec itself. */
  | { kind: 'help'; path: readonly Command[] }
  | {
      kind: 'run'
      command: Command
      args: string[]
      rest: string[]
      options: OptionValues<OptionSpecs>
    }
)

/**
 * Reads a command line. Without a command it opens the screens.
 * @throws {FlightrecError} usage
 */
export function parseCommandLine(catalogue: readonly Command[], argv: readonly string[]) {
  const split = argv.indexOf('--')
  const before = split < 0 ? argv : argv.slice(0, split)
  const rest = split < 0 ? undefined : argv.slice(split + 1)
  return parseLevel([], catalogue, new Map(), before, rest)
}

/** Whether errors are to be told as JSON; also true of a command line that cannot be parsed. */
export function asksForJson(argv: readonly string[]): boolean {
  const split = argv.indexOf('--')
  return argv.slice(0, split < 0 ? argv.length : split).includes('--json')
}

function parseLevel(
  path: readonly Command[],
  below: readonly Command[] | undefined,
  outer: RawValues,
  argv: readonly string[],
  rest: readonly string[] | undefined,
): Invocation {
  const usage = ['flightrec', ...path.map((command) => command.name)].join(' ')
  const meant = impliedSubcommand(path.at(-1), argv)
  if (meant) return parseLevel([...path, meant], meant.subcommands, outer, argv, rest)
  const own = path.at(-1)?.options ?? {}
  const level = {
    usage,
    specs: { ...own, ...GLOBAL_OPTIONS },
    stopsAtOperand: !!below,
  }
  const { values, operands } = readOptions(level, argv)
  const merged = mergeGlobals(outer, values)
  const globals = toGlobalOptions(merged)
  if (merged.get('version')) return { kind: 'version', globals }
  if (below && operands[0] !== undefined) {
    const next = findCommand(usage, below, operands[0])
    return parseLevel([...path, next], next.subcommands, merged, operands.slice(1), rest)
  }
  const command = path.at(-1) ?? below?.find(({ name }) => name === DEFAULT_COMMAND)
  if (merged.get('help') || !command) return { kind: 'help', path, globals }
  if (path.length === 0) return parseLevel([command], undefined, merged, [], rest)
  if (below) throw missingSubcommand(usage, below)
  // Where nothing else is wanted there, `--` only says that what follows is no option.
  const args = command.acceptsRest ? operands : [...operands, ...(rest ?? [])]
  checkArguments(usage, command, args)
  const options = optionValues(own, values)
  return {
    kind: 'run',
    command,
    args,
    rest: command.acceptsRest ? [...(rest ?? [])] : [],
    options,
    globals,
  }
}

/** The subcommand that is meant where only options are given, unless they ask for help. */
function impliedSubcommand(
  command: Command | undefined,
  argv: readonly string[],
): Command | undefined {
  const isNamed = argv[0] !== undefined && !argv[0].startsWith('-')
  if (isNamed || argv.some((word) => ['--help', '-h', '--version'].includes(word))) return undefined
  return command?.subcommands?.find(({ name }) => name === command.defaultSubcommand)
}

/**
 * Finds a command by its name or a unique prefix of it.
 * @throws {FlightrecError} usage, with the nearest name.
 */
export function findCommand(usage: string, among: readonly Command[], given: string): Command {
  const matches = among.filter(({ name }) => name.startsWith(given))
  const exact = among.find(({ name }) => name === given)
  const found = exact ?? (matches.length === 1 ? matches[0] : undefined)
  if (found) return found
  const shown = `'${showText(given)}'`
  if (matches.length > 1 && given !== '') {
    const names = matches.map(({ name }) => name).join(', ')
    throw usageError({ usage }, `${shown} is short for several commands: ${names}`)
  }
  const close = nearest(
    given,
    among.map(({ name }) => name),
  )
  const all = `Run \`${usage} --help\` to see all commands.`
  const hint = close === undefined ? all : `Did you mean \`${usage} ${close}\`? ${all}`
  throw usageError({ usage }, `unknown command ${shown}`, hint)
}

function missingSubcommand(usage: string, among: readonly Command[]): FlightrecError {
  const names = among.map(({ name }) => name)
  const hint = `Run \`${usage} ${names[0]}\`, or \`${usage} --help\` to see all.`
  return usageError(
    { usage },
    `${usage.replace(/^flightrec /, '')} needs one of: ${names.join(', ')}`,
    hint,
  )
}

function checkArguments(usage: string, command: Command, operands: readonly string[]): void {
  const specs = command.arguments ?? []
  const name = usage.replace(/^flightrec /, '')
  const missing = specs.find((spec, index) => !spec.optional && operands[index] === undefined)
  if (missing) throw usageError({ usage }, `${name} needs ${missing.name}: ${missing.summary}`)
  const extra = specs.at(-1)?.repeated ? undefined : operands[specs.length]
  if (extra !== undefined) {
    const shown = showText(extra)
    const hint =
      command.acceptsRest &&
      `What is ${command.acceptsRest.name} stands after \`--\`: \`${usage} -- ${shown}\`.`
    throw usageError({ usage }, `${name} does not take '${shown}'`, hint)
  }
}

/** `--root` adds up over the levels; of the others the innermost counts. */
function mergeGlobals(outer: RawValues, inner: RawValues): RawValues {
  const merged: RawValues = new Map([...outer, ...inner])
  const roots = [outer, inner].flatMap((values) => (values.get('root') ?? []) as string[])
  return merged.set('root', roots)
}

function toGlobalOptions(values: RawValues): GlobalOptions {
  return {
    isJson: values.has('json'),
    roots: values.get('root') as string[],
    color: (values.get('color') ?? 'auto') as ColorChoice,
    usesPager: !values.has('no-pager'),
    isQuiet: values.has('quiet'),
  }
}

function optionValues(specs: OptionSpecs, values: RawValues): OptionValues<OptionSpecs> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      camelCase(name),
      values.get(name) ?? defaultValue(spec),
    ]),
  )
}

function defaultValue(spec: OptionSpec) {
  if (spec.type === 'boolean') return false
  return spec.type === 'list' ? [] : spec.default
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
