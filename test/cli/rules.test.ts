import { expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { testEnv } from '../helpers/test-env.ts'

test('rules test says what the rules report, the worst first', async () => {
  const env = testEnv()
  const command = 'sudo rm -rf build && git push -f'
  expect((await env.run('rules', 'test', '--', command)).shown).toMatchInlineSnapshot(`
    "danger   dangerous-rm-rf           'rm -rf build' deletes whole trees
    warning  dangerous-sudo            'sudo rm -rf build' runs with the rights of another user
    warning  dangerous-git-push-force  'git push -f' overwrites a remote branch
    "
  `)
  expect((await env.run('rules', 'test', '--', "echo 'rm -rf build'")).shown).toBe(
    'No rule reports anything.\n',
  )
})

test('one word is shell text, several are a command no shell reads', async () => {
  const env = testEnv()
  const text = await env.run('rules', 'test', '--json', '--', 'ls; rm -rf x')
  const argv = await env.run('rules', 'test', '--json', '--', 'ls', ';', 'rm', '-rf', 'x')
  expect(JSON.parse(text.stdout)).toMatchObject({ rules: ['dangerous-rm-rf'], risk: 'danger' })
  expect(JSON.parse(argv.stdout)).toMatchObject({ rules: [], risk: 'none' })
})

test('rules test judges file events, and places outside a root', async () => {
  const env = testEnv()
  const read = await env.run('rules', 'test', '--event', 'FILE_READ', '--path', '.env')
  expect(read.shown).toBe("warning  sensitive-env-file  '.env' is read\n")
  const args = ['rules', 'test', '--root', env.root, '--path']
  expect((await env.run(...args, env.path('a'))).shown).toBe('No rule reports anything.\n')
  expect((await env.run(...args, '/srv/other')).shown).toContain('outside-root')
})

test('--fail-on makes the exit code 4 at that risk or above', async () => {
  const env = testEnv()
  const exitCode = async (...args: string[]) => (await env.run('rules', 'test', ...args)).exitCode
  expect(await exitCode('--', 'rm x')).toBe(0)
  expect(await exitCode('--fail-on', 'warning', '--', 'rm x')).toBe(4)
  expect(await exitCode('--fail-on', 'danger', '--', 'rm x')).toBe(0)
  expect(await exitCode('--fail-on', 'info', '--', 'ls')).toBe(0)
})

test('--stdin answers each line, bad ones with their error, and goes on', async () => {
  const env = testEnv()
  const stdin = [
    '"rm -rf x"',
    'rm -rf x',
    '["rm","-rf","x"]',
    '{"event":"FILE_READ","paths":[".env"],"duration_ms":31000}',
    '{"command":5}',
    '7',
    '"ls"',
  ].join('\n')
  const ended = await env.runWith({ stdin }, 'rules', 'test', '--stdin', '--json')
  const answers = jsonLines(ended.stdout)
  expect(answers.map(({ rules, error }) => error ?? rules)).toEqual([
    ['dangerous-rm-rf'],
    'it is not JSON',
    ['dangerous-rm-rf'],
    ['sensitive-env-file', 'long-running'],
    'command is not a text',
    'it is neither a text, nor a list of texts, nor an object',
    [],
  ])
  expect(ended.exitCode).toBe(3)
})

test('a line too long is answered too', async () => {
  const env = testEnv()
  const stdin = `"${'a'.repeat(5 * 1024 ** 2)}"\n"rm x"\n`
  const { stdout } = await env.runWith({ stdin }, 'rules', 'test', '--stdin', '--json')
  expect(stdout.split('\n')[0]).toBe(
    '{"type":"judgement","line":1,"error":"the line is longer than 4 MiB"}',
  )
  expect(JSON.parse(stdout.split('\n')[1]!).rules).toEqual(['destructive-rm'])
})

test('nothing to judge is an error with the next step', async () => {
  const env = testEnv()
  expect((await env.run('rules', 'test')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: nothing was given to judge
    hint: Put a command after \`--\`, e.g. \`flightrec rules test -- 'rm -rf build'\`, or give --path.
    [exit 2]
    "
  `)
})

test('options after the shell text are refused, and not taken for its words: CI would pass', async () => {
  const env = testEnv()
  const ended = await env.run('rules', 'test', '--', 'rm -rf /', '--fail-on', 'danger')
  expect(ended.stderr).toContain("no program is called 'rm -rf /'")
  expect(ended.exitCode).toBe(2)
})

test('rules of config.toml count, and built-in ones can be changed', async () => {
  const env = testEnv()
  env.config(`
[[rules]]
id = "no-production"
risk = "danger"
summary = "Touches production"
commands = ["kubectl ** --context=prod*"]

[[rules]]
id = "destructive-rm"
disabled = true

[[rules]]
id = "dangerous-sudo"
risk = "info"
`)
  const command = 'sudo kubectl get pods --context=prod-eu; rm x'
  expect((await env.run('rules', 'test', '--', command)).shown).toMatchInlineSnapshot(`
    "danger   no-production   'kubectl get pods --context=prod-eu': Touches production
    info     dangerous-sudo  'sudo kubectl get pods --context=prod-eu' runs with the rights of another user
    "
  `)
  const { stdout } = await env.run('rules', 'list', '--json')
  const ids = stdout.match(/"id":"[^"]+"/g)!
  expect(ids).toContain('"id":"no-production"')
  expect(ids).not.toContain('"id":"destructive-rm"')
})

test('a rule that cannot be used is an error with file and line, also for `config`', async () => {
  const env = testEnv()
  env.config(
    '[[rules]]\nid = "a"\nrisk = "info"\nsummary = "A"\npaths = ["x"]\n\n[[rules]]\nid = "a"\n',
  )
  expect((await env.run('rules', 'list')).stderr).toContain('config.toml:7: rules[1]: ')
  env.config('[rules]\ndisable = ["destructive-rn"]\n')
  expect((await env.run('config')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: config.toml:2: there is no rule 'destructive-rn'; did you mean 'destructive-rm'?
    hint: Run \`flightrec rules list\` to see all, \`flightrec config path\` to find the file.
    [exit 2]
    "
  `)
})
