/** Colour, pager and closed pipes, on real terminals and pipes. */
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runProcess } from '../helpers/processes.ts'
import { hasTerminal, testEnv } from '../helpers/test-env.ts'

const PROGRAM = resolve(import.meta.dirname, '../../dist/main.js')
const SGR = /\u001b\[[\d;]*m/

describe.runIf(hasTerminal)('on a terminal', () => {
  test('help that fits the screen goes straight out, in colour', async () => {
    const env = testEnv()
    const settings = { rows: 100, env: { PAGER: 'sed s/^/paged:/' } }
    const { stdout, exitCode } = await env.runOnTerminal(settings, '--help')
    expect(exitCode).toBe(0)
    expect(stdout).not.toContain('paged:')
    expect(stdout).toMatch(SGR)
  })

  test('help longer than the screen goes through the pager of the user', async () => {
    const env = testEnv()
    const settings = { rows: 10, env: { PAGER: 'sed s/^/paged:/' } }
    const { stdout, exitCode } = await env.runOnTerminal(settings, '--help')
    expect(exitCode).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(15)
    expect(lines.filter((line) => !line.startsWith('paged:'))).toEqual([])
  })

  test('FLIGHTREC_PAGER goes before PAGER, and the pager is told how less should behave', async () => {
    const env = testEnv()
    const variables = { FLIGHTREC_PAGER: 'cat >/dev/null; echo "less is $LESS"', PAGER: 'false' }
    const { stdout } = await env.runOnTerminal({ rows: 10, env: variables }, '--help')
    expect(stdout).toBe('less is FRX\n')
  })

  test.each([
    ['--no-pager', ['--no-pager', '--help'], { PAGER: 'sed s/^/paged:/' }],
    ['an empty FLIGHTREC_PAGER', ['--help'], { FLIGHTREC_PAGER: '', PAGER: 'sed s/^/paged:/' }],
    ['PAGER=cat', ['--help'], { PAGER: 'cat' }],
    ['a dumb terminal', ['--help'], { TERM: 'dumb', PAGER: 'sed s/^/paged:/' }],
  ])('%s does without the pager', async (_, args, env) => {
    const { stdout, exitCode } = await testEnv().runOnTerminal({ rows: 10, env }, ...args)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Usage:')
    expect(stdout).not.toContain('paged:')
  })

  test('a pager that is left early ends the run quietly', async () => {
    const settings = { rows: 10, env: { PAGER: 'head -n 1' } }
    const { stdout, exitCode } = await testEnv().runOnTerminal(settings, '--help')
    expect({ lines: stdout.trimEnd().split('\n').length, exitCode }).toEqual({
      lines: 1,
      exitCode: 0,
    })
  })

  test('a pager that is not there is named, with what to do', async () => {
    const settings = { rows: 10, env: { PAGER: 'no-such-pager' } }
    const { stdout } = await testEnv().runOnTerminal(settings, '--help')
    expect(stdout).toContain(
      "cannot start the pager 'no-such-pager'; give --no-pager to do without",
    )
  })

  test('without a pager of choice less is used, and can be left with q', async () => {
    const settings = { rows: 10, stdin: 'q' }
    const { stdout, exitCode } = await testEnv().runOnTerminal(settings, '--help')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('flightrec: the flight recorder')
    expect(stdout).not.toContain('which one is meant')
  })

  test.each([
    ['--color=never', ['--color=never'], {}],
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['an empty NO_COLOR', [], { NO_COLOR: '' }],
    ['NO_COLOR, whatever FORCE_COLOR says,', [], { NO_COLOR: '1', FORCE_COLOR: '1' }],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }],
    ['TERM=dumb', [], { TERM: 'dumb' }],
  ])('%s turns colour off', async (_, args, env) => {
    const { stdout } = await testEnv().runOnTerminal({ rows: 100, env }, '--help', ...args)
    expect(stdout).not.toMatch(SGR)
  })
})

describe('without a terminal', () => {
  test('there is no colour and no pager', async () => {
    const { stdout } = await testEnv().runWith({ env: { PAGER: 'sed s/^/paged:/' } }, '--help')
    expect(stdout).toContain('Usage:')
    expect(stdout).not.toMatch(/paged:|\u001b/)
  })

  test.each([
    ['--color=always', ['--color=always'], { NO_COLOR: '1' }],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }],
  ])('%s turns colour on', async (_, args, env) => {
    expect((await testEnv().runWith({ env }, '--help', ...args)).stdout).toMatch(SGR)
  })

  test('a reader that leaves early is no failure', async () => {
    const script = `"${process.execPath}" "${PROGRAM}" completion bash | head -c 1; echo "\${PIPESTATUS[0]}"`
    const ended = await runProcess(['bash', '-c', script], launch())
    expect(ended.stdout.toString()).toBe('#0\n')
    expect(ended.stderr.toString()).toBe('')
  })

  test('output that cannot be written is a failure that says so', async () => {
    const script = `"${process.execPath}" "${PROGRAM}" --help >/dev/full`
    const ended = await runProcess(['bash', '-c', script], launch())
    expect(ended.exitCode).toBe(1)
    expect(ended.stderr.toString()).toMatch(/^flightrec: cannot write to standard output: .*ENOSPC/)
  })

  test('--quiet silences talk, not results', async () => {
    const { stdout, stderr } = await testEnv().run('help', '-q')
    expect(stdout).toContain('Usage:')
    expect(stderr).toBe('')
  })

  function launch() {
    const env = testEnv()
    return { cwd: env.root, env: { PATH: process.env.PATH!, HOME: env.userHome } }
  }
})
