import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isRoot } from '../../helpers/is-root.ts'
import { recordingWith } from '../../helpers/recording-with.ts'
import { removeTree } from '../../helpers/remove-tree.ts'
import { rootLines } from '../../helpers/root-state.ts'
import { type RestoreFixture, restoreFixture } from './restore-fixture.ts'

let fixture: RestoreFixture
beforeEach(() => {
  fixture = restoreFixture()
})
afterEach(() => fixture.dispose())

const at = (name: string) => join(fixture.root, name)
const read = (name: string) => readFileSync(at(name), 'utf8')

test('a changed, a removed and an added file: the first two come back, the third stays', async () => {
  fixture.writeRoot({ 'a.txt': 'one\n', 'src/b.txt': 'two\n' })
  const before = await fixture.take()
  fixture.writeRoot({ 'a.txt': 'changed\n', 'new.txt': 'new\n' })
  rmSync(at('src'), { recursive: true })
  const report = await fixture.restore(before)
  expect(read('a.txt')).toBe('one\n')
  expect(read('src/b.txt')).toBe('two\n')
  expect(read('new.txt')).toBe('new\n')
  expect(report.applied!.restored.map(({ act, path }) => `${act} ${path}`)).toEqual([
    'folder src',
    'write a.txt',
    'write src/b.txt',
  ])
  expect(report.plan.kept).toEqual(['new.txt'])
  expect(report.safety!.trigger).toBe('safety')
  expect(report.after!.trigger).toBe('restore')
})

test('with --delete also what was added since goes, and the undo brings all of it back', async () => {
  fixture.writeRoot({ 'a.txt': 'one\n', 'run.sh': { content: 'go', mode: 0o755 } })
  const before = await fixture.take()
  const linesBefore = rootLines(fixture.root)
  fixture.writeRoot({
    'a.txt': 'changed\n',
    'new/deep/file': 'new\n',
    'new/empty': { folder: true },
  })
  chmodSync(at('run.sh'), 0o600)
  const linesAfter = rootLines(fixture.root)
  const report = await fixture.restore(before, { remove: true })
  expect(rootLines(fixture.root)).toEqual(linesBefore)
  const undone = await fixture.undo(report)
  expect(rootLines(fixture.root)).toEqual(linesAfter)
  await fixture.undo(undone)
  expect(rootLines(fixture.root)).toEqual(linesBefore)
})

test('files that are right already are not touched', async () => {
  fixture.writeRoot({ 'a.txt': 'one\n', 'b.txt': 'two\n', 'src/c.txt': 'three\n' })
  for (const name of ['a.txt', 'b.txt', 'src/c.txt', 'src']) utimesSync(at(name), 1000, 1000)
  const before = await fixture.take()
  const untouched = ['b.txt', 'src/c.txt', 'src'].map((name) => statSync(at(name)).ctimeMs)
  fixture.writeRoot({ 'a.txt': 'changed\n' })
  const report = await fixture.restore(before)
  expect(report.applied!.restored.map(({ path }) => path)).toEqual(['a.txt'])
  expect(['b.txt', 'src/c.txt', 'src'].map((name) => statSync(at(name)).mtimeMs)).toEqual([
    1_000_000, 1_000_000, 1_000_000,
  ])
  expect(['b.txt', 'src/c.txt', 'src'].map((name) => statSync(at(name)).ctimeMs)).toEqual(untouched)
})

test('nothing to restore takes no snapshot', async () => {
  fixture.writeRoot({ 'a.txt': 'one\n' })
  const before = await fixture.take()
  const report = await fixture.restore(before)
  expect(report.applied).toBeUndefined()
  expect(report.safety).toBeUndefined()
  expect(report.plan.rightCount).toBe(1)
})

test('a dry run tells what would be done and does nothing', async () => {
  fixture.writeRoot({ 'a.txt': 'one\n', 'gone.txt': 'gone\n' })
  const before = await fixture.take()
  fixture.writeRoot({ 'a.txt': 'changed\n', 'new.txt': 'new\n' })
  rmSync(at('gone.txt'))
  await fixture.take()
  const lines = rootLines(fixture.root)
  const report = await fixture.restore(before, { dryRun: true, remove: true })
  expect(report.plan.steps.map(({ act, path }) => `${act} ${path}`)).toEqual([
    'remove new.txt',
    'write a.txt',
    'write gone.txt',
  ])
  expect(report.applied).toBeUndefined()
  expect(rootLines(fixture.root)).toEqual(lines)
})

test('files, links and folders that took each other’s place come back as they were', async () => {
  fixture.writeRoot({
    file: 'file\n',
    folder: { folder: true },
    'folder/inside': 'inside\n',
    'folder/deep/er': 'deep\n',
    link: { link: 'file' },
  })
  const before = await fixture.take()
  const lines = rootLines(fixture.root)
  renameSync(at('folder'), at('moved'))
  renameSync(at('file'), at('folder'))
  renameSync(at('link'), at('file'))
  renameSync(at('moved'), at('link'))
  const mixed = rootLines(fixture.root)
  const report = await fixture.restore(before)
  expect(rootLines(fixture.root)).toEqual(lines)
  await fixture.undo(report)
  expect(rootLines(fixture.root)).toEqual(mixed)
})

// An ordinary user cannot record what is shut to everybody.
if (isRoot) process.stderr.write('skipped: what a shut folder hides, since root sees it\n')

test('modes come back, of files and of folders, also where nobody may enter', async () => {
  fixture.writeRoot({
    'closed/file': { content: 'x', mode: 0o600 },
    'sticky/inside': 'y',
    setuid: { content: '#!', mode: 0o4755 },
    'only-x': { content: 'z', mode: isRoot ? 0o111 : 0o511 },
  })
  chmodSync(at('sticky'), 0o1777)
  chmodSync(at('closed'), isRoot ? 0o000 : 0o555)
  const before = await fixture.take()
  const lines = rootLines(fixture.root)
  for (const name of ['closed', 'sticky']) chmodSync(at(name), 0o755)
  for (const name of ['setuid', 'only-x', 'closed/file']) chmodSync(at(name), 0o644)
  const changed = rootLines(fixture.root)
  const report = await fixture.restore(before)
  expect(rootLines(fixture.root)).toEqual(lines)
  chmodSync(at('closed'), 0o700)
  for (const name of ['closed', 'sticky', 'setuid', 'only-x']) {
    removeTree(at(name))
  }
  await fixture.restore(before)
  expect(rootLines(fixture.root)).toEqual(lines)
  await fixture.undo(report)
  expect(rootLines(fixture.root)).toEqual(changed)
})

test('one path is restored and the rest is left alone', async () => {
  fixture.writeRoot({ 'a/b/c.txt': 'c\n', 'a/b/d.txt': 'd\n', 'e.txt': 'e\n' })
  const before = await fixture.take()
  rmSync(at('a'), { recursive: true })
  fixture.writeRoot({ 'e.txt': 'changed\n' })
  const lines = rootLines(fixture.root)
  const report = await fixture.restore(before, { paths: ['a/b/c.txt'] })
  expect(read('a/b/c.txt')).toBe('c\n')
  expect(lstatSync(at('a/b/d.txt'), { throwIfNoEntry: false })).toBeUndefined()
  expect(read('e.txt')).toBe('changed\n')
  expect(report.undoPaths).toEqual(['a'])
  await fixture.undo(report)
  expect(rootLines(fixture.root)).toEqual(lines)
})

test('unrecorded files in the way are reported and left, unless forced', async () => {
  fixture.writeRoot({ '.env': 'old secret\n', 'a.txt': 'one\n' })
  const before = await fixture.take()
  fixture.unrecorded = ['.env']
  fixture.writeRoot({ '.env': 'new secret\n', 'a.txt': 'changed\n' })
  const report = await fixture.restore(before)
  expect(read('.env')).toBe('new secret\n')
  expect(read('a.txt')).toBe('one\n')
  expect(report.plan.conflicts).toEqual([{ path: '.env', reason: 'unrecorded' }])
  const forced = await fixture.restore(before, { force: true })
  expect(read('.env')).toBe('old secret\n')
  expect(forced.plan.lost).toEqual(['.env'])
})

test('a mode that is not recorded stays, since nothing could give it back; forced, it goes', async () => {
  fixture.writeRoot({ 'run.sh': { content: 'go', mode: 0o755 }, d: { folder: true, mode: 0o700 } })
  const before = await fixture.take()
  fixture.unrecorded = ['run.sh']
  chmodSync(at('run.sh'), 0o600)
  for (const dryRun of [true, false]) {
    const { plan } = await fixture.restore(before, { paths: ['run.sh'], dryRun })
    expect(plan.conflicts).toEqual([{ path: 'run.sh', reason: 'unrecorded' }])
    expect(statSync(at('run.sh')).mode & 0o777).toBe(0o600)
  }
  await fixture.restore(before, { paths: ['run.sh'], force: true })
  expect(statSync(at('run.sh')).mode & 0o777).toBe(0o755)
})

test('a mode that somebody changes after the safety snapshot stays', async () => {
  fixture.writeRoot({ 'run.sh': { content: 'go', mode: 0o755 } })
  const before = await fixture.take()
  chmodSync(at('run.sh'), 0o644)
  const { plan } = await fixture.restore(before, {
    recording: recordingWith(async (trigger) => {
      const snapshot = await fixture.take(trigger)
      if (trigger === 'safety') chmodSync(at('run.sh'), 0o600)
      return snapshot
    }),
  })
  expect(plan.conflicts).toEqual([{ path: 'run.sh', reason: 'changed' }])
  expect(statSync(at('run.sh')).mode & 0o777).toBe(0o600)
})

test('a folder that holds something unrecorded is not replaced by a file', async () => {
  fixture.writeRoot({ thing: 'file\n' })
  const before = await fixture.take()
  fixture.unrecorded = ['thing/ignored/**']
  rmSync(at('thing'))
  fixture.writeRoot({ 'thing/ignored/precious': 'mine\n', 'thing/recorded': 'known\n' })
  const lines = rootLines(fixture.root)
  const report = await fixture.restore(before)
  expect(rootLines(fixture.root)).toEqual(lines)
  expect(report.plan.conflicts.map(({ path }) => path)).toEqual(['thing/ignored/precious'])
  await fixture.restore(before, { force: true })
  expect(read('thing')).toBe('file\n')
})

test('--delete leaves what was never recorded', async () => {
  fixture.writeRoot({ 'a.txt': 'one\n' })
  const before = await fixture.take()
  fixture.unrecorded = ['new/ignored']
  fixture.writeRoot({ 'new/ignored': 'mine\n', 'new/recorded': 'known\n' })
  const report = await fixture.restore(before, { remove: true })
  expect(read('new/ignored')).toBe('mine\n')
  expect(report.applied!.removed).toEqual(['new/recorded'])
  expect(report.applied!.kept).toEqual(['new'])
})

test.skipIf(isRoot)(
  'a folder that was shut is opened again, and says that it could not be checked',
  async () => {
    fixture.writeRoot({ 'd/a': 'a\n', 'd/b': 'b\n' })
    const before = await fixture.take()
    chmodSync(at('d'), 0o000)
    const report = await fixture.restore(before)
    expect(report.plan.conflicts).toEqual([{ path: 'd', reason: 'unreadable' }])
    expect(read('d/a')).toBe('a\n')
    expect((await fixture.restore(before)).plan.conflicts).toEqual([])
  },
)

test('a link in the place of a parent folder is not written through', async () => {
  fixture.writeRoot({ 'd/f': 'inside\n' })
  const before = await fixture.take()
  const outside = join(fixture.root, '../outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'f'), 'outside\n')
  rmSync(at('d'), { recursive: true })
  symlinkSync('../outside', at('d'))
  const scoped = await fixture.restore(before, { paths: ['d/f'] })
  expect(scoped.plan.conflicts).toEqual([{ path: 'd', reason: 'not-a-folder' }])
  expect(lstatSync(at('d')).isSymbolicLink()).toBe(true)
  await fixture.restore(before)
  expect(lstatSync(at('d')).isDirectory()).toBe(true)
  expect(read('d/f')).toBe('inside\n')
  expect(readFileSync(join(outside, 'f'), 'utf8')).toBe('outside\n')
})

test('a link in the place of a file is replaced, and what it points to is left', async () => {
  fixture.writeRoot({ f: 'inside\n' })
  const before = await fixture.take()
  const outside = join(fixture.root, '../outside')
  writeFileSync(outside, 'outside\n')
  rmSync(at('f'))
  symlinkSync('../outside', at('f'))
  await fixture.restore(before)
  expect(lstatSync(at('f')).isFile()).toBe(true)
  expect(readFileSync(outside, 'utf8')).toBe('outside\n')
})
