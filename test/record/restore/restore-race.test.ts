/** Someone swaps folders for links, and files for other things, while a restore is going on. */
import {
  linkSync,
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
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errnoOf } from '../../../src/model/errors.ts'
import { treesAt } from '../../../src/model/path-scope.ts'
import { rawFromText } from '../../../src/model/raw-path.ts'
import type { Snapshot } from '../../../src/model/snapshot.ts'
import { Contents } from '../../../src/record/restore/contents.ts'
import { ContentHashes, FolderCursor, look } from '../../../src/record/restore/on-disk.ts'
import { applyRestore } from '../../../src/record/restore/restore-apply.ts'
import { planRestore, type Step } from '../../../src/record/restore/restore-plan.ts'
import { readRecordedTree } from '../../../src/store/timeline/tree-lookup.ts'
import { beneathWay, openFolderBeneath } from '../../../src/system/beneath.ts'
import { type RestoreFixture, restoreFixture } from './restore-fixture.ts'

const EVERYTHING = treesAt([rawFromText('')])

let fixture: RestoreFixture
beforeEach(() => {
  fixture = restoreFixture()
})
afterEach(() => fixture.dispose())

const at = (name: string) => join(fixture.root, name)

/** Plans against `recorded`; what happens between this and `apply` happens behind the restore's back. */
async function plan(target: Snapshot, recorded: Snapshot, remove = false) {
  const read = (snapshot: Snapshot) => readRecordedTree(fixture.reader, snapshot, EVERYTHING)
  return await planRestore({
    root: fixture.root,
    target: await read(target),
    recorded: await read(recorded),
    scope: EVERYTHING,
    remove,
    force: false,
    keepRootMode: false,
    foldsNames: false,
    owner: lstatSync(fixture.root),
    hashes: new ContentHashes(),
  })
}

const contents = () => new Contents(fixture.gitDir, fixture.reader)

async function apply(steps: readonly Step[], force = false) {
  const { root } = fixture
  return await applyRestore({ root, contents: contents(), steps, owner: lstatSync(root), force })
}

const holdsFolders = beneathWay() === 'descriptor'
if (!holdsFolders) process.stderr.write('skipped: races for a folder, since /proc is missing\n')

const FILES = ['write', 'chmod', 'remove']

test.skipIf(!holdsFolders)(
  '1,000 restores into a folder that is swapped for a link change nothing outside',
  async () => {
    const outside = join(fixture.root, '../outside')
    mkdirSync(outside)
    for (const name of FILES) writeFileSync(join(outside, name), 'outside\n', { mode: 0o644 })
    fixture.writeRoot({
      'd/write': 'inside\n',
      'd/chmod': { content: 'x', mode: 0o600 },
      'd/folder/deep': 'y',
    })
    const before = await fixture.take()
    fixture.writeRoot({ 'd/write': 'z', 'd/chmod': 'x', 'd/remove': 'new\n' })
    rmSync(at('d/folder'), { recursive: true })
    const { steps } = await plan(before, await fixture.take(), true)
    expect(steps.map(({ act }) => act)).toEqual(['remove', 'folder', 'mode', 'write', 'write'])
    symlinkSync('../outside', at('link'))
    const swapper = new Worker(SWAP, { eval: true, workerData: fixture.root })
    await new Promise((resolve) => swapper.once('message', resolve))
    const outcomes = { restored: 0, failed: 0 }
    for (let turn = 0; turn < 1000; turn += 1) {
      makeAgain('remove')
      const { restored, notRestorable } = await apply(steps, true)
      outcomes.restored += restored.length
      outcomes.failed += notRestorable.length
    }
    await swapper.terminate()
    expect(readdirSync(outside).sort()).toEqual([...FILES].sort())
    for (const name of FILES) {
      expect(readFileSync(join(outside, name), 'utf8')).toBe('outside\n')
      expect(lstatSync(join(outside, name)).mode & 0o777).toBe(0o644)
    }
    expect(outcomes.restored).toBeGreaterThan(500)
    expect(outcomes.failed).toBeGreaterThan(50)
  },
)

function makeAgain(name: string): void {
  try {
    const folder = openFolderBeneath(fixture.root, rawFromText('d'))
    writeFileSync(folder.at(rawFromText(name)), 'new\n')
    folder.close()
  } catch (error) {
    if (errnoOf(error) === undefined) throw error // Just now it is a link.
  }
}

test('what changes after the plan is left alone, and the rest is restored', async () => {
  fixture.writeRoot({ a: 'a\n', b: 'b\n', gone: 'g\n', moded: 'm\n', new: 'n\n' })
  const before = await fixture.take()
  fixture.writeRoot({ a: 'A\n', b: 'B\n', moded: { content: 'm\n', mode: 0o600 }, added: 'x\n' })
  rmSync(at('gone'))
  rmSync(at('new'))
  const { steps, conflicts } = await plan(before, await fixture.take(), true)
  expect(conflicts).toEqual([])
  fixture.writeRoot({ a: 'mine\n', gone: 'mine\n', added: 'mine\n', moded: 'mine\n' })
  const applied = await apply(steps)
  expect(applied.conflicts.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual([
    'a changed',
    'added changed',
    'gone changed',
    'moded changed',
  ])
  for (const name of ['a', 'gone', 'added', 'moded']) {
    expect(readFileSync(at(name), 'utf8')).toBe('mine\n')
  }
  expect(readFileSync(at('b'), 'utf8')).toBe('b\n')
  expect(readFileSync(at('new'), 'utf8')).toBe('n\n')
  expect(readdirSync(fixture.root).filter((name) => name.startsWith('.flightrec'))).toEqual([])
})

test('a folder that appears where a file is to be, and the other way round, stops only that path', async () => {
  fixture.writeRoot({ file: 'f\n', 'folder/inside': 'i\n', other: 'o\n' })
  const before = await fixture.take()
  for (const name of ['file', 'folder', 'other']) rmSync(at(name), { recursive: true })
  const { steps } = await plan(before, await fixture.take())
  fixture.writeRoot({ 'file/mine': 'mine\n', folder: 'mine\n' })
  const applied = await apply(steps)
  expect(readFileSync(at('other'), 'utf8')).toBe('o\n')
  expect(readFileSync(at('file/mine'), 'utf8')).toBe('mine\n')
  expect(readFileSync(at('folder'), 'utf8')).toBe('mine\n')
  const left = [...applied.conflicts, ...applied.notRestorable].map(({ path }) => path)
  expect(left.sort()).toEqual(['file', 'folder', 'folder/inside'])
})

test('a root that is swapped for a link meanwhile is not restored into', async () => {
  fixture.writeRoot({ a: 'a\n', b: 'b\n' })
  const before = await fixture.take()
  fixture.writeRoot({ a: 'A\n' })
  const { steps } = await plan(before, await fixture.take())
  const outside = join(fixture.root, '../outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'a'), 'outside\n')
  renameSync(fixture.root, join(fixture.root, '../moved'))
  symlinkSync('outside', fixture.root)
  const applied = await applyRestore({
    ...{ root: fixture.root, contents: contents(), steps },
    owner: { uid: 0, gid: 0 },
    force: true,
  })
  expect(applied.restored).toEqual([])
  expect(applied.notRestorable.map(({ path }) => path)).toEqual(['a'])
  expect(readFileSync(join(outside, 'a'), 'utf8')).toBe('outside\n')
})

test('a hard link that leads outside is cut, not written to or chmodded', async () => {
  fixture.writeRoot({ text: 'inside\n', mode: { content: 'same\n', mode: 0o600 } })
  const before = await fixture.take()
  const outside = join(fixture.root, '..')
  for (const [name, content] of [
    ['text', 'outside\n'],
    ['mode', 'same\n'],
  ] as const) {
    writeFileSync(join(outside, name), content, { mode: 0o644 })
    rmSync(at(name))
    linkSync(join(outside, name), at(name))
  }
  const report = await fixture.restore(before)
  expect(report.applied!.restored.length).toBe(2)
  expect(readFileSync(join(outside, 'text'), 'utf8')).toBe('outside\n')
  expect(lstatSync(join(outside, 'mode')).mode & 0o777).toBe(0o644)
  expect(lstatSync(at('mode')).mode & 0o777).toBe(0o600)
  expect(readFileSync(at('text'), 'utf8')).toBe('inside\n')
})

const SWAP = `
const { renameSync } = require('node:fs')
const { parentPort, workerData: root } = require('node:worker_threads')
parentPort.postMessage('ready')
const pause = new Int32Array(new SharedArrayBuffer(4))
for (let turn = 0; ; turn += 1) {
  renameSync(root + '/d', root + '/real')
  renameSync(root + '/link', root + '/d')
  renameSync(root + '/d', root + '/link')
  renameSync(root + '/real', root + '/d')
  Atomics.wait(pause, 0, 0, turn % 3)
}`

test('a link or file that has become a folder since it was looked at has no content, and is no defect', () => {
  fixture.writeRoot({ file: 'x' })
  symlinkSync('file', at('link'))
  const cursor = new FolderCursor(fixture.root)
  for (const name of ['file', 'link']) {
    const path = rawFromText(name)
    const seen = look(cursor, path)!
    rmSync(at(name))
    mkdirSync(at(name))
    expect(new ContentHashes().blob(cursor, path, seen)).toBeUndefined()
  }
  cursor.close()
})
