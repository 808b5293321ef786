/** That config.toml cannot be used, or hardly says what was meant, is told wherever it matters. */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

const BROKEN = '[filter]\nexclude = [\n'

async function recorded(): Promise<TestEnv> {
  const env = testEnv()
  for (const text of ['1\n', '2\n']) {
    env.write('a', text)
    await env.snapshot()
  }
  return env
}

test('a config.toml that does not parse is told by every command, also by those that do without it', async () => {
  const env = await recorded()
  env.config(BROKEN)
  for (const command of ['log', 'show', 'status', 'repos', 'sessions', 'verify', 'daemon status']) {
    const { stderr, stdout } = await env.run(...command.split(' '))
    expect(stderr).toMatch(/config\.toml:3: not valid TOML.*; this command did without it/)
    expect(stdout).not.toContain('config.toml')
  }
  const usual = await env.run('log', '--json')
  expect(usual.stderr.match(/config\.toml:3/g)).toHaveLength(1)
})

test('what records or deletes by a config.toml that does not parse is refused: the defaults may do more', async () => {
  const env = await recorded()
  env.config(BROKEN)
  const writing = [
    'snapshot',
    'watch --once',
    'gc',
    'restore latest',
    'undo latest',
    'daemon start',
  ]
  for (const command of writing) {
    const { stderr, exitCode } = await env.run(...command.split(' '))
    expect([command, exitCode]).toEqual([command, 2])
    expect(stderr.match(/config\.toml:3: not valid TOML/g)).toHaveLength(1)
  }
})

test('an agent that calls its hook hears nothing of it, since it might take it for an answer', async () => {
  const env = await recorded()
  env.config(BROKEN)
  const { stdout, stderr, exitCode } = await env.runWith({ stdin: '{}' }, 'hook', 'generic')
  expect([stdout, stderr, exitCode]).toEqual(['', '', 0])
})

test('a config.toml that breaks or changes while a process records is told by it, and changes nothing', async () => {
  const env = testEnv()
  env.config('[filter]\nextra_exclude = ["secret/**"]\n')
  env.write('a', '1\n')
  const watch = env.start('watch', '.')
  await watch.says(/recording/)
  env.config(BROKEN)
  await until('config.toml:3: not valid TOML', () =>
    watch.stderr.includes('config.toml:3: not valid TOML'),
  )
  expect(watch.stderr).toContain('recording goes on as it was before')
  env.write('secret/b', '1\n')
  env.write('c', '1\n')
  await until('+ c', () => watch.stdout.includes('+ c'))
  expect(watch.stdout).not.toContain('secret')
  const { stderr } = await env.run('daemon', 'status')
  expect(stderr).toMatch(/config\.toml:3: not valid TOML.*goes on as it was before/)
  env.config('[filter]\nextra_exclude = []\n')
  await until('config.toml has changed; recording goes on', () =>
    watch.stderr.includes('config.toml has changed; recording goes on'),
  )
  const [status] = (await env.run('daemon', 'status', '--json')).stdout.split('\n')
  expect(JSON.parse(status!).config_problem).toContain('config.toml has changed')
  await watch.stop()
})

test('excludes that take the place of the defaults are told where recording begins, and by config and doctor', async () => {
  const env = testEnv()
  env.config('[filter]\nexclude = ["**/*.log"]\n')
  const said = 'config.toml:2: filter.exclude takes the place of the default list'
  for (const command of ['watch --once', 'config', 'doctor']) {
    const { stdout, stderr } = await env.run(...command.split(' '))
    expect((stdout + stderr).split(said)).toHaveLength(2)
    expect(stdout + stderr).toMatch(/\.git, node_modules, .*filter\.extra_exclude/s)
  }
  env.write('a', '1\n')
  expect((await env.run('snapshot')).stderr).toBe('')
})

test('that excludes take the place of the defaults is a remark of the doctor, and no fault: it may be meant so', async () => {
  const env = testEnv()
  env.config('[filter]\nexclude = ["**/*.log"]\n')
  await env.snapshot()
  const { exitCode, stdout, stderr } = await env.run('doctor')
  expect([exitCode, stderr]).toEqual([0, 'All is well.\n'])
  expect(stdout).toMatch(/takes the place of the default list.*\n {2}if it is not meant so: /)
  const states = jsonLines<{ state: string }>(await env.run('doctor', '--json'))
  expect(states.map(({ state }) => state)).toEqual(['remark'])
  // What cannot be meant is one.
  env.config('[filter]\nexclude = ["**/*.log"]\nextra_exclude = ["build/"]\n')
  expect((await env.run('doctor')).exitCode).toBe(1)
})

test('extra excludes add to the defaults', async () => {
  const env = testEnv()
  env.config('[filter]\nextra_exclude = ["**/*.log", "dist/**"]\n')
  for (const name of ['a', 'b.log', 'dist/c', '.git/d', 'node_modules/e']) env.write(name, '1\n')
  expect((await env.run('watch', '--once')).stderr).toBe('')
  expect((await env.run('git', '--', 'ls-tree', '-r', '--name-only', 'main')).stdout).toBe('a\n')
  expect((await env.run('diff', '--stat')).stdout).toBe('')
})

test('globs that match nothing, and excludes that leave nothing, are told with their line', async () => {
  const env = testEnv()
  env.config('[filter]\nextra_exclude = [\n  "build/",\n  "/home/me/secret/**",\n  "*",\n]\n')
  const { stderr } = await env.run('config')
  expect(stderr).toContain("config.toml:3: 'build/' matches nothing, since no path ends in a slash")
  expect(stderr).toContain("config.toml:4: '/home/me/secret/**' matches nothing")
  expect(stderr).toContain('config.toml:2: filter.extra_exclude leaves nothing to be recorded')
})

test.each([
  ['base_url = "http://me:secret@host/v1"', 'a user name or a password'],
  ['base_url = "http://host/v1?key=1"', "a '?' or a '#'"],
  ['base_url = "http://host:0"', 'port 0'],
  ['base_url = "http:host"', 'starts with http:// or https://'],
  ['base_url = "http://ho\\nst/"', 'a space or a backslash'],
])(
  'a setting that no request could be sent with is refused with its line: %s',
  async (line, why) => {
    const env = testEnv()
    env.config(`[llm]\n${line}\n`)
    const { stderr, exitCode } = await env.run('config')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^flightrec: config\.toml:2: llm\.base_url: /)
    expect(stderr).toContain(why)
    expect(stderr).not.toContain('secret')
  },
)

test('a size of less than a byte is refused, since 0 would mean no limit', async () => {
  const env = testEnv()
  env.config('[snapshot]\nmax_file_size = "0.2k"\nmax_store_size = "0.4"\n')
  const { stderr } = await env.run('config')
  expect(stderr).toContain("config.toml:3: snapshot.max_store_size: '0.4' is less than a byte")
})

test('what others may write is obeyed by no command, and read ones say that they did without it', async () => {
  const env = await recorded()
  env.config('[llm]\nenabled = true\nbase_url = "http://127.0.0.1:9"\n')
  chmodSync(join(env.home, 'config.toml'), 0o666)
  expect((await env.run('config')).exitCode).toBe(2)
  expect((await env.run('snapshot')).stderr).toContain('so it is not obeyed')
  expect((await env.run('log')).stderr).toContain(
    'so it is not obeyed; this command did without it',
  )
})
