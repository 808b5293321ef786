/** The text of `--help`, written from the declarations. */
import { ERRORS, type ErrorCode } from '../../model/errors.ts'
import type { Style } from '../terminal/style.ts'
import { type ArgumentSpec, COMMAND_GROUPS, type Command, type OptionSpecs } from './command.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'
import { longFlag } from './option-reader.ts'

const COLUMNS_MAX = 100
const LEFT_COLUMN_MAX = 30

const CLOSING =
  'Run `flightrec COMMAND --help` for one of them. A command name may be cut short as long as it is ' +
  'clear which one is meant.'

export const GROUP_TITLES: Record<(typeof COMMAND_GROUPS)[number], string> = {
  record: 'Record',
  read: 'Read',
  recover: 'Get back',
  maintain: 'Look after the store',
}

/** How help is laid out. */
interface HelpLayout {
  columns: number
  style: Style
}

type Row = readonly [left: string, right: string]

/** Returns the help of flightrec as a whole. */
export function programHelp(catalogue: readonly Command[], layout: HelpLayout): string {
  const groups = COMMAND_GROUPS.flatMap((group) => {
    const members = catalogue.filter((command) => command.group === group)
    return section(`${GROUP_TITLES[group]}:`, members.map(commandRow), layout)
  })
  return [
    'flightrec: the flight recorder for AI coding agents',
    '',
    `${layout.style('heading', 'Usage:')} flightrec [OPTIONS] COMMAND …`,
    ...groups,
    ...section('Options of every command:', optionRows(GLOBAL_OPTIONS), layout),
    '',
    ...wrapText(CLOSING, bounded(layout.columns)),
    '',
  ].join('\n')
}

/** Returns the help of one command; `path` leads to it from the top. */
export function commandHelp(path: readonly Command[], layout: HelpLayout): string {
  const command = path.at(-1)!
  return [
    `${command.summary}.`,
    '',
    `${layout.style('heading', 'Usage:')} ${usageLine(path)}`,
    ...descriptionParagraphs(command).flatMap((text) => [
      '',
      ...wrapText(text, bounded(layout.columns)),
    ]),
    ...section('Commands:', (command.subcommands ?? []).map(commandRow), layout),
    ...section('Arguments:', argumentRows(command), layout),
    ...section('Options:', optionRows(command.options ?? {}), layout),
    ...section('Options of every command:', optionRows(GLOBAL_OPTIONS), layout),
    ...section('Examples:', exampleRows(command), layout),
    ...section('Exit codes:', exitCodeRows(command), layout),
    '',
  ].join('\n')
}

/** Returns the paragraphs of a description, each on one line. */
export function descriptionParagraphs({ description = '' }: Command): string[] {
  return description
    .split(/\n\s*\n/)
    .map((text) => text.trim().replaceAll(/\s+/g, ' '))
    .filter((text) => text !== '')
}

/** Returns how a command is called, e.g. `flightrec show [OPTIONS] <SNAPSHOT> [-- PATH…]`. */
export function usageLine(path: readonly Command[]): string {
  const command = path.at(-1)!
  const names = path.map(({ name }) => name)
  const after = command.subcommands ? ['COMMAND'] : (command.arguments ?? []).map(argumentUsage)
  const rest = command.acceptsRest ? [`[-- ${command.acceptsRest.name}]`] : []
  return ['flightrec', ...names, '[OPTIONS]', ...after, ...rest].join(' ')
}

function argumentUsage({ name, optional, repeated }: ArgumentSpec): string {
  const text = repeated ? `${name}…` : name
  return optional ? `[${text}]` : `<${text}>`
}

const commandRow = ({ name, summary }: Command): Row => [name, summary]

const exampleRows = ({ examples = [] }: Command): Row[] =>
  examples.map(([line, what]) => [line, what])

/** Returns the positional arguments with what they are. */
export function argumentRows(command: Command): Row[] {
  const rows = (command.arguments ?? []).map((spec): Row => [argumentUsage(spec), spec.summary])
  const rest = command.acceptsRest
  return rest ? [...rows, [`-- ${rest.name}`, rest.summary]] : rows
}

/** Returns options as they are typed, with what they do. */
export function optionRows(specs: OptionSpecs): Row[] {
  return Object.entries(specs).map(([name, spec]) => {
    const short = spec.short === undefined ? '' : `-${spec.short}, `
    const value = spec.type === 'boolean' ? '' : ` <${spec.value}>`
    const choices = spec.type === 'string' && spec.choices ? [spec.choices.join(', ')] : []
    const preset = 'default' in spec ? [`default: ${spec.default}`] : []
    const repeats = spec.type === 'list' && name !== 'root' ? ['may be repeated'] : []
    const notes = [...choices, ...preset, ...repeats].join('; ')
    return [
      `${short}${longFlag(name)}${value}`,
      notes ? `${spec.summary} (${notes})` : spec.summary,
    ]
  })
}

/** Returns the exit codes a command may end with, and what each means. */
export function exitCodeRows(command: Command): Row[] {
  const codes: ErrorCode[] = ['failed', 'usage', ...(command.errors ?? [])]
  const rows = [...new Set(codes)].map((code): Row => {
    const { exitCode, meaning } = ERRORS[code]
    return [String(exitCode), `${code}: ${meaning}`]
  })
  return [['0', 'Done.'], ...rows.sort(([a], [b]) => Number(a) - Number(b))]
}

function section(title: string, rows: readonly Row[], layout: HelpLayout): string[] {
  if (rows.length === 0) return []
  const widest = Math.max(...rows.map(([left]) => left.length))
  const left = Math.min(widest, LEFT_COLUMN_MAX)
  const width = Math.max(20, bounded(layout.columns) - left - 4)
  const lines = rows.flatMap(([name, text]) => {
    const wrapped = wrapText(text, width).map((line) => `${' '.repeat(left + 4)}${line}`)
    if (name.length > left) return [`  ${name}`, ...wrapped]
    const first = `  ${name.padEnd(left)}  ${wrapped[0]?.trimStart() ?? ''}`
    return [first.trimEnd(), ...wrapped.slice(1)]
  })
  return ['', layout.style('heading', title), ...lines]
}

function wrapText(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.trim().split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function bounded(columns: number): number {
  return Math.min(Math.max(columns, 40), COLUMNS_MAX)
}
