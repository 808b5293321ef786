import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { defaultConfig } from '../../src/model/config.ts'
import { compileFilter } from '../../src/model/filter.ts'
import { openRecorder } from '../../src/record/snapshot/recorder.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { ensureShadowRepo } from '../../src/store/home/shadow-repos.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

let env: TestEnv
beforeEach(() => {
  env = testEnv()
})

/** Records the root as the default configuration has it; returns the id of the snapshot. */
async function take(): Promise<string> {
  for (const folder of ['', 'repos', 'run']) {
    mkdirSync(join(env.home, folder), { recursive: true, mode: 0o700 })
  }
  const repo = ensureShadowRepo(homeAt(env.home), env.root)
  const filter = compileFilter({ include: [], exclude: defaultConfig()['filter.exclude'] })
  const recorder = await openRecorder({ repo, filter, maxFileSizeBytes: 1 << 20 })
  const { snapshot } = await recorder.snapshot({ trigger: 'manual' })
  await recorder.close()
  return snapshot.id
}

test('restore gives back what changed, says what it did, and how to undo it', async () => {
  env.write('src/lib.rs', 'one\n')
  env.write('run.sh', '#!/bin/sh\n', 0o755)
  env.write('SPEC.md', 'spec\n')
  const before = await take()
  env.write('src/lib.rs', 'two\n')
  chmodSync(env.path('run.sh'), 0o600)
  env.remove('SPEC.md')
  env.write('new.txt', 'new\n')
  const result = await env.run('restore', before)
  expect(result.shown).toMatchInlineSnapshot(`
    "  + SPEC.md
      ~ run.sh  mode 0600 → 0755
      ~ src/lib.rs
    Restored 3 paths, as in <snapshot-1>.
    Undo: flightrec restore <snapshot-2> --delete
    [stderr]
    Kept 1 path not in that snapshot; --delete removes what is recorded.
    "
  `)
  expect(env.read('src/lib.rs')).toBe('one\n')
  expect(env.exists('new.txt')).toBe(true)

  const undo = /^Undo: flightrec (.*)$/m.exec(result.stdout)![1]!
  const undone = await env.run(...undo.split(' '))
  expect(undone.shown).toMatchInlineSnapshot(`
    "  - SPEC.md
      ~ run.sh  mode 0755 → 0600
      ~ src/lib.rs
    Restored 2 paths and removed 1, as in <snapshot-2>.
    Undo: flightrec restore <snapshot-3> --delete
    "
  `)
  expect(env.read('src/lib.rs')).toBe('two\n')
  expect(lstatSync(env.path('run.sh')).mode & 0o777).toBe(0o600)
  expect(env.exists('SPEC.md')).toBe(false)
  expect((await env.run('restore', before, '--delete')).shown).toMatchInlineSnapshot(`
    "  - new.txt
      + SPEC.md
      ~ run.sh  mode 0600 → 0755
      ~ src/lib.rs
    Restored 3 paths and removed 1, as in <snapshot-1>.
    Undo: flightrec restore <snapshot-4> --delete
    "
  `)
  expect(readdirSync(env.root).sort()).toEqual(['SPEC.md', 'run.sh', 'src'])
})

test('restore of one path, from a folder below, and its undo from anywhere', async () => {
  env.write('src/deep/a.txt', 'a\n')
  env.write('src/deep/b.txt', 'b\n')
  const before = await take()
  env.remove('src/deep')
  const cwd = env.path('src')
  const result = await env.runWith({ cwd }, 'restore', before, 'deep/a.txt')
  expect(result.shown).toMatchInlineSnapshot(`
    "  + src/deep/a.txt
    Restored 1 path, as in <snapshot-1>.
    Undo: flightrec restore <snapshot-2> --delete -- <root>/src/deep
    "
  `)
  expect(env.exists('src/deep/b.txt')).toBe(false)
  const undo = /^Undo: flightrec (.*)$/m.exec(result.stdout)![1]!
  await env.runWith({ cwd: env.base }, ...undo.split(' '))
  expect(env.exists('src/deep')).toBe(false)
})

test('a dry run prints the plan and touches nothing', async () => {
  env.write('a.txt', 'one\n')
  const before = await take()
  env.write('a.txt', 'two\n')
  env.write('new.txt', 'new\n')
  env.write('node_modules/x.js', 'excluded\n')
  const result = await env.run('restore', before, '--dry-run', '--delete')
  expect(result.shown).toMatchInlineSnapshot(`
    "  - new.txt
      ~ a.txt
    Would restore 1 path and remove 1, as in <snapshot-1>.
    "
  `)
  expect(env.read('a.txt')).toBe('two\n')
  expect(env.exists('new.txt')).toBe(true)
  expect(await env.latest()).toBe(before)
})

test('nothing to restore is said, and nothing is recorded', async () => {
  env.write('a.txt', 'one\n')
  const before = await take()
  expect((await env.run('restore', before)).shown).toMatchInlineSnapshot(`
    "Nothing to restore: all is as it was in <snapshot-1>.
    "
  `)
})

test('an unrecorded file in the way is reported with exit 3; --force gives it up', async () => {
  env.write('cache', 'a file\n')
  env.write('a.txt', 'one\n')
  const before = await take()
  env.write('a.txt', 'two\n')
  env.remove('cache')
  env.write('cache/node_modules/x.js', 'excluded\n')
  expect((await env.run('restore', before)).shown).toMatchInlineSnapshot(`
    "  ~ a.txt
    Restored 1 path, as in <snapshot-1>; 1 left as it is, see above.
    Undo: flightrec restore <snapshot-2> --delete
    [stderr]
    warning: left alone: cache/node_modules/x.js is in the way and not recorded, so it could not be brought back
    [exit 3]
    "
  `)
  expect(env.read('cache/node_modules/x.js')).toBe('excluded\n')
  expect((await env.run('restore', before, '--force')).shown).toMatchInlineSnapshot(`
    "  - cache/node_modules/x.js
      - cache/node_modules
      - cache
      + cache
    Restored 1 path and removed 3, as in <snapshot-1>.
    Undo: flightrec restore <snapshot-3> --delete
    [stderr]
    warning: cache/node_modules/x.js was given up for good: it is not recorded
    "
  `)
  expect(env.read('cache')).toBe('a file\n')
})

test('restore --json tells all of it in one value', async () => {
  env.write('a.txt', 'one\n')
  writeFileSync(Buffer.concat([Buffer.from(`${env.root}/`), Buffer.from([0xff, 0x0a])]), 'odd\n')
  const before = await take()
  env.write('a.txt', 'two\n')
  env.write('new.txt', 'new\n')
  const result = await env.run('restore', before, '--json', '--delete')
  const value = JSON.parse(result.stdout) as Record<string, unknown>
  expect(value).toMatchObject({
    type: 'restore',
    version: 1,
    dry_run: false,
    snapshot_id: before,
    restored: [{ path: env.path('a.txt'), action: 'modified' }],
    removed: [{ path: env.path('new.txt') }],
    kept: [],
    conflicts: [],
    not_restorable: [],
  })
  expect(value.undo).toBe(`flightrec restore ${value.safety_snapshot} --delete`)
})

test('a name that no command line can carry is restored and undone by the way it is shown', async () => {
  const odd = Buffer.concat([Buffer.from(`${env.root}/`), Buffer.from([0xff, 0x0a, 0x5c])])
  writeFileSync(odd, 'odd\n')
  const before = await take()
  writeFileSync(odd, 'changed\n')
  const result = await env.run('restore', before, '\\xff\\n\\\\')
  expect(readFileSync(odd, 'utf8')).toBe('odd\n')
  expect(result.stdout).toContain(`-- '${env.root}/\\xff\\n\\\\'`)
  await env.run(...undoWords(result.stdout))
  expect(readFileSync(odd, 'utf8')).toBe('changed\n')
})

function undoWords(stdout: string): string[] {
  const undo = /^Undo: flightrec (.*)$/m.exec(stdout)![1]!
  return undo.split(' ').map((word) => word.replaceAll("'", ''))
}

describe('--to', () => {
  test('restores into a folder of its own, and leaves the root alone', async () => {
    env.write('src/a.txt', 'one\n')
    const before = await take()
    env.write('src/a.txt', 'two\n')
    const to = join(env.base, 'copy/here')
    expect(
      (await env.run('restore', before, '--to', to, '--dry-run')).shown,
    ).toMatchInlineSnapshot(`
      "  + src/a.txt
      Would restore 1 path in <base>/copy/here, as in <snapshot-1>.
      "
    `)
    expect((await env.run('restore', before, '--to', to)).shown).toMatchInlineSnapshot(`
      "  + src/a.txt
      Restored 1 path in <base>/copy/here, as in <snapshot-1>.
      "
    `)
    expect(readFileSync(join(to, 'src/a.txt'), 'utf8')).toBe('one\n')
    expect(env.read('src/a.txt')).toBe('two\n')
    expect((await env.run('restore', before, '--to', to)).shown).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: <base>/copy/here is not empty
      hint: Name an empty folder, or use --force to overwrite what is there.
      [exit 1]
      "
    `)
    writeFileSync(join(to, 'src/a.txt'), 'mine\n')
    expect((await env.run('restore', before, '--to', to, '--force')).exitCode).toBe(0)
    expect(readFileSync(join(to, 'src/a.txt'), 'utf8')).toBe('one\n')
  })

  test('is refused for the root itself, with --delete, and where it cannot be made', async () => {
    env.write('a.txt', 'one\n')
    const before = await take()
    const refused = [['.'], ['a.txt/below'], ['x', '--delete'], ['.', '--force']]
    const shown = []
    for (const [to, ...more] of refused) {
      shown.push((await env.run('restore', before, '--to', to!, ...more)).shown)
    }
    expect(shown.join('')).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: <root> is, or lies in, the recorded folder
      hint: Leave out --to to restore there, with a safety snapshot first.
      [exit 2]
      [stderr]
      flightrec: cannot restore to a.txt/below: ENOTDIR
      hint: Name a folder you can write to.
      [exit 1]
      [stderr]
      flightrec: restore --to does not take --delete
      hint: Restore into an empty folder, where there is nothing to delete.
      [exit 2]
      [stderr]
      flightrec: <root> is, or lies in, the recorded folder
      hint: Leave out --to to restore there, with a safety snapshot first.
      [exit 2]
      "
    `)
    expect(readdirSync(env.root)).toEqual(['a.txt'])
  })

  test('makes a root again that is gone, as the refusal to restore there says', async () => {
    env.write('a.txt', 'one\n')
    const before = await take()
    const root = env.root
    rmSync(root, { recursive: true })
    const place = { cwd: env.base }
    const refused = await env.runWith(place, 'restore', before, '--root', 'project')
    expect(refused.stderr).toContain(`--to ${root}\``)
    expect((await env.runWith(place, 'restore', before, '--to', root)).exitCode).toBe(0)
    expect(env.read('a.txt')).toBe('one\n')
    expect((await env.run('restore', before, '--to', root)).exitCode).toBe(2)
  })

  test('works when the root is gone', async () => {
    env.write('a.txt', 'one\n')
    const before = await take()
    renameSync(env.root, `${env.root}-away`)
    const to = join(env.base, 'copy')
    const place = { cwd: env.base }
    expect((await env.runWith(place, 'restore', before, '--to', to)).exitCode).toBe(0)
    expect(readFileSync(join(to, 'a.txt'), 'utf8')).toBe('one\n')
  })
})

test('what cannot be is refused with a reason', async () => {
  env.write('a.txt', 'one\n')
  env.write('b.txt', 'gone later\n')
  const first = await take()
  env.remove('b.txt')
  const second = await take()
  const shown = []
  for (const args of [
    [second, 'b.txt'],
    [first, 'never.txt'],
    [first, '../outside'],
    [first, '/etc/passwd'],
    ['20010101'],
    [],
  ]) {
    shown.push((await env.run('restore', ...args)).shown)
  }
  expect(shown.join('\n')).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: 'b.txt' is not in snapshot <snapshot-1>
    hint: Snapshot <snapshot-2> has it: run \`flightrec restore <snapshot-2> …\`.
    [exit 2]

    [stderr]
    flightrec: 'never.txt' is not in snapshot <snapshot-2>
    hint: Run \`flightrec log --stat\` to see which snapshot has it.
    [exit 2]

    [stderr]
    flightrec: '../outside' lies outside <root>
    hint: Run \`flightrec repos\` to see what is recorded, and choose with \`--root\`.
    [exit 2]

    [stderr]
    flightrec: '/etc/passwd' lies outside <root>
    hint: Run \`flightrec repos\` to see what is recorded, and choose with \`--root\`.
    [exit 2]

    [stderr]
    flightrec: no snapshot '20010101'
    hint: Run \`flightrec log\`; an id or a prefix of it, \`latest\`, \`latest~3\` or a time names one. Paths come after it.
    [exit 2]

    [stderr]
    flightrec: restore needs SNAPSHOT: What to go back to
    hint: Run \`flightrec restore --help\` to see how it is used.
    [exit 2]
    "
  `)
})

test('an empty path, as of a variable that is not set, gives back nothing instead of everything', async () => {
  env.write('a.txt', 'one\n')
  const before = await take()
  env.write('a.txt', 'two\n')
  await take()
  for (const args of [
    ['restore', before, ''],
    ['undo', 'latest', ''],
  ]) {
    const { stderr, exitCode } = await env.run(...args)
    expect(stderr).toContain('flightrec: a path is empty')
    expect(exitCode).toBe(2)
  }
  expect(env.read('a.txt')).toBe('two\n')
})

test('a root that is gone, or is a link now, is refused and --to is offered', async () => {
  env.write('a.txt', 'one\n')
  const before = await take()
  renameSync(env.root, `${env.root}-away`)
  const place = { cwd: env.base }
  const gone = (await env.runWith(place, 'restore', before, '--root', 'project')).shown
  symlinkSync(`${env.root}-away`, env.root)
  writeFileSync(join(env.root, 'a.txt'), 'two\n')
  const linked = (await env.runWith(place, 'restore', before, '--root', 'project')).shown
  expect(gone + linked).toMatchInlineSnapshot(`
    "[stderr]
    flightrec: <root> is not there
    hint: To make it again, add \`--to <root>\`; if it has moved, \`flightrec doctor\` says how to go on.
    [exit 2]
    [stderr]
    flightrec: <root> is not a folder, or is reached through a link
    hint: Restore into another folder with \`--to DIR\`.
    [exit 2]
    "
  `)
  expect(readFileSync(join(env.root, 'a.txt'), 'utf8')).toBe('two\n')
})

test('a folder where flightrec keeps a file of its own is named, with what to do, since the system names none', async () => {
  env.write('a.txt', 'one\n')
  const before = await take()
  env.write('a.txt', 'two\n')
  const file = join(env.gitDir(), 'flightrec/act.jsonl')
  mkdirSync(file, { recursive: true })
  const refused = await env.run('restore', before)
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain(`cannot read '${file}'`)
  expect(refused.stderr).toContain('hint: A folder is where a file is looked for')
  expect(env.read('a.txt')).toBe('two\n')
  rmSync(file, { recursive: true })
  expect((await env.run('restore', before)).exitCode).toBe(0)
  expect(env.read('a.txt')).toBe('one\n')
})
