/**
 * What a command is: a declaration. The parser, `--help`, docs/cli.md and the completions all come from it.
 * What carries it out lies in `cli/runs/`, and the catalogue ties the two together.
 */
import type { ErrorCode } from '../../model/errors.ts'
import type { Home } from '../../store/home/home.ts'
import type { Output } from '../terminal/output.ts'

interface OptionBase {
  summary: string
  /** One letter, without the dash. */
  short?: string
}

export type OptionSpec =
  | (OptionBase & { type: 'boolean' })
  /** `value` names what is given, in capitals: `--since <TIME>`. */
  | (OptionBase & {
      type: 'string'
      value: string
      default?: string
      choices?: readonly string[]
    })
  | (OptionBase & {
      type: 'integer' | 'number'
      value: string
      default?: number
      min?: number
    })
  /** May be given several times. */
  | (OptionBase & { type: 'list'; value: string })

export type OptionSpecs = Record<string, OptionSpec>

type OptionValue<Spec extends OptionSpec> = Spec extends { type: 'boolean' }
  ? boolean
  : Spec extends { type: 'list' }
    ? string[]
    : Spec extends { type: 'integer' | 'number' }
      ? Spec extends { default: number }
        ? number
        : number | undefined
      : Spec extends { default: string }
        ? Choice<Spec>
        : Choice<Spec> | undefined

/** One of the choices, where there are any. */
type Choice<Spec extends OptionSpec> = Spec extends { choices: readonly (infer Name)[] }
  ? Name
  : string

/** Option values by camelCase name: `keep-days` becomes `keepDays`. */
export type OptionValues<Specs extends OptionSpecs> = {
  [Name in keyof Specs as CamelCase<Name & string>]: OptionValue<Specs[Name]>
}

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text

export interface ArgumentSpec {
  name: string
  summary: string
  /** Default: required. */
  optional?: boolean
  /** Takes all that follow; only the last may. */
  repeated?: boolean
  /** What shells offer for it; the command itself says what it takes. */
  choices?: readonly string[]
}

export interface CommandContext<Values> {
  /** Positional arguments, in order; those of a repeated argument are the tail. */
  args: string[]
  /** What followed `--`, when the command takes that (`acceptsRest`). */
  rest: string[]
  options: Values
  /** The folders given with `--root`, as typed; empty when none was. */
  roots: readonly string[]
  home: Home
  /** All commands, for those that explain or complete them. */
  catalogue: readonly Command[]
  out: Output
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal
}

export const COMMAND_GROUPS = ['record', 'read', 'recover', 'maintain'] as const

/** A declared command: pure data, until the catalogue adds `run`. */
export interface Command<Specs extends OptionSpecs = OptionSpecs> {
  name: string
  group: (typeof COMMAND_GROUPS)[number]
  /** One line, no full stop. */
  summary: string
  /** Paragraphs for `--help` and docs/cli.md. */
  description?: string
  arguments?: readonly ArgumentSpec[]
  /** What may follow `--`, e.g. `PATH…`; absent: nothing may. */
  acceptsRest?: { name: string; summary: string }
  options?: Specs
  /** Subcommands, e.g. of `daemon`; such a command has no `run` of its own. */
  subcommands?: readonly Command[]
  /** The subcommand that is meant where none is named. */
  defaultSubcommand?: string
  examples?: readonly [command: string, what: string][]
  /** Set where the output is text by nature, such as a shell script: `--json` then shapes errors only. */
  isPlain?: true
  /** Set where nothing may be said but what the command itself says, such as to an agent that calls it. */
  isSilent?: true
  /** Set where signals are for what the command runs: none of them is taken for an interrupt. */
  passesSignals?: true
  /** Errors worth naming in the help, besides `failed` and `usage`. */
  errors?: readonly ErrorCode[]
  /** Returns the exit code. */
  run?(context: CommandContext<object>): Promise<number>
}

/** Declares a command; only there so that the types of `options` reach what carries it out. */
export function command<const Specs extends OptionSpecs = Record<never, never>>(
  declaration: Command<Specs>,
): Command<Specs> {
  return declaration
}

/** What a declared command is called with. */
export type ContextOf<Declared> =
  Declared extends Command<infer Specs> ? CommandContext<OptionValues<Specs>> : never
