/** The scripts, loaded into the real shells where they are installed. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../../../src/cli/framework/catalogue.ts'
import { command } from '../../../src/cli/framework/command.ts'
import { completionScript } from '../../../src/cli/framework/completion.ts'
import { runProcess } from '../../helpers/processes.ts'
import { testEnv } from '../../helpers/test-env.ts'

const start = command({
  name: 'start',
  group: 'record',
  summary: "Start the user's daemon",
  options: { mode: { type: 'string', value: 'M', choices: ['fast', 'slow'], summary: 'How' } },
  run: async () => 0,
})
const catalogue = [
  command({ name: 'daemon', group: 'record', summary: 'Service', subcommands: [start] }),
  command({
    name: 'log',
    group: 'read',
    summary: 'Show snapshots',
    arguments: [{ name: 'FORM', summary: 'Which', choices: ['long', 'brief'] }],
    options: {
      limit: { type: 'integer', short: 'n', value: 'N', summary: 'How many' },
      mode: { type: 'string', value: 'M', choices: ['light', 'dark'], summary: 'Colours' },
    },
    run: async () => 0,
  }),
]

function installed(shell: string): boolean {
  const folders = (process.env.PATH ?? '').split(':')
  const found = folders.some((folder) => existsSync(`${folder}/${shell}`))
  if (!found) process.stderr.write(`skipped: completions of ${shell}, which is not installed\n`)
  return found
}

async function bashCompletes(...words: string[]): Promise<string[]> {
  const array = words.map((word) => `'${word}'`).join(' ')
  const script = `${completionScript('bash', catalogue)}
COMP_WORDS=(${array}); COMP_CWORD=${words.length - 1}; _flightrec; printf '%s\\n' "\${COMPREPLY[@]}"`
  const env = testEnv()
  const launch = { cwd: env.root, env: { PATH: process.env.PATH! } }
  const ended = await runProcess(['bash', '--norc', '-c', script], launch)
  expect(ended.stderr.toString()).toBe('')
  return ended.stdout.toString().split('\n').filter(Boolean)
}

test.runIf(installed('bash'))(
  'bash completes commands, options, subcommands and choices',
  async () => {
    expect(await bashCompletes('flightrec', 'l')).toEqual(['log'])
    expect(await bashCompletes('flightrec', '--json', 'd')).toEqual(['daemon'])
    expect(await bashCompletes('flightrec', '--root', 'log', 'd')).toEqual(['daemon'])
    expect(await bashCompletes('flightrec', 'log', '--li')).toEqual(['--limit'])
    expect(await bashCompletes('flightrec', 'log', '--limit', '')).toEqual([])
    expect(await bashCompletes('flightrec', 'daemon', '')).toContain('start')
    expect(await bashCompletes('flightrec', 'daemon', 'start', '--mode', '')).toEqual([
      'fast',
      'slow',
    ])
    expect(await bashCompletes('flightrec', 'log', '--mode', '')).toEqual(['light', 'dark'])
    expect(await bashCompletes('flightrec', 'log', 'l')).toEqual(['long'])
    expect(await bashCompletes('flightrec', 'log', '--color', '')).toContain('never')
    expect(await bashCompletes('flightrec', 'log', '--', '--li')).toEqual([])
  },
)

test.each(['bash', 'zsh', 'fish'])('%s accepts the script for the real commands', async (shell) => {
  const script = completionScript(shell, CATALOGUE)
  expect(script).toContain('completion')
  if (!installed(shell)) return
  const env = testEnv()
  env.write('script', script)
  const launch = { cwd: env.root, env: { PATH: process.env.PATH!, HOME: env.userHome } }
  const ended = await runProcess([shell, '-n', env.path('script')], launch)
  expect(`${ended.exitCode} ${ended.stderr}`).toBe('0 ')
})

test('the fish script quotes summaries and scopes options to their command', () => {
  const lines = completionScript('fish', catalogue).split('\n')
  expect(lines.filter((line) => /start|mode|limit/.test(line))).toMatchInlineSnapshot(`
    [
      "complete -c flightrec -n '__fish_seen_subcommand_from daemon; and not __fish_seen_subcommand_from start' -f -a start -d 'Start the user\\'s daemon'",
      "complete -c flightrec -n '__fish_seen_subcommand_from daemon; and __fish_seen_subcommand_from start' -l mode -x -a 'fast slow' -d 'How'",
      "complete -c flightrec -n '__fish_seen_subcommand_from log' -s n -l limit -r -d 'How many'",
      "complete -c flightrec -n '__fish_seen_subcommand_from log' -l mode -x -a 'light dark' -d 'Colours'",
    ]
  `)
})
