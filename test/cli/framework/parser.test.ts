import { expect, test } from 'vitest'
import { command } from '../../../src/cli/framework/command.ts'
import { parseCommandLine } from '../../../src/cli/framework/parser.ts'
import { FlightrecError } from '../../../src/model/errors.ts'

const log = command({
  name: 'log',
  group: 'read',
  summary: 'Show snapshots',
  arguments: [{ name: 'SNAPSHOT', summary: 'Where to begin', optional: true }],
  acceptsRest: { name: 'PATH…', summary: 'Paths to show' },
  options: {
    limit: { type: 'integer', short: 'n', value: 'N', default: 20, min: 1, summary: 'How many' },
    'no-merges': { type: 'boolean', summary: 'Leave some out' },
    path: { type: 'list', value: 'PATH', summary: 'Path' },
    since: { type: 'string', value: 'TIME', summary: 'Since when' },
    format: { type: 'string', value: 'F', choices: ['md', 'json'], summary: 'Form' },
    share: { type: 'number', value: 'X', summary: 'Share' },
  },
  run: async () => 0,
})
const start = command({ name: 'start', group: 'record', summary: 'Start', run: async () => 0 })
const daemon = command({ name: 'daemon', group: 'record', summary: 'Daemon', subcommands: [start] })
const login = command({ name: 'login', group: 'read', summary: 'Log in', run: async () => 0 })
const show = command({
  name: 'show',
  group: 'read',
  summary: 'Show one',
  arguments: [
    { name: 'SNAPSHOT', summary: 'Which one' },
    { name: 'PATH', summary: 'Which paths', optional: true, repeated: true },
  ],
  run: async () => 0,
})
const catalogue = [log, login, daemon, show]

function parsed(...argv: string[]) {
  const invocation = parseCommandLine(catalogue, argv)
  if (invocation.kind !== 'run') throw new Error(`asks for ${invocation.kind}`)
  return invocation
}

function refused(...argv: string[]): string {
  try {
    parseCommandLine(catalogue, argv)
  } catch (error) {
    if (error instanceof FlightrecError) return `${error.code}: ${error.message} | ${error.hint}`
    throw error
  }
  return 'accepted'
}

test('what stands after `--` is an argument where nothing else is wanted there', () => {
  expect(parsed('show', 'a', '--', '-b', '--json').args).toEqual(['a', '-b', '--json'])
  expect(parsed('log', 'a', '--', '-b')).toMatchObject({ args: ['a'], rest: ['-b'] })
  expect(refused('log', 'a', 'b')).toBe(
    "usage: log does not take 'b' | What is PATH… stands after `--`: `flightrec log -- b`.",
  )
  expect(refused('login', '--', 'x')).toMatch(/^usage: login does not take 'x'/)
})

test('options have their defaults when none is given', () => {
  expect(parsed('log').options).toEqual({
    limit: 20,
    noMerges: false,
    path: [],
    since: undefined,
    format: undefined,
    share: undefined,
  })
})

test('options are read in every spelling, and the last of a kind wins', () => {
  expect(parsed('log', '-n5').options).toMatchObject({ limit: 5 })
  expect(parsed('log', '--limit=6', '-n', '7', '--no-merges').options).toMatchObject({
    limit: 7,
    noMerges: true,
  })
  expect(parsed('log', '--path', 'a', '--path=b').options).toMatchObject({ path: ['a', 'b'] })
  expect(parsed('log', '--since', '-1 day', '--share', '.5').options).toMatchObject({
    since: '-1 day',
    share: 0.5,
  })
})

test('global options may stand before and after the command, and roots add up', () => {
  const before = parsed('--json', '--root', '/a', 'log', '-q', '--root=/b')
  expect(before.globals).toEqual({
    isJson: true,
    roots: ['/a', '/b'],
    color: 'auto',
    usesPager: true,
    isQuiet: true,
  })
  expect(parsed('log', '--color=never', '--no-pager').globals).toMatchObject({
    color: 'never',
    usesPager: false,
  })
})

test('what follows -- is kept apart, whatever it looks like', () => {
  const { args, rest } = parsed('log', 'latest', '--', '-x', '--json', 'log')
  expect({ args, rest }).toEqual({ args: ['latest'], rest: ['-x', '--json', 'log'] })
})

test('a command may be given by a unique prefix', () => {
  expect(parsed('sh', 'latest', 'a', 'b').args).toEqual(['latest', 'a', 'b'])
  expect(parsed('d', 'sta').command).toBe(start)
  expect(parsed('log').command).toBe(log)
})

test('without a command the screens open, where there are some', () => {
  const tui = command({ name: 'tui', group: 'read', summary: 'Screens', run: async () => 0 })
  expect(parseCommandLine([...catalogue, tui], [])).toMatchObject({ kind: 'run', command: tui })
  expect(parseCommandLine([...catalogue, tui], ['--root', 'x'])).toMatchObject({
    command: tui,
    globals: { roots: ['x'] },
  })
  expect(parseCommandLine([...catalogue, tui], ['-h'])).toMatchObject({ kind: 'help', path: [] })
  expect(parseCommandLine(catalogue, [])).toMatchObject({ kind: 'help', path: [] })
})

test('help is asked for by option at every level, even where arguments are missing', () => {
  expect(parseCommandLine(catalogue, ['show', '-h'])).toMatchObject({ kind: 'help', path: [show] })
  expect(parseCommandLine(catalogue, ['-h', 'show'])).toMatchObject({ kind: 'help', path: [show] })
  expect(parseCommandLine(catalogue, ['daemon', 'start', '--help'])).toMatchObject({
    kind: 'help',
    path: [daemon, start],
  })
  expect(parseCommandLine(catalogue, ['--version'])).toMatchObject({ kind: 'version' })
})

test('a command line that cannot be right is refused with the next step', () => {
  const lines = [
    ['lgo'],
    ['lo'],
    ['zzzzzz'],
    [''],
    ['log', '--limt', '3'],
    ['log', '-z'],
    ['log', '-n', 'x'],
    ['log', '-n', '0'],
    ['log', '-n', '99999999999999999999'],
    ['log', '-n'],
    ['log', '--share', '1e'],
    ['log', '--format', 'xml'],
    ['log', '--json=yes'],
    ['log', 'a', 'b'],
    ['show'],
    ['daemon'],
    ['daemon', 'strat'],
    ['log', '\u001b[31m', '\n'],
  ]
  expect(lines.map((argv) => refused(...argv)).join('\n')).toMatchInlineSnapshot(`
    "usage: unknown command 'lgo' | Did you mean \`flightrec log\`? Run \`flightrec --help\` to see all commands.
    usage: 'lo' is short for several commands: log, login | Run \`flightrec --help\` to see how it is used.
    usage: unknown command 'zzzzzz' | Run \`flightrec --help\` to see all commands.
    usage: unknown command '' | Run \`flightrec --help\` to see all commands.
    usage: unknown option '--limt' | Did you mean \`--limit\`? Run \`flightrec log --help\` for all options.
    usage: unknown option '-z' | Run \`flightrec log --help\` to see how it is used.
    usage: --limit takes a whole number of at least 1, not 'x' | Run \`flightrec log --help\` to see how it is used.
    usage: --limit takes a whole number of at least 1, not '0' | Run \`flightrec log --help\` to see how it is used.
    usage: --limit takes a whole number of at least 1, not '99999999999999999999' | Run \`flightrec log --help\` to see how it is used.
    usage: option '-n, --limit <N>' argument missing | Run \`flightrec log --help\` to see how it is used.
    usage: --share takes a number, not '1e' | Run \`flightrec log --help\` to see how it is used.
    usage: --format takes md, json, not 'xml' | Run \`flightrec log --help\` to see how it is used.
    usage: --json takes no value | Run \`flightrec log --help\` to see how it is used.
    usage: log does not take 'b' | What is PATH… stands after \`--\`: \`flightrec log -- b\`.
    usage: show needs SNAPSHOT: Which one | Run \`flightrec show --help\` to see how it is used.
    usage: daemon needs one of: start | Run \`flightrec daemon start\`, or \`flightrec daemon --help\` to see all.
    usage: unknown command 'strat' | Did you mean \`flightrec daemon start\`? Run \`flightrec daemon --help\` to see all commands.
    usage: log does not take '\\n' | What is PATH… stands after \`--\`: \`flightrec log -- \\n\`."
  `)
})
