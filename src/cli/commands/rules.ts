import { EVENT_TYPES } from '../../model/event.ts'
import { command } from '../framework/command.ts'
import { FAIL_ON_OPTION } from '../framework/shared-options.ts'

export const listCommand = command({
  name: 'list',
  group: 'read',
  summary: 'List the rules in force, with their risks',
  description: `
    The built-in rules, as changed by config.toml, then those of config.toml. docs/rules.md says what each is
    about, with examples.`,
  examples: [['flightrec rules list', 'All rules']],
  errors: ['bad-config'],
})

export const testCommand = command({
  name: 'test',
  group: 'read',
  summary: 'Show what the rules report about a command or a file event',
  description: `
    One word after \`--\` is shell text, several are a command that no shell reads. Nothing is run. With
    \`--root\`, writing elsewhere is reported too.

    With --stdin, each line of standard input is a JSON value: a text is shell text, a list is a command with
    its arguments, and an object may hold \`command\`, \`argv\`, \`event\`, \`paths\`, \`mode\`, \`cwd\` and
    \`duration_ms\`. There is one answer a line. A line that cannot be read is answered with its
    error, and the next one is read.`,
  acceptsRest: {
    name: 'COMMAND…',
    summary: 'Shell text as one word, or a command and its arguments',
  },
  options: {
    path: { type: 'list', value: 'PATH', summary: 'Path the event is about' },
    event: {
      type: 'string',
      value: 'TYPE',
      choices: Object.keys(EVENT_TYPES),
      summary: 'Type of the event; SHELL_EXEC with a command, else FILE_WRITE',
    },
    mode: { type: 'string', value: 'MODE', summary: 'Octal mode after a FILE_CHMOD' },
    cwd: { type: 'string', value: 'FOLDER', summary: 'Folder it happens in' },
    'duration-ms': { type: 'integer', value: 'MS', min: 0, summary: 'How long it took' },
    stdin: { type: 'boolean', summary: 'Judge each line of standard input, in JSON' },
    'fail-on': FAIL_ON_OPTION,
  },
  examples: [
    ["flightrec rules test -- 'rm -rf build && git push -f'", 'Judge shell text'],
    ['flightrec rules test --event FILE_READ --path .env', 'Judge a file event'],
    [
      'flightrec rules test --stdin --json --fail-on danger',
      'Judge many, one a line, and fail in CI',
    ],
  ],
  errors: ['bad-config', 'incomplete', 'findings'],
})

export const rulesCommand = command({
  name: 'rules',
  group: 'read',
  summary: 'Show the rules, and try them',
  subcommands: [listCommand, testCommand],
})
