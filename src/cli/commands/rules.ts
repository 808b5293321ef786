import { EVENT_TYPES, type EventType } from '../../model/event.ts'
import { RISKS } from '../../model/risk.ts'
import { command } from '../framework/command.ts'
import { FAIL_ON_OPTION } from '../framework/shared-options.ts'

const listCommand = command({
  name: 'list',
  group: 'read',
  summary: 'List the rules in force, with their risks',
  description: `
    The built-in rules, as changed by config.toml, then those of config.toml. docs/rules.md says what each is
    about, with examples.`,
  examples: [['flightrec rules list', 'All rules']],
  errors: ['bad-config'],
  async run({ home, out }) {
    const { loadRules, ruleJson, ruleLines } = await import('../rules/rules-report.ts')
    const rules = await loadRules(home, out)
    if (out.isJson) for (const rule of rules) out.json(ruleJson(rule))
    else for (const line of ruleLines(rules, out.style)) out.line(line)
    return 0
  },
})

const testCommand = command({
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
  async run({ rest, options, roots, home, out, signal }) {
    const { loadRules } = await import('../rules/rules-report.ts')
    const { judgeLines, judgeOne, settingOf } = await import('../rules/rules-trial.ts')
    const { FlightrecError } = await import('../../model/errors.ts')
    const { showText } = await import('../../model/show.ts')
    const trial = { rules: await loadRules(home, out), setting: settingOf(home, roots), out }
    const failOn = RISKS.find((risk) => risk === options.failOn)
    if (options.stdin) {
      if (rest.length > 0 || options.path.length > 0) {
        throw new FlightrecError('usage', '--stdin takes no command and no path', {
          hint: 'Run `flightrec rules test --help` to see how it is used.',
        })
      }
      return await judgeLines(trial, failOn, signal)
    }
    const type = (options.event ?? (rest.length > 0 ? 'SHELL_EXEC' : 'FILE_WRITE')) as EventType
    if (rest.length === 0 && options.path.length === 0 && options.durationMs === undefined) {
      throw new FlightrecError('usage', 'nothing was given to judge', {
        hint: "Put a command after `--`, e.g. `flightrec rules test -- 'rm -rf build'`, or give --path.",
      })
    }
    if (rest.length > 1 && /\s/.test(rest[0]!)) {
      throw new FlightrecError('usage', `no program is called '${showText(rest[0]!)}'`, {
        hint: 'Give shell text as the one word after `--`, and options before `--`.',
      })
    }
    return judgeOne(
      trial,
      {
        type,
        ...(rest.length > 0 && { command: rest.length === 1 ? rest[0]! : rest }),
        ...(options.path.length > 0 && { paths: options.path }),
        ...(options.mode !== undefined && { mode: options.mode }),
        ...(options.cwd !== undefined && { cwd: options.cwd }),
        ...(options.durationMs !== undefined && { durationMs: options.durationMs }),
      },
      failOn,
    )
  },
})

export const rulesCommand = command({
  name: 'rules',
  group: 'read',
  summary: 'Show the rules, and try them',
  subcommands: [listCommand, testCommand],
})
