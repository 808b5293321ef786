import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diffPatches } from '../../../src/git/compare/diff.ts'
import { changedPath } from '../../../src/model/change.ts'
import { compileFilter } from '../../../src/model/filter.ts'
import type { RawPath } from '../../../src/model/raw-path.ts'
import { showPath } from '../../../src/model/show.ts'
import { diffWorkTree } from '../../../src/review/changes/work-tree-diff.ts'
import { readLatest } from '../../../src/store/timeline/timeline.ts'
import {
  type FixtureState,
  rawName,
  type ShadowFixture,
  shadowFixture,
} from '../../helpers/shadow-fixture.ts'
import { until } from '../../helpers/until.ts'

let fixture: ShadowFixture
beforeEach(() => {
  fixture = shadowFixture()
})
afterEach(() => fixture.dispose())

const SCOPE = {
  filter: compileFilter({ include: [], exclude: ['**/.git/**', '**/node_modules/**'] }),
  respectGitignore: false,
  maxFileSizeBytes: Number.POSITIVE_INFINITY,
}

async function changesNow(paths?: readonly RawPath[]): Promise<string[]> {
  const latest = await latestSnapshot()
  return diffWorkTree(fixture.view, latest, SCOPE, paths, async ({ changes }) =>
    changes.map((change) => `${change.type} ${showPath(changedPath(change))}`),
  )
}

async function latestSnapshot() {
  return (await readLatest(fixture.gitDir, fixture.reader))!
}

const STATE: FixtureState = {
  'a.txt': 'one\n',
  'b.txt': 'some text that is long enough to be found again\n',
  run: { content: 'x', mode: 0o755 },
  link: { link: 'a.txt' },
  '.git/config': '[core]\n',
}

test('nothing differs right after a snapshot, with and without an index', async () => {
  await fixture.snapshot(STATE)
  fixture.writeRoot(STATE)
  expect(await changesNow()).toEqual([])
  await fixture.refreshIndex()
  expect(await changesNow()).toEqual([])
})

test('a file touched but not changed does not differ', async () => {
  await fixture.snapshot(STATE)
  fixture.writeRoot(STATE)
  await fixture.refreshIndex()
  fixture.writeRoot(STATE)
  expect(await changesNow()).toEqual([])
})

test('new, changed, moved, removed and replaced files show, and what is excluded does not', async () => {
  await fixture.snapshot(STATE)
  fixture.writeRoot(STATE)
  await fixture.refreshIndex()
  rmSync(join(fixture.root, 'b.txt'))
  fixture.writeRoot({
    'a.txt': 'two\n',
    'moved.txt': 'some text that is long enough to be found again\n',
    run: { content: 'x', mode: 0o644 },
    link: 'now a file',
    'node_modules/m.js': 'x',
  })
  fixture.writeRoot(new Map([[rawName('\xff.txt'), 'fresh']]))
  expect(await changesNow()).toEqual([
    'modified a.txt',
    'modified link',
    'renamed moved.txt',
    'mode run',
    'added \\xff.txt',
  ])
  expect(await changesNow([rawName('a.txt')])).toEqual(['modified a.txt'])
})

test('a pipe in the place of a file shows as its removal, since no snapshot holds a pipe', async () => {
  await fixture.snapshot(STATE)
  fixture.writeRoot(STATE)
  await fixture.refreshIndex()
  rmSync(join(fixture.root, 'b.txt'))
  execFileSync('mkfifo', [join(fixture.root, 'b.txt')])
  expect(await changesNow()).toEqual(['removed b.txt'])
})

test('an index that lags behind, is damaged or missing changes nothing, and is left as it was', async () => {
  await fixture.snapshot({ 'a.txt': 'one\n' })
  await fixture.refreshIndex()
  await fixture.snapshot({ 'a.txt': 'one\n', 'later.txt': 'x\n' })
  fixture.writeRoot({ 'a.txt': 'two\n', 'later.txt': 'x\n' })
  const index = join(fixture.gitDir, 'index')
  const lagging = readFileSync(index)
  expect(await changesNow()).toEqual(['modified a.txt'])
  expect(readFileSync(index).equals(lagging)).toBe(true)
  writeFileSync(index, 'not an index')
  expect(await changesNow()).toEqual(['modified a.txt'])
  rmSync(index)
  expect(await changesNow()).toEqual(['modified a.txt'])
  expect(existsSync(index)).toBe(false)
})

test('a change of the same size, within the second of the snapshot, is seen beside a new file', async () => {
  await fixture.snapshot(STATE)
  const file = join(fixture.root, 'a.txt')
  const second = () => Math.floor(statSync(file).ctimeMs / 1000)
  await until('it is written, recorded and written again within one second', async () => {
    await sleep(1020 - (Date.now() % 1000))
    fixture.writeRoot(STATE)
    const firstSecond = second()
    await fixture.refreshIndex()
    writeFileSync(file, 'two\n')
    return second() === firstSecond
  })
  writeFileSync(join(fixture.root, 'new'), '')
  await sleep(1020 - (Date.now() % 1000))
  expect(await changesNow()).toEqual(['modified a.txt', 'added new'])
})

test('a file under a name git refuses differs only when it does', async () => {
  const state = { 'sub/.git/config': '[core]\n', 'GIT~1': 'x', '.gitmodules': { link: 'a' } }
  await fixture.snapshot(state)
  fixture.writeRoot(state)
  await fixture.refreshIndex()
  expect(await changesNow()).toEqual([])
  fixture.writeRoot({ 'GIT~1': 'y' })
  expect(await changesNow()).toEqual(['modified GIT~1'])
  rmSync(join(fixture.root, 'GIT~1'))
  expect(await changesNow()).toEqual(['removed GIT~1'])
})

test('a root that is gone is an error with a way on', async () => {
  await fixture.snapshot(STATE)
  rmSync(fixture.root, { recursive: true })
  await expect(changesNow()).rejects.toMatchObject({ code: 'bad-root' })
})

test('nothing of a hostile root runs, and its attributes hide no content', async () => {
  const canary = join(fixture.home.path, 'canary')
  const script = join(fixture.home.path, 'evil.sh')
  writeFileSync(script, `#!/bin/sh\ntouch ${canary}\ncat\n`, { mode: 0o755 })
  const attributes =
    '* filter=evil diff=evil text eol=crlf ident working-tree-encoding=UTF-16\n*.b binary\n'
  const config = `[core]\n\tfsmonitor = ${script}\n[diff "evil"]\n\ttextconv = ${script}\n\tcommand = ${script}\n[filter "evil"]\n\tclean = ${script}\n\tsmudge = ${script}\n`
  const before: FixtureState = {
    '.gitattributes': attributes,
    'nested/.gitattributes': attributes,
    'nested/f.b': 'one\n',
    'top.b': '$Id$\r\none\n',
  }
  await fixture.snapshot(before)
  fixture.writeRoot({ ...before, 'nested/f.b': 'two\n', 'top.b': '$Id$\r\ntwo\n' })
  const nested = join(fixture.root, 'nested')
  execFileSync('git', ['init', '-q', nested])
  writeFileSync(join(nested, '.git/config'), `[core]\n\trepositoryformatversion = 0\n${config}`)
  writeFileSync(join(fixture.gitDir, 'info/grafts'), '')
  await fixture.refreshIndex()
  const hostile = {
    GIT_EXTERNAL_DIFF: script,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: script,
    GIT_DIR: nested,
  }
  Object.assign(process.env, hostile)
  try {
    const latest = await latestSnapshot()
    const bodies = await diffWorkTree(
      fixture.view,
      latest,
      SCOPE,
      undefined,
      async (diff, query) => {
        const found: string[] = []
        for await (const { bodies } of diffPatches(fixture.gitDir, query, diff.gitChanges)) {
          found.push(bodies.map(String).join(''))
        }
        return found
      },
    )
    expect(bodies).toEqual(['@@ -1 +1 @@\n-one\n+two\n', '@@ -1,2 +1,2 @@\n $Id$\r\n-one\n+two\n'])
  } finally {
    for (const name of Object.keys(hostile)) delete process.env[name]
  }
  expect(existsSync(canary)).toBe(false)
})

test('nothing is left behind in the temporary folder', async () => {
  await fixture.snapshot(STATE)
  mkdirSync(join(fixture.root, 'new'))
  fixture.writeRoot({ 'new/f': 'x' })
  await changesNow()
  const left = readdirSync(process.env.TMPDIR!).filter((name) => name.startsWith('flightrec-index'))
  expect(left).toEqual([])
})
