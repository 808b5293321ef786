import { COMMAND_GROUPS, type Command } from '../../src/cli/framework/command.ts'
import { GLOBAL_OPTIONS } from '../../src/cli/framework/global-options.ts'
import {
  argumentRows,
  descriptionParagraphs,
  exitCodeRows,
  GROUP_TITLES,
  optionRows,
  usageLine,
} from '../../src/cli/framework/help.ts'

/** Returns docs/cli.md. */
export function cliDocument(catalogue: readonly Command[]): string {
  const groups = COMMAND_GROUPS.map((group) => ({
    title: GROUP_TITLES[group],
    members: catalogue.filter((command) => command.group === group),
  })).filter(({ members }) => members.length > 0)
  const contents = groups.map(({ title, members }) => {
    const links = members.map(({ name }) => `[${name}](#flightrec-${name})`)
    return `- ${title}: ${links.join(' · ')}`
  })
  return `${[
    '# The command line',
    'Written by `npm run docs` from the declarations in `src/cli/commands/`; do not edit.',
    'A command name may be cut short as long as it is clear which one is meant: `flightrec comp bash`.',
    contents.join('\n'),
    '## Options of every command',
    table('option', optionRows(GLOBAL_OPTIONS)),
    'They may stand before or after the name of the command. Results go to stdout, everything else to ' +
      'stderr. Exit codes are the same everywhere: see [errors.md](errors.md).',
    ...groups.flatMap(({ members }) => members.flatMap((command) => commandChapter([command]))),
  ].join('\n\n')}\n`
}

function commandChapter(path: readonly Command[]): string[] {
  const command = path.at(-1)!
  const names = path.map(({ name }) => name).join(' ')
  const { examples = [], subcommands = [], options = {} } = command
  const samples = examples.map(([line, what]) => `# ${what}\n${line}`)
  return [
    `${'#'.repeat(path.length + 1)} flightrec ${names}`,
    `${command.summary}.`,
    fenced('', usageLine(path)),
    ...descriptionParagraphs(command),
    ...ifAny(argumentRows(command), (rows) => table('argument', rows)),
    ...ifAny(optionRows(options), (rows) => table('option', rows)),
    ...ifAny(samples, (lines) => `Examples:\n\n${fenced('sh', lines.join('\n'))}`),
    ...(subcommands.length > 0 ? [] : [table('exit code', exitCodeRows(command))]),
    ...subcommands.flatMap((below) => commandChapter([...path, below])),
  ]
}

function ifAny<Item>(items: readonly Item[], render: (items: readonly Item[]) => string): string[] {
  return items.length > 0 ? [render(items)] : []
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}

function table(left: string, rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([name, text]) => `| ${code(name)} | ${text.replaceAll('|', '\\|')} |`)
  return [`| ${left} | |`, '|---|---|', ...lines].join('\n')
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``
}
