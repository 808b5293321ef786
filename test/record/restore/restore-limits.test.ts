/** What cannot come back, or not wholly, is said; everything else does come back. */
import { execFileSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FlightrecError } from '../../../src/model/errors.ts'
import { treesAt } from '../../../src/model/path-scope.ts'
import { rawFromText } from '../../../src/model/raw-path.ts'
import { foldedTwins } from '../../../src/record/restore/folded-names.ts'
import { ContentHashes } from '../../../src/record/restore/on-disk.ts'
import { planRestore } from '../../../src/record/restore/restore-plan.ts'
import { readRecordedTree } from '../../../src/store/timeline/tree-lookup.ts'
import { beneathWay, openFolderBeneath } from '../../../src/system/beneath.ts'
import { isRoot } from '../../helpers/is-root.ts'
import { recordingWith } from '../../helpers/recording-with.ts'
import { type RestoreFixture, restoreFixture } from './restore-fixture.ts'

if (!isRoot) process.stderr.write('skipped: owners are given back, since only root may\n')

let fixture: RestoreFixture
beforeEach(() => {
  fixture = restoreFixture()
})
afterEach(() => {
  execFileSync('rm', ['-rf', fixture.root]) // Paths of any length.
  fixture.dispose()
})

const at = (name: string) => join(fixture.root, name)
const read = (name: string) => readFileSync(at(name), 'utf8')

test('a file over the size cap comes back only as far as it is unchanged', async () => {
  fixture.maxFileSizeBytes = 10
  fixture.writeRoot({ same: 'x'.repeat(50), changed: 'y'.repeat(50), gone: 'z'.repeat(50), a: 'a' })
  const before = await fixture.take()
  fixture.writeRoot({ changed: 'Y'.repeat(50), a: 'b' })
  rmSync(at('gone'))
  const report = await fixture.restore(before, { remove: true })
  expect(report.plan.notRestorable).toEqual([
    { path: 'changed', reason: 'too-large' },
    { path: 'gone', reason: 'too-large' },
  ])
  expect(read('changed')).toBe('Y'.repeat(50))
  expect(read('a')).toBe('a')
})

test('a file that grew over the size cap is not overwritten, since its content is nowhere', async () => {
  fixture.maxFileSizeBytes = 10
  fixture.writeRoot({ log: 'short' })
  const before = await fixture.take()
  fixture.writeRoot({ log: 'l'.repeat(50), new: 'n'.repeat(50) })
  const report = await fixture.restore(before, { remove: true })
  expect(report.plan.conflicts).toEqual([
    { path: 'log', reason: 'too-large' },
    { path: 'new', reason: 'too-large' },
  ])
  expect(read('log')).toBe('l'.repeat(50))
  expect(read('new')).toBe('n'.repeat(50))
  const forced = await fixture.restore(before, { remove: true, force: true })
  expect(read('log')).toBe('short')
  expect(forced.plan.lost).toEqual(['log', 'new'])
})

test('a pipe in the place of a file is left alone, unless forced', async () => {
  fixture.writeRoot({ pipe: 'file\n', a: 'a\n' })
  const before = await fixture.take()
  rmSync(at('pipe'))
  execFileSync('mkfifo', [at('pipe')])
  fixture.writeRoot({ a: 'b\n' })
  const report = await fixture.restore(before)
  expect(report.plan.conflicts).toEqual([{ path: 'pipe', reason: 'unrecorded' }])
  expect(read('a')).toBe('a\n')
  await fixture.restore(before, { force: true })
  expect(read('pipe')).toBe('file\n')
})

test('a pipe that was there and is gone is reported', async () => {
  execFileSync('mkfifo', [at('pipe')])
  const before = await fixture.take()
  rmSync(at('pipe'))
  fixture.writeRoot({ other: 'x' })
  const report = await fixture.restore(before)
  expect(report.plan.notRestorable).toEqual([{ path: 'pipe', reason: 'fifo' }])
})

test('a damaged object costs its own file and no other', async () => {
  await fixture.take() // The first one is a pack; what follows are files that can be damaged.
  fixture.writeRoot({ a: 'a\n', b: 'b\n', c: 'c\n' })
  const before = await fixture.take()
  for (const name of ['a', 'b', 'c']) rmSync(at(name))
  const [missing, wrong] = ['a', 'b'].map((name) => {
    const oid = execFileSync('git', ['hash-object', '--stdin'], { input: `${name}\n` })
    return join(fixture.gitDir, 'objects', `${oid}`.slice(0, 2), `${oid}`.trim().slice(2))
  })
  const other = execFileSync('git', ['hash-object', '--stdin'], { input: 'c\n' }).toString().trim()
  const bytes = readFileSync(join(fixture.gitDir, 'objects', other.slice(0, 2), other.slice(2)))
  rmSync(missing!)
  rmSync(wrong!)
  writeFileSync(wrong!, bytes)
  const report = await fixture.restore(before)
  expect(report.applied!.restored.map(({ path }) => path)).toEqual(['c'])
  expect(report.applied!.notRestorable.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
    'a failed',
    'b failed',
  ])
  expect(existsSync(at('b'))).toBe(false)
  expect(read('c')).toBe('c\n')
})

test('a blob too big to hold in memory is streamed', async () => {
  fixture.maxFileSizeBytes = 1 << 30
  const content = Buffer.alloc(20 << 20, 'stream')
  writeFileSync(at('big'), content)
  const before = await fixture.take()
  writeFileSync(at('big'), 'small')
  await fixture.restore(before)
  expect(readFileSync(at('big')).equals(content)).toBe(true)
})

test('without a safety snapshot nothing is changed, unless forced', async () => {
  fixture.writeRoot({ a: 'a\n' })
  const before = await fixture.take()
  fixture.writeRoot({ a: 'b\n' })
  const refuse = () => Promise.reject(new FlightrecError('disk-full', 'no space is left'))
  const recording = recordingWith(refuse)
  await expect(fixture.restore(before, { recording })).rejects.toThrow('no safety snapshot')
  expect(read('a')).toBe('b\n')
})

test('when the result cannot be recorded, what was done is told all the same', async () => {
  fixture.writeRoot({ a: 'a\n' })
  const before = await fixture.take()
  fixture.writeRoot({ a: 'b\n' })
  const report = await fixture.restore(before, {
    recording: recordingWith((trigger) => {
      if (trigger === 'safety') return fixture.take(trigger)
      return Promise.reject(new FlightrecError('disk-full', 'no space is left'))
    }),
  })
  expect(report.applied!.restored.map(({ path }) => path)).toEqual(['a'])
  expect(report.afterFailure).toBe('no space is left')
  await fixture.undo(report)
  expect(read('a')).toBe('b\n')
})

test('what was stopped half-way says so and can be undone', async () => {
  for (let n = 0; n < 100; n += 1) fixture.writeRoot({ [`d${n}/f`]: 'old\n' })
  const before = await fixture.take()
  for (let n = 0; n < 100; n += 1) fixture.writeRoot({ [`d${n}/f`]: 'new\n' })
  const stop = new AbortController()
  const report = await fixture.restore(before, {
    signal: stop.signal,
    onProgress: (done) => done === 10 && stop.abort(),
  })
  expect(report.applied!.interrupted).toBe(true)
  expect(report.applied!.restored.length).toBe(10)
  await fixture.undo(report)
  for (let n = 0; n < 100; n += 1) expect(read(`d${n}/f`)).toBe('new\n')
})

test.skipIf(!isRoot)('owners come back when root restores', async () => {
  fixture.writeRoot({ 'theirs/file': 'x\n', mine: 'y\n', link: { link: 'mine' } })
  chownSync(at('theirs'), 1234, 1235)
  chownSync(at('theirs/file'), 1234, 1235)
  execFileSync('chown', ['-h', '1236:1237', at('link')])
  const before = await fixture.take()
  rmSync(at('theirs'), { recursive: true })
  execFileSync('chown', ['-h', '0:0', at('link')])
  chownSync(at('mine'), 1234, 1235)
  const report = await fixture.restore(before)
  expect(report.applied!.notRestorable).toEqual([])
  expect([statSync(at('theirs')).uid, statSync(at('theirs/file')).gid]).toEqual([1234, 1235])
  expect([lstatSync(at('link')).uid, statSync(at('mine')).uid]).toEqual([1236, 0])
})

test.skipIf(beneathWay() !== 'descriptor')(
  'paths longer than any system call takes come back',
  async () => {
    const names = Array.from({ length: 20 }, (_, index) => `${index}`.padStart(250, 'x'))
    const make = (content: string) => {
      let folder = openFolderBeneath(fixture.root, rawFromText(''))
      for (const name of names.map(rawFromText)) {
        if (!existsSync(folder.at(name))) mkdirSync(folder.at(name))
        const child = folder.openChild(name)
        folder.close()
        folder = child
      }
      writeFileSync(folder.at(rawFromText('deep')), content)
      folder.close()
    }
    const deep = () => {
      const folder = openFolderBeneath(fixture.root, rawFromText(names.join('/')))
      const content = readFileSync(folder.at(rawFromText('deep')), 'utf8')
      folder.close()
      return content
    }
    make('one')
    const before = await fixture.take()
    make('two')
    const report = await fixture.restore(before)
    expect(deep()).toBe('one')
    execFileSync('rm', ['-rf', at(names[0]!)])
    await fixture.restore(before)
    expect(deep()).toBe('one')
    await fixture.undo(report)
    expect(deep()).toBe('two')
  },
)

test('names that a file system takes for one are restored once and reported', async () => {
  fixture.writeRoot({ README: 'one\n', readme: 'two\n', 'd/e\u0301': 'x', 'd/\u00e9': 'y' })
  const before = await fixture.take()
  const everything = treesAt([rawFromText('')])
  const plan = await planRestore({
    root: undefined,
    target: await readRecordedTree(fixture.reader, before, everything),
    scope: everything,
    remove: false,
    force: false,
    keepRootMode: true,
    foldsNames: true,
    owner: { uid: 0, gid: 0 },
    hashes: new ContentHashes(),
  })
  expect(plan.notRestorable).toEqual([
    { path: rawFromText('d/\u00e9'), reason: 'name-collision', detail: rawFromText('e\u0301') },
    { path: 'readme', reason: 'name-collision', detail: 'README' },
  ])
  expect(foldedTwins(['A', 'b', 'a', 'B'].map(rawFromText))).toEqual(
    new Map([
      ['a', 'A'],
      ['B', 'b'],
    ]),
  )
})
