/** Reads the options of one level of the command line with commander, from their declarations. */
import { Command as CommanderCommand, CommanderError, Option } from 'commander'
import { FlightrecError } from '../../model/errors.ts'
import { nearest } from '../../model/nearest.ts'
import { showText } from '../../model/show.ts'
import type { OptionSpec, OptionSpecs } from './command.ts'

/** Values by the name in the declaration. */
export type RawValues = Map<string, RawValue>

type RawValue = string | number | boolean | string[]

interface ReadOptions {
  values: RawValues
  /** What is left: operands, or a command name and all that follows it. */
  operands: string[]
}

/** How to read one level. */
interface Level {
  /** What to call in a hint, e.g. `flightrec log`. */
  usage: string
  specs: OptionSpecs
  /** Whether reading ends at the first operand: it names a command. */
  stopsAtOperand: boolean
}

/** @throws {FlightrecError} usage */
export function readOptions(level: Level, argv: readonly string[]): ReadOptions {
  const values: RawValues = new Map()
  const reader = new CommanderCommand().exitOverride().helpOption(false)
  reader.configureOutput({ outputError: () => {} })
  if (level.stopsAtOperand) reader.passThroughOptions()
  for (const [name, spec] of Object.entries(level.specs)) {
    reader.addOption(toCommander(name, spec))
    reader.on(`option:${name}`, (given: string | undefined) => {
      values.set(name, parseValue(level, name, spec, given, values.get(name)))
    })
  }
  const { operands, unknown } = parse(reader, level, argv)
  if (unknown[0] !== undefined) throw unknownOption(level, unknown[0])
  return { values, operands }
}

/** Returns how an option is written in help and completions, e.g. `--limit`. */
export function longFlag(name: string): string {
  return `--${name}`
}

function toCommander(name: string, spec: OptionSpec): Option {
  const short = spec.short === undefined ? '' : `-${spec.short}, `
  const value = spec.type === 'boolean' ? '' : ` <${spec.value}>`
  return new Option(`${short}${longFlag(name)}${value}`)
}

function parse(reader: CommanderCommand, level: Level, argv: readonly string[]) {
  try {
    return reader.parseOptions([...argv])
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    throw usageError(level, error.message.replace(/^error: /, ''))
  }
}

function parseValue(
  level: Level,
  name: string,
  spec: OptionSpec,
  given: string | undefined,
  before: RawValue | undefined,
): RawValue {
  if (spec.type === 'boolean') return true
  const text = given ?? ''
  if (spec.type === 'list') return [...((before as string[] | undefined) ?? []), text]
  if (spec.type !== 'string') return parseNumber(level, name, spec, text)
  if (spec.choices && !spec.choices.includes(text)) {
    const choices = spec.choices.join(', ')
    throw usageError(level, `${longFlag(name)} takes ${choices}, not '${showText(text)}'`)
  }
  return text
}

function parseNumber(
  level: Level,
  name: string,
  spec: OptionSpec & { type: 'integer' | 'number' },
  text: string,
): number {
  const wholeOnly = spec.type === 'integer'
  const pattern = wholeOnly ? /^[+-]?\d+$/ : /^[+-]?(?:\d+\.?\d*|\.\d+)$/
  const value = pattern.test(text) ? Number(text) : Number.NaN
  const isUsable = wholeOnly ? Number.isSafeInteger(value) : Number.isFinite(value)
  if (isUsable && value >= (spec.min ?? Number.NEGATIVE_INFINITY)) return value
  const what = wholeOnly ? 'a whole number' : 'a number'
  const bound = spec.min === undefined ? '' : ` of at least ${spec.min}`
  throw usageError(level, `${longFlag(name)} takes ${what}${bound}, not '${showText(text)}'`)
}

function unknownOption(level: Level, given: string): FlightrecError {
  const flag = given.replace(/=.*$/s, '')
  const known = Object.entries(level.specs)
  const flags = known.map(([name]) => longFlag(name))
  if (flags.includes(flag)) return usageError(level, `${flag} takes no value`)
  const close = flag.startsWith('--') ? nearest(flag, flags) : undefined
  const message = `unknown option '${showText(flag)}'`
  const hint = close && `Did you mean \`${close}\`? Run \`${level.usage} --help\` for all options.`
  return usageError(level, message, hint)
}

/** Returns a usage error whose hint, unless given, points at the help of the command in question. */
export function usageError(level: Pick<Level, 'usage'>, message: string, hint?: string) {
  return new FlightrecError('usage', message, {
    hint: hint ?? `Run \`${level.usage} --help\` to see how it is used.`,
  })
}
