import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RawPath } from '../../src/model/raw-path.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { jsonLines } from '../helpers/json-lines.ts'
import {
  type FixtureEntry,
  rawName,
  type ShadowFixture,
  sha256,
  shadowFixture,
} from '../helpers/shadow-fixture.ts'
import { type RunResult, testEnv } from '../helpers/test-env.ts'

const at = (clock: string) => `2026-06-12T${clock}Z`
const ODD = rawName('\xff\u001b]0;x\u0007.txt')

let fixture: ShadowFixture
let first: Snapshot
let second: Snapshot
let third: Snapshot

beforeAll(async () => {
  fixture = shadowFixture()
  first = await fixture.snapshot(
    { 'src/a.txt': 'one\ntwo\nthree\n', README: 'hello\n', bin: Buffer.from([0, 1]) },
    { at: at('14:00:00'), trigger: 'start', subject: 'first snapshot: 3 files' },
  )
  await fixture.gap({
    reason: 'downtime',
    from: Date.parse(at('14:00:10')),
    to: Date.parse(at('14:02:20')),
  })
  second = await fixture.snapshot(
    {
      'src/a.txt': 'one\n2\nthree\n',
      'run.sh': { content: '#!/bin/sh\n', mode: 0o755 },
      bin: Buffer.from([0, 1, 2]),
      empty: { folder: true },
      big: { large: { sizeBytes: 200_000_000, sha256: sha256('x') } },
      pipe: { skipped: 'fifo' },
    },
    {
      at: at('14:02:20'),
      actor: { name: 'claude-code', email: 'sess_1@flightrec' },
      session: 'sess_1',
      complete: false,
      message: 'a word\nof mine',
      subject: '6 changes: +3 ~2 -1  README, big, …',
    },
  )
  third = await fixture.snapshot(
    new Map<RawPath, FixtureEntry>([
      [rawName('src/a.txt'), { content: 'one\n2\nthree\n\u001b[31mfour\n', mode: 0o600 }],
      [rawName('bin'), Buffer.from([0, 1, 2])],
      [rawName('moved.sh'), { content: '#!/bin/sh\n', mode: 0o755 }],
      [ODD, Buffer.from('caf\xe9\n', 'latin1')],
    ]),
    { at: at('14:30:00'), subject: '5 changes' },
  )
  fixture.writeRoot({ 'src/a.txt': 'one\n2\nthree\n\u001b[31mfour\n', 'moved.sh': '#!/bin/sh\n' })
})
afterAll(() => fixture.dispose())

async function run(...args: string[]): Promise<RunResult> {
  const settings = { cwd: fixture.root, env: { FLIGHTREC_HOME: fixture.home.path } }
  return await testEnv().runWith(settings, ...args)
}

/** Output with ages and the paths of this run replaced. */
async function shown(...args: string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await run(...args)
  const parts = [stdout, stderr && `[stderr]\n${stderr}`, exitCode ? `[exit ${exitCode}]\n` : '']
  return parts
    .join('')
    .replaceAll(fixture.root, '<root>')
    .replaceAll(fixture.home.path, '<home>')
    .replaceAll(/\d+ (?:second|minute|hour|day|week|month|year)s? ago|in the future/g, '<ago>')
    .replaceAll(/<ago> +/g, '<ago> ')
    .replaceAll(/\b[0-9a-f]{40}\b/g, '<oid>')
}

async function json(...args: string[]): Promise<unknown[]> {
  const { stdout } = await run(args[0]!, '--json', ...args.slice(1))
  // Nothing that a terminal obeys may be in it.
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  return jsonLines(stdout)
}

describe('log', () => {
  test('reads like git log, with the gaps between', async () => {
    expect(await shown('log')).toMatchInlineSnapshot(`
      "snapshot 20260612T143000-000
      Actor:  unattributed
      Date:   2026-06-12 14:30:00 +0000 (<ago>)

          5 changes

      snapshot 20260612T140220-000
      Actor:  claude-code (sess_1)
      Date:   2026-06-12 14:02:20 +0000 (<ago>)
      Incomplete: 1 path is not recorded

          6 changes: +3 ~2 -1  README, big, …

          a word
          of mine

      gap 2m 10s  2026-06-12 14:00:10 → 14:02:20  nothing was watching

      snapshot 20260612T140000-000
      Actor:  unattributed
      Date:   2026-06-12 14:00:00 +0000 (<ago>)

          first snapshot: 3 files
      "
    `)
  })

  test('--oneline, --stat and -n make it shorter or longer', async () => {
    expect(await shown('log', '--oneline')).toMatchInlineSnapshot(`
      "20260612T143000-000  <ago> unattributed  5 changes
      20260612T140220-000  <ago> claude-code   (incomplete) 6 changes: +3 ~2 -1  README, big, …
      gap 2m 10s  2026-06-12 14:00:10 → 14:02:20  nothing was watching
      20260612T140000-000  <ago> unattributed  first snapshot: 3 files
      "
    `)
    expect(await shown('log', '--stat', '-n', '2', '--oneline')).toMatchInlineSnapshot(`
      "20260612T143000-000  <ago> unattributed  5 changes
       big                | over the size cap: 200 MB
       empty/             | removed
       run.sh → moved.sh  |    0
       src/a.txt          |    1 +
       \\xff\\e]0;x\\x07.txt |    1 +
       5 paths changed, 2 insertions(+)
      20260612T140220-000  <ago> claude-code   (incomplete) 6 changes: +3 ~2 -1  README, big, …
       README    |    1 -
       big       | over the size cap: 200 MB
       bin       | binary
       empty/    | added
       run.sh    |    1 +
       src/a.txt |    2 +-
       6 paths changed, 2 insertions(+), 2 deletions(-)
      "
    `)
  })

  test('--porcelain is for scripts', async () => {
    expect(await shown('log', '--porcelain')).toMatchInlineSnapshot(`
      "snapshot	20260612T143000-000	<oid>	1781274600000	complete	unattributed	-	5 changes
      snapshot	20260612T140220-000	<oid>	1781272940000	incomplete	claude-code	sess_1	6 changes: +3 ~2 -1  README, big, …
      gap	downtime	1781272810000	1781272940000
      snapshot	20260612T140000-000	<oid>	1781272800000	complete	unattributed	-	first snapshot: 3 files
      "
    `)
  })

  test('--json gives one value a snapshot or gap', async () => {
    expect(await json('log', '-n', '2')).toMatchObject([
      { type: 'snapshot', snapshot_id: third.id, complete: true },
      { type: 'snapshot', snapshot_id: second.id, actor: 'claude-code', complete: false },
    ])
    expect((await json('log', '--reverse'))[1]).toEqual({
      type: 'gap',
      reason: 'downtime',
      meaning: 'nothing was watching',
      from: '2026-06-12T14:00:10.000Z',
      to: '2026-06-12T14:02:20.000Z',
      duration_ms: 130_000,
      detail: null,
    })
    const [entry] = await json('log', '-n', '1', '--stat')
    expect(entry).toMatchObject({
      changes: [{ change_type: 'removed', kind: 'large' }, {}, {}, {}, {}],
    })
  })

  test('limits are by time, path and actor', async () => {
    const ids = async (...args: string[]) =>
      (await json('log', ...args)).map((entry) => (entry as { snapshot_id?: string }).snapshot_id)
    expect(await ids('--since', '2026-06-12 14:10')).toEqual([third.id])
    expect(await ids('--agent', 'claude-code')).toEqual([second.id])
    expect(await ids('--', 'README')).toEqual([second.id, first.id])
    expect(await ids('--path', 'src', '--path', 'README')).toEqual([third.id, second.id, first.id])
    expect(await ids(second.id, '--path', 'src')).toEqual([second.id, first.id])
  })

  test('bad times and names are errors with a next step', async () => {
    expect(await shown('log', '--since', 'noon')).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: not a time: 'noon'
      hint: Give a time such as \`14:03\`, \`10m ago\`, \`yesterday 14:00\`, \`2026-06-12\` or \`2026-06-12T14:03:22Z\`.
      [exit 2]
      "
    `)
    expect(await shown('log', 'nonsense')).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: no snapshot 'nonsense'
      hint: Run \`flightrec log\`; an id or a prefix of it, \`latest\`, \`latest~3\` or a time names one. Paths come after it.
      [exit 2]
      "
    `)
    expect((await run('show', 'sess_6a9')).stderr).toContain(
      '`sess_6a9:end` or a step, `sess_6a9#8`',
    )
    expect(await run('log', '--', 'never')).toMatchObject({
      stdout: '',
      stderr: 'no snapshot is like that\n',
      exitCode: 0,
    })
    expect(await shown('log', '--', '/etc/passwd')).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: '/etc/passwd' lies outside <root>
      hint: Run \`flightrec repos\` to see what is recorded, and choose with \`--root\`.
      [exit 2]
      "
    `)
  })
})

describe('show', () => {
  test('shows what a snapshot is and what changed in it', async () => {
    expect(await shown('show')).toMatchInlineSnapshot(`
      "snapshot 20260612T143000-000
      Actor:  unattributed
      Date:   2026-06-12 14:30:00 +0000 (<ago>)

          5 changes

          holds    4 files, 40 B
          trigger  watch
          commit   <oid>

        - big  over the size cap: 200 MB
        - empty/
        → run.sh → moved.sh
        ~ src/a.txt  mode 0644 → 0600
        + \\xff\\e]0;x\\x07.txt

      diff --git a/big b/big
      deleted file mode 100644
      Files over the size cap differ (200 MB → none)
      diff --git a/empty b/empty
      deleted folder mode 040755
      diff --git a/run.sh b/moved.sh
      rename from run.sh
      rename to moved.sh
      diff --git a/src/a.txt b/src/a.txt
      old mode 100644
      new mode 100600
      --- a/src/a.txt
      +++ b/src/a.txt
      @@ -1,3 +1,4 @@
       one
       2
       three
      +\\e[31mfour
      diff --git a/\\xff\\e]0;x\\x07.txt b/\\xff\\e]0;x\\x07.txt
      new file mode 100644
      --- /dev/null
      +++ b/\\xff\\e]0;x\\x07.txt
      @@ -0,0 +1 @@
      +caf\\xe9
      "
    `)
    expect(await shown('show', second.id, '--stat')).toMatchInlineSnapshot(`
      "snapshot 20260612T140220-000
      Actor:  claude-code (sess_1)
      Date:   2026-06-12 14:02:20 +0000 (<ago>)
      Incomplete: 1 path is not recorded

          6 changes: +3 ~2 -1  README, big, …

          a word
          of mine

          holds    3 files, 25 B
          trigger  watch
          commit   <oid>

       README    |    1 -
       big       | over the size cap: 200 MB
       bin       | binary
       empty/    | added
       run.sh    |    1 +
       src/a.txt |    2 +-
       6 paths changed, 2 insertions(+), 2 deletions(-)
      "
    `)
  })

  test('S:PATH gives the bytes exactly', async () => {
    const { stdoutBytes } = await run('show', 'latest:bin')
    expect(stdoutBytes).toEqual(Buffer.from([0, 1, 2]))
    expect((await run('show', `2026-06-12 14:01:README`)).stdout).toBe('hello\n')
  })

  test('S:PATH of what has no content says why', async () => {
    expect(await shown('show', `${second.id}:big`)).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: no content of 'big' in 20260612T140220-000: at 200 MB it is over the size cap
      hint: Run \`flightrec log -- big\` to see when it changed.
      [exit 2]
      "
    `)
    expect(await shown('show', `${second.id}:pipe`)).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: no content of 'pipe' in 20260612T140220-000: it was not recorded (fifo)
      hint: Run \`flightrec log -- pipe\` to see when it changed.
      [exit 2]
      "
    `)
    expect(await shown('show', 'latest:src')).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: no content of 'src' in 20260612T143000-000: it is a folder
      hint: Run \`flightrec log -- src\` to see when it changed.
      [exit 2]
      "
    `)
    expect(await shown('show', 'latest:nothing')).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: no content of 'nothing' in 20260612T143000-000: it was not there
      hint: Run \`flightrec log -- nothing\` to see when it changed.
      [exit 2]
      "
    `)
  })

  test('--manifest lists all, in the shape of docs/json.md', async () => {
    const [manifest] = await json('show', second.id, '--manifest', '--sha256')
    const path = (name: string) => join(fixture.root, name)
    const common = { blob_hash: expect.stringMatching(/^[0-9a-f]{40}$/), mtime: null }
    expect(manifest).toEqual({
      type: 'manifest',
      snapshot_id: second.id,
      created_at: '2026-06-12T14:02:20.000Z',
      roots: [fixture.root],
      files: [
        {
          ...common,
          path: path('bin'),
          size: 3,
          is_text: false,
          mode: '100644',
          sha256: sha256(Buffer.from([0, 1, 2])),
        },
        {
          ...common,
          path: path('run.sh'),
          size: 10,
          is_text: true,
          mode: '100755',
          sha256: sha256('#!/bin/sh\n'),
        },
        {
          ...common,
          path: path('src/a.txt'),
          size: 12,
          is_text: true,
          mode: '100644',
          sha256: sha256('one\n2\nthree\n'),
        },
      ],
      folders: [{ path: path('empty'), mode: '040755', is_empty: true }],
      skipped: [
        { path: path('big'), reason: 'too-large', size: 200_000_000, sha256: sha256('x') },
        { path: path('pipe'), reason: 'fifo' },
      ],
      totals: { files: 3, bytes: 25, skipped: 2, complete: false },
    })
  })

  test('--manifest keeps names that are not UTF-8', async () => {
    const [manifest] = (await json('show', '--manifest')) as [{ files: { path_base64?: string }[] }]
    const odd = manifest.files.find((file) => file.path_base64 !== undefined)
    expect(Buffer.from(odd!.path_base64!, 'base64').toString('latin1')).toBe(
      `${fixture.root}/${ODD}`,
    )
  })
})

describe('diff', () => {
  test('compares two snapshots, or one with the latest', async () => {
    expect(await shown('diff', 'latest~2', 'latest~1')).toMatchInlineSnapshot(`
      "diff --git a/README b/README
      deleted file mode 100644
      --- a/README
      +++ /dev/null
      @@ -1 +0,0 @@
      -hello
      diff --git a/big b/big
      new file mode 100644
      Files over the size cap differ (none → 200 MB)
      diff --git a/bin b/bin
      Binary files differ (2 B → 3 B)
      diff --git a/empty b/empty
      new folder mode 040755
      diff --git a/run.sh b/run.sh
      new file mode 100755
      --- /dev/null
      +++ b/run.sh
      @@ -0,0 +1 @@
      +#!/bin/sh
      diff --git a/src/a.txt b/src/a.txt
      --- a/src/a.txt
      +++ b/src/a.txt
      @@ -1,3 +1,3 @@
       one
      -two
      +2
       three
      "
    `)
    expect(await shown('diff', 'latest~1', '--stat')).toMatchInlineSnapshot(`
      " big                | over the size cap: 200 MB
       empty/             | removed
       run.sh → moved.sh  |    0
       src/a.txt          |    1 +
       \\xff\\e]0;x\\x07.txt |    1 +
       5 paths changed, 2 insertions(+)
      "
    `)
    expect(await shown('diff', `diff-${second.id}`, '--name-only')).toMatchInlineSnapshot(`
      "README
      big
      bin
      empty
      run.sh
      src/a.txt
      "
    `)
    expect(await shown('diff', 'latest~2..latest~1', '--name-only', '--', 'src')).toBe(
      'src/a.txt\n',
    )
  })

  test('without a name it compares with the root as it is', async () => {
    expect(await shown('diff', '--stat')).toMatchInlineSnapshot(`
      " bin                | binary
       moved.sh           | mode 0755 → 0644
       \\xff\\e]0;x\\x07.txt |    1 -
       3 paths changed, 1 deletion(-)
      "
    `)
  })

  test('--json is a DiffEvent with every key, sorted by path', async () => {
    const [event] = (await json('diff', 'latest~2', 'latest~1')) as [{ changes: object[] }]
    expect(event).toMatchObject({
      type: 'diff',
      diff_id: `diff-${second.id}`,
      from_snapshot_id: first.id,
      to_snapshot_id: second.id,
      created_at: '2026-06-12T14:02:20.000Z',
    })
    const path = (name: string) => join(fixture.root, name)
    expect(event.changes[0]).toEqual({
      path: path('README'),
      change_type: 'removed',
      kind: 'file',
      old_hash: 'ce013625030ba8dba906f756967f9e9ca394464a',
      new_hash: null,
      old_size: 6,
      new_size: null,
      old_mode: '100644',
      new_mode: null,
      old_owner: null,
      new_owner: null,
      renamed_from: null,
      added_lines: 0,
      removed_lines: 1,
      diff_text: '--- a/README\n+++ /dev/null\n@@ -1 +0,0 @@\n-hello\n',
    })
    expect(event.changes.slice(1)).toMatchObject([
      {
        path: path('big'),
        change_type: 'added',
        kind: 'large',
        new_size: 200_000_000,
        new_hash: `sha256:${sha256('x')}`,
      },
      { path: path('bin'), change_type: 'modified', old_size: 2, new_size: 3, diff_text: null },
      { path: path('empty'), change_type: 'added', kind: 'folder', new_hash: null, new_size: null },
      {
        path: path('run.sh'),
        diff_text: '--- /dev/null\n+++ b/run.sh\n@@ -0,0 +1 @@\n+#!/bin/sh\n',
      },
      { path: path('src/a.txt'), added_lines: 1, removed_lines: 1 },
    ])
    const [whole] = (await json('diff', first.id)) as [{ diff_id: string }]
    expect(whole.diff_id).toBe(`diff-${first.id}..${third.id}`)
    expect((await run('diff', whole.diff_id, '--name-only')).exitCode).toBe(0)
  })
})

describe('replay', () => {
  test('lists all changes, oldest first', async () => {
    expect(await shown('replay')).toMatchInlineSnapshot(`
      "[2026-06-12T14:02:20.000Z] diff-20260612T140220-000 — 6 changes
        [Removed] <root>/README
        [Added] <root>/big
        [Modified] <root>/bin
        [Added] <root>/empty
        [Added] <root>/run.sh
        [Modified] <root>/src/a.txt
      [2026-06-12T14:30:00.000Z] diff-20260612T143000-000 — 5 changes
        [Removed] <root>/big
        [Removed] <root>/empty
        [Renamed] <root>/moved.sh
            (from <root>/run.sh)
        [Modified] <root>/src/a.txt
        [Added] <root>/\\xff\\e]0;x\\x07.txt
      "
    `)
  })

  test('--path finds a rename by its old name too', async () => {
    expect(
      await shown('replay', '--path', 'run', '--since', '2026-06-12 14:10'),
    ).toMatchInlineSnapshot(`
      "[2026-06-12T14:30:00.000Z] diff-20260612T143000-000 — 1 change
        [Renamed] <root>/moved.sh
            (from <root>/run.sh)
      "
    `)
  })

  test('--json gives a DiffEvent a line', async () => {
    expect(await json('replay', '--path', 'src')).toMatchObject([
      { type: 'diff', diff_id: `diff-${second.id}`, changes: [{ change_type: 'modified' }] },
      { type: 'diff', diff_id: `diff-${third.id}`, changes: [{ change_type: 'modified' }] },
    ])
  })
})

describe('blame', () => {
  test('says which snapshot and who', async () => {
    expect(await shown('blame', 'src/a.txt')).toMatchInlineSnapshot(`
      "20260612T140000-000 unattributed        <ago> 1) one
      20260612T140220-000 claude-code sess_1… <ago> 2) 2
      20260612T140000-000 unattributed        <ago> 3) three
      20260612T143000-000 unattributed        <ago> 4) \\e[31mfour
      "
    `)
    expect(await shown('blame', 'src/a.txt', first.id)).toMatchInlineSnapshot(`
      "20260612T140000-000 unattributed <ago> 1) one
      20260612T140000-000 unattributed <ago> 2) two
      20260612T140000-000 unattributed <ago> 3) three
      "
    `)
  })

  test('of a file that is gone, the last state', async () => {
    expect(await shown('blame', 'README')).toMatchInlineSnapshot(`
      "20260612T140000-000 unattributed <ago> 1) hello
      [stderr]
      not in 20260612T143000-000; as of 20260612T140000-000, the last snapshot that has it
      "
    `)
  })

  test('of what has no lines, an error', async () => {
    expect(await shown('blame', 'src')).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: cannot blame 'src': it is a folder
      hint: Run \`flightrec log -- src\` to see when it changed.
      [exit 2]
      "
    `)
    expect(await shown('blame', 'big', second.id)).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: cannot blame 'big': it is over the size cap, so its content was not recorded
      hint: Run \`flightrec log -- big\` to see when it changed.
      [exit 2]
      "
    `)
    expect(await shown('blame', 'nothing')).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: 'nothing' was not recorded up to 20260612T143000-000
      hint: Run \`flightrec log --stat\` to see what was.
      [exit 2]
      "
    `)
  })

  test('of a binary file, an error and not its bytes', async () => {
    const { stdout, stderr, exitCode } = await run('blame', 'bin')
    expect([stdout, exitCode]).toEqual(['', 2])
    expect(stderr).toContain("cannot blame 'bin': it is binary")
  })

  test('--json gives a value a line', async () => {
    expect((await json('blame', 'src/a.txt'))[1]).toEqual({
      type: 'line',
      line: 2,
      snapshot_id: second.id,
      created_at: '2026-06-12T14:02:20.000Z',
      actor: 'claude-code',
      session: 'sess_1',
      brought_back_in: null,
      at_snapshot_id: third.id,
      step: null,
      text: '2',
      text_base64: null,
    })
  })
})

describe('status, repos and git', () => {
  test('status shows snapshots, gaps and sizes', async () => {
    const text = await shown('status')
    expect(text.replace(/(store +).*/, '$1<size>')).toMatchInlineSnapshot(`
      "project
        root       <root>
        watched    no
        git        <home>/repos/project
        store      <size>
        snapshots  3
        latest     20260612T143000-000  2026-06-12 14:30:00 +0000 (<ago>)
                   4 files, 40 B
        gaps       1, the last: gap 2m 10s  2026-06-12 14:00:10 → 14:02:20  nothing was watching
      "
    `)
    expect(await json('status')).toMatchObject([
      { type: 'status', repos: [{ name: 'project', snapshots: 3, gaps: 1, watching: null }] },
    ])
  })

  test('repos lists what there is', async () => {
    expect(await shown('repos')).toMatchInlineSnapshot(`
      "project  <root>  <home>/repos/project
      "
    `)
    expect(await json('repos')).toMatchObject([
      { type: 'repo', name: 'project', root: fixture.root },
    ])
  })

  test('git runs on the shadow repo and passes its exit code on', async () => {
    const log = await run('git', '--', 'log', '--format=%s', '-1')
    expect(log.stdout).toBe('5 changes\n')
    expect((await run('git', '--', 'rev-parse', '--verify', '-q', 'nothing')).exitCode).toBe(1)
    expect((await run('git', '--', 'ls-tree', '--name-only', 'main', 'src/')).stdout).toBe(
      'src/a.txt\n',
    )
    expect((await run('git')).exitCode).toBe(2)
  })

  test('a home where nothing is recorded says how to begin', async () => {
    for (const command of ['log', 'show', 'diff', 'replay', 'status', 'repos']) {
      const { exitCode, stderr } = await testEnv().run(command)
      expect(exitCode).toBe(10)
      expect(stderr).toContain('flightrec watch .')
    }
  })

  test('everything but diff works when the root is gone', async () => {
    const gone = shadowFixture({ rootName: 'gone' })
    await gone.snapshot({ a: 'x' })
    rmSync(gone.root, { recursive: true })
    const env = { FLIGHTREC_HOME: gone.home.path }
    for (const args of [
      ['log'],
      ['show', 'latest:a'],
      ['status'],
      ['git', '--root', 'gone', '--', 'log'],
      ['blame', 'a'],
    ]) {
      expect(await testEnv().runWith({ env }, ...args)).toMatchObject({ exitCode: 0 })
    }
    expect((await testEnv().runWith({ env }, 'diff')).exitCode).toBe(2)
    gone.dispose()
  })
})
