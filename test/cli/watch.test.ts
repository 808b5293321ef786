/** `watch` and `snapshot` as a user meets them: the built program, its output and its exit codes. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { testEnv } from '../helpers/test-env.ts'
import { until } from '../helpers/until.ts'

test('watch --once prints what changed, line by line', async () => {
  const env = testEnv()
  env.write('SPEC.md', 'one\n')
  env.write('src/lib.rs', 'one\n')
  env.write('long-name.txt', 'some lines\nthat stay\nas they are\n')
  expect((await env.run('watch', '--once')).shown).toMatchInlineSnapshot(`
    "[<time>] snapshot <snapshot-1> — 3 files → <home>/repos/project
    "
  `)
  env.remove('SPEC.md')
  env.write('src/lib.rs', 'two\n')
  env.write('src/blobstore.rs', 'new\n')
  renameSync(env.path('long-name.txt'), env.path('renamed.txt'))
  expect((await env.run('watch', '--once')).shown).toMatchInlineSnapshot(`
    "[<time>] snapshot <snapshot-2> — 3 files → <home>/repos/project
      4 changes:
        - SPEC.md
        → long-name.txt → renamed.txt
        + src/blobstore.rs
        ~ src/lib.rs
    "
  `)
  expect((await env.run('watch', '--once')).shown).toMatchInlineSnapshot(`
    "[<time>] snapshot <snapshot-2> — 3 files → <home>/repos/project
      no changes.
    "
  `)
})

test('one change is singular, very many are counted', async () => {
  const env = testEnv()
  env.write('a', '1')
  await env.run('watch', '--once')
  env.write('b', '1')
  expect((await env.run('watch', '--once')).stdout).toContain('\n  1 change:\n    + b\n')
  for (let n = 0; n < 1_260; n += 1) env.write(`many/${n}`, String(n))
  const { stdout } = await env.run('watch', '--once')
  expect(stdout).toContain('\n  1,260 changes:\n')
  expect(stdout).toContain('\n    … and 1,210 more\n')
  expect(stdout.split('\n')).toHaveLength(54)
})

test('names cannot forge lines, and what is skipped is named', async () => {
  const env = testEnv()
  await env.run('watch', '--once')
  env.write('evil\n  - \u001b[31mnothing', '1')
  execFileSync('mkfifo', [env.path('pipe')])
  expect((await env.run('watch', '--once')).shown).toMatchInlineSnapshot(`
    "[<time>] snapshot <snapshot-2> — 1 file → <home>/repos/project
      1 change:
        + evil\\n  - \\e[31mnothing
      1 not recorded:
        ! pipe (fifo)
    "
  `)
})

test('a watch prints snapshots as they happen; Ctrl-C ends it, with all recorded and nothing left', async () => {
  const env = testEnv()
  env.write('a', '1')
  const watch = env.start('watch')
  await watch.says(/recording .*project/)
  env.write('b', '1')
  await watch.says(/\+ b\n/)
  env.write('c', '1')
  const { exitCode } = await watch.stop('SIGINT')
  expect(exitCode).toBe(0)
  expect(readdirSync(join(env.home, 'run'))).toEqual([])
  expect(await env.git('ls-tree', '--name-only', 'main')).toBe('a\nb\nc\n')
  expect(await env.git('diff', '--stat')).toBe('')
  expect((await env.runWith({ cwd: env.base }, 'log', '--root', env.root)).stdout).toContain(
    '+1  b',
  )
})

test('a second watch follows the first, and adds its own root', async () => {
  const env = testEnv()
  const first = env.start('watch')
  await first.says(/recording .*project/)
  mkdirSync(join(env.base, 'other'))
  const second = env.startWith({ cwd: join(env.base, 'other') }, 'watch', '.')
  await second.says(/process \d+ \(flightrec watch\) records; following it/)
  env.write('in-first', '1')
  await first.says(/\+ in-first/)
  execFileSync('touch', [join(env.base, 'other/in-second')])
  await second.says(/\+ in-second/)
  expect(second.stdout).not.toContain('in-first')
  expect((await second.stop('SIGINT')).exitCode).toBe(0)
  const isForgotten = async () => !(await env.run('daemon', 'status')).stdout.includes('other')
  await until('its root is let go', isForgotten)
  expect((await first.stop('SIGTERM')).exitCode).toBe(0)
})

test('a follower is told when the recording process is killed', async () => {
  const env = testEnv()
  const first = env.start('watch')
  await first.says(/recording .*project/)
  const second = env.start('watch')
  await second.says(/following it/)
  first.signal('SIGKILL')
  const { exitCode, stderr } = await second.ended()
  expect(exitCode).toBe(12)
  expect(stderr.toString()).toContain('the process that recorded has ended')
})

test('--json prints one object a snapshot, and the log folder gets the same', async () => {
  const env = testEnv()
  env.config(`[output]\njson_log_dir = "${join(env.base, 'log')}"\n`)
  const watch = env.start('watch', '--json')
  await watch.says(/recording .*project/)
  env.write('a', '1')
  await watch.says(/"change_type":"added","path":"[^"]*\/project\/a"/)
  await watch.stop('SIGINT')
  const [name] = readdirSync(join(env.base, 'log'))
  expect(name).toMatch(/^flightrec-\d{4}-\d\d-\d\d\.jsonl$/)
  const path = join(env.base, 'log', name!)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const logged = readFileSync(path, 'utf8')
  expect(logged).toBe(watch.stdout)
  const lines = jsonLines(logged)
  expect(lines.map(({ type, is_first }) => [type, is_first])).toEqual([
    ['snapshot', true],
    ['snapshot', false],
  ])
})

test('a log folder inside the root does not record itself without end', async () => {
  const env = testEnv()
  env.config(`[output]\njson_log_dir = "${env.path('log')}"\n`)
  const watch = env.start('watch')
  await watch.says(/recording .*project/)
  env.write('a', '1')
  await watch.says(/\+ a\n/)
  env.write('b', '1')
  await watch.says(/\+ b\n/)
  await watch.stop('SIGINT')
  expect(await env.git('ls-tree', '--name-only', 'main')).toBe('a\nb\n')
})

test('what flightrec writes inside the root is no difference, and no restore removes it', async () => {
  const env = testEnv()
  const inside = { FLIGHTREC_HOME: env.path('own/home') }
  const run = (...args: string[]) => env.runWith({ env: inside }, ...args)
  env.write('a', '1')
  env.write('own/home/config.toml', `[output]\njson_log_dir = "${env.path('log')}"\n`)
  expect((await run('watch', '--once')).exitCode).toBe(0)
  expect(readdirSync(env.path('log'))).toHaveLength(1)
  expect(await run('diff')).toMatchObject({ stdout: '', exitCode: 0 })
  const dry = await run('restore', 'latest', '--delete', '--dry-run')
  expect(dry.shown).toBe('Would restore 0 paths, as in <snapshot-1>.\n')
})

test('a gap is told when recording goes on after a pause', async () => {
  const env = testEnv()
  const first = env.start('watch')
  await first.says(/recording .*project/)
  await first.stop('SIGINT')
  const second = env.start('watch')
  await second.says(/gap of \d+ s — nothing was watching/)
  await second.stop('SIGINT')
})

test.each([
  ['the whole file system', '/'],
  ['your home folder', '~'],
])('watch refuses %s', async (reason, root) => {
  const env = testEnv()
  const { stderr, exitCode } = await env.run('watch', '--once', root)
  expect(stderr).toContain(reason)
  expect(stderr).toContain('--yes')
  expect(exitCode).toBe(2)
})

test('a folder that is not there is an error when it was typed', async () => {
  const env = testEnv()
  expect((await env.run('watch', 'nowhere')).shown).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: there is no folder 'nowhere'
    hint: Check the path; a relative one starts at the current folder.
    [exit 2]
    "
  `)
})

test('of configured folders, one that is missing is waited for', async () => {
  const env = testEnv()
  const late = join(env.base, 'late')
  env.config(`[watch]\nroots = ["${env.root}", "${late}"]\n`)
  const watch = env.start('watch')
  await watch.says(/recording 2 folders/)
  mkdirSync(late)
  execFileSync('touch', [join(late, 'file')])
  await watch.says(/snapshot .* 1 file → .*repos\/late/)
  await watch.stop('SIGINT')
})

test('a snapshot with a message keeps it; without a change it says that it is lost', async () => {
  const env = testEnv()
  env.write('a', '1')
  await env.run('snapshot', '-m', 'before the refactoring')
  expect(await env.git('log', '-1', '--format=%B', 'main')).toContain('before the refactoring')
  const { stderr, exitCode } = await env.run('snapshot', '-m', 'again')
  expect(stderr).toContain('nothing has changed')
  expect(exitCode).toBe(0)
})

test('an interrupted first snapshot says how to go on, and exits 130', async () => {
  const env = testEnv()
  for (let n = 0; n < 4_000; n += 1) env.write(`${n % 50}/${n}`, `${n} `.repeat(2_000))
  const once = env.start('watch', '--once')
  const hasBegun = () => existsSync(join(env.home, 'repos/project/objects'))
  await until('it has begun to record', hasBegun)
  const { exitCode, stderr } = await once.stop('SIGINT')
  if (exitCode !== 0) {
    expect(exitCode).toBe(130)
    expect(stderr.toString()).toContain('it goes on with what was read so far')
  }
  expect((await env.run('watch', '--once')).stdout).toContain('4,000 files')
  expect(await env.git('fsck', '--strict')).toBe('')
})
