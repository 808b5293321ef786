import { expect, test } from 'vitest'
import { testEnv } from '../../helpers/test-env.ts'

test('an unknown command exits with 2, names the nearest one and writes nothing to stdout', async () => {
  const env = testEnv()
  expect((await env.run('completoin')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: unknown command 'completoin'
    hint: Did you mean \`flightrec completion\`? Run \`flightrec --help\` to see all commands.
    [exit 2]
    "
  `)
})

test('with --json the last line on stderr is the error as an object', async () => {
  const env = testEnv()
  const { stdout, stderr, exitCode } = await env.run('completoin', '--json')
  expect(stdout).toBe('')
  expect(exitCode).toBe(2)
  expect(JSON.parse(stderr.trim().split('\n').at(-1)!)).toEqual({
    type: 'error',
    code: 'usage',
    exit_code: 2,
    message: "unknown command 'completoin'",
    hint: 'Did you mean `flightrec completion`? Run `flightrec --help` to see all commands.',
  })
})

test('without arguments and without a terminal it says so and names the command to run instead', async () => {
  const env = testEnv()
  expect((await env.run()).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: the screens need a terminal, and this is none
    hint: Run \`flightrec log\` to read the timeline as text.
    [exit 2]
    "
  `)
})
