/** Looking ahead of a scan with git: what it finds must be true, and is good for one scan only. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { readIndex } from '../../../src/git/index-file/index-reader.ts'
import { changedPath } from '../../../src/model/change.ts'
import { rawFromText } from '../../../src/model/raw-path.ts'
import { LookAhead } from '../../../src/record/state/look-ahead.ts'
import { readSeenWhole, writeSeenWhole } from '../../../src/record/state/seen-whole.ts'
import { runPlainGit } from '../../helpers/plain-git.ts'
import { type Recording, startRecording } from '../../helpers/recording.ts'
import { until } from '../../helpers/until.ts'

const FOLDERS = ['', 'a', 'b', 'b/c', 'd']
/** So long after its last change a file is settled, whichever second the change fell in. */
const SETTLING_MS = 3200

/** Records one file in each folder once they have settled. */
async function recorded(): Promise<Recording> {
  const recording = await startRecording()
  for (const folder of FOLDERS) {
    mkdirSync(join(recording.root, folder), { recursive: true })
    writeFileSync(join(recording.root, folder, 'f\xfc.txt'), folder)
  }
  await sleep(SETTLING_MS)
  await recordAll(recording)
  return recording
}

async function recordAll(recording: Recording): Promise<void> {
  await recording.recorder.snapshot({ trigger: 'manual' })
  await recording.reopen()
}

/** Has git look, and returns the folders whose files were found as recorded. */
async function foundSame({ repo }: Recording): Promise<string[]> {
  const lookAhead = LookAhead.startFor(repo, 0)!
  const index = readIndex(repo.gitDir)!
  const findings = lookAhead.findings(index)
  const pages = [...index.pages]
  await lookAhead.ended
  const same = pages.filter(([path, page]) => findings?.(path, page))
  lookAhead.stop()
  expect(pages.some(([path, page]) => findings?.(path, page))).toBe(false)
  return same.map(([path]) => path as string).sort()
}

test('finds what is as it was, and nothing that was written, removed, or given other rights', async () => {
  const recording = await recorded()
  expect(await foundSame(recording)).toEqual(FOLDERS)
  const { root } = recording
  writeFileSync(join(root, 'a/f\xfc.txt'), 'A')
  rmSync(join(root, 'b/f\xfc.txt'))
  chmodSync(join(root, 'd/f\xfc.txt'), 0o600)
  expect(await foundSame(recording)).toEqual(['', 'b/c'])
})

test('git sees whole seconds: a file recorded within the second it was written in is not vouched for', async () => {
  const recording = await startRecording()
  const { root, recorder } = recording
  mkdirSync(join(root, 'a'))
  const file = join(root, 'a/f')
  const second = () => Math.floor(lstatSync(file).ctimeMs / 1000)
  await until('it is written, recorded and written again within one second', async () => {
    // The clock that stamps files lags behind by a few milliseconds.
    await sleep(1030 - (Date.now() % 1000))
    writeFileSync(file, 'one')
    const firstSecond = second()
    await sleep(60)
    await recorder.snapshot({ trigger: 'manual' })
    writeFileSync(file, 'two')
    return second() === firstSecond
  })
  await sleep(SETTLING_MS)
  // git looks closer at files as young as the index.
  writeFileSync(join(root, 'g'), 'makes the index new')
  await recorder.snapshot({ trigger: 'watch', paths: [rawFromText('g')] })
  await recording.reopen()
  expect(await foundSame(recording)).toEqual([])
})

test('never looks through a link, although the very files lie behind it', async () => {
  const recording = await recorded()
  renameSync(join(recording.root, 'b'), join(recording.root, 'moved'))
  symlinkSync('moved', join(recording.root, 'b'))
  expect(await foundSame(recording)).toEqual(['', 'a', 'd'])
})

test('a name that git refuses stands encoded in the index, where git does not look for it', async () => {
  const recording = await startRecording()
  mkdirSync(join(recording.root, 'odd'))
  writeFileSync(join(recording.root, 'odd/.GIT'), 'x')
  writeFileSync(join(recording.root, 'plain'), 'x')
  await sleep(SETTLING_MS)
  await recordAll(recording)
  expect(await foundSame(recording)).toEqual([''])
})

test('an index that somebody else wrote is not believed', async () => {
  const recording = await recorded()
  const { repo, root } = recording
  writeFileSync(join(root, 'a/f\xfc.txt'), 'staged by hand')
  runPlainGit(['--git-dir', repo.gitDir, '--work-tree', root, 'add', '--', 'a'])
  expect(await foundSame(recording)).toEqual([])
})

test('an index replaced while git looks is not believed', async () => {
  const { repo } = await recorded()
  const lookAhead = LookAhead.startFor(repo, 0)!
  writeFileSync(join(repo.gitDir, 'index.new'), readIndex(repo.gitDir)!.bytes)
  renameSync(join(repo.gitDir, 'index.new'), join(repo.gitDir, 'index'))
  expect(lookAhead.findings(readIndex(repo.gitDir)!)).toBeUndefined()
})

test('a scan that could not look into every folder vouches for nothing', async () => {
  let isGoing = false
  const recording = await startRecording({
    onFolder: (path) => {
      if (isGoing && path === 'gone') rmSync(join(recording.root, path), { recursive: true })
    },
  })
  const seen = () => readSeenWhole(recording.repo.gitDir, readIndex(recording.repo.gitDir)!.bytes)
  mkdirSync(join(recording.root, 'gone'))
  writeFileSync(join(recording.root, 'kept'), 'x')
  await recordAll(recording)
  expect(seen()).toBeGreaterThan(0)
  isGoing = true
  await recordAll(recording)
  expect(seen()).toBeUndefined()
})

test('files recorded right after they were written are vouched for once all was seen again', async () => {
  const recording = await startRecording({ looksAhead: true })
  const { root, repo } = recording
  for (let n = 0; n < 120; n += 1) {
    mkdirSync(join(root, `d${n}`))
    for (let m = 0; m < 50; m += 1) writeFileSync(join(root, `d${n}/${m}-${'x'.repeat(90)}`), '')
  }
  // However long that took, each folder has a file that has just changed.
  for (let n = 0; n < 120; n += 1) chmodSync(join(root, `d${n}/0-${'x'.repeat(90)}`), 0o644)
  await recordAll(recording)
  const seen = () => readSeenWhole(repo.gitDir, readIndex(repo.gitDir)!.bytes)!
  const first = seen()
  // git looks from the opening on: where the machine is busy it may come too late for one scan, and is there for the next.
  await until('all is noted to be seen', async () => {
    await sleep(SETTLING_MS)
    await recordAll(recording)
    return seen() > first + SETTLING_MS - 1
  })
  const second = seen()
  expect(await foundSame(recording)).toHaveLength(120)
  await recordAll(recording)
  expect(seen()).toBe(second)
})

test('a note of an index that is gone, or no note of ours, says nothing', async () => {
  const { repo } = await recorded()
  const { bytes } = readIndex(repo.gitDir)!
  const other = Buffer.from(bytes)
  other[other.length - 1]! ^= 1
  expect(readSeenWhole(repo.gitDir, other)).toBeUndefined()
  writeFileSync(join(repo.gitDir, 'flightrec/seen-whole.json'), '{"index":')
  expect(readSeenWhole(repo.gitDir, bytes)).toBeUndefined()
  writeSeenWhole(repo.gitDir, bytes, 5)
  expect(readSeenWhole(repo.gitDir, bytes)).toBe(5)
})

test('a time with a flipped bit says nothing, since a later one would let changes be passed over', async () => {
  const { repo } = await recorded()
  const { bytes } = readIndex(repo.gitDir)!
  const path = join(repo.gitDir, 'flightrec/seen-whole.json')
  writeSeenWhole(repo.gitDir, bytes, 5)
  writeFileSync(path, readFileSync(path, 'utf8').replace('"seenMs":5', '"seenMs":7'))
  expect(readSeenWhole(repo.gitDir, bytes)).toBeUndefined()
})

test('a root large enough for git to look ahead loses no change to it, in this snapshot and the next', async () => {
  const recording = await startRecording({ looksAhead: true })
  const { root } = recording
  const name = (n: number) => `${String(n).padStart(4, '0')}-${'x'.repeat(240)}`
  const path = (n: number) => `d${n % 40}/${name(n)}`
  for (let n = 0; n < 40; n += 1) mkdirSync(join(root, `d${n}`))
  for (let n = 0; n < 3200; n += 1) writeFileSync(join(root, path(n)), '')
  await sleep(SETTLING_MS)
  await recording.recorder.snapshot({ trigger: 'manual' })
  const snapshot = async () => {
    const { changes, isNew } = await recording.recorder.snapshot({ trigger: 'manual' })
    return { isNew, changes: changes.map((change) => `${change.type} ${changedPath(change)}`) }
  }
  await recording.reopen()
  const lookAhead = LookAhead.startFor(recording.repo)
  expect(lookAhead).toBeDefined()
  lookAhead?.stop()
  expect(await snapshot()).toEqual({ isNew: false, changes: [] })

  const edits = [3, 39, 1600].map(path)
  for (const edit of edits) writeFileSync(join(root, edit), 'new')
  rmSync(join(root, path(7)))
  writeFileSync(join(root, 'd5/added'), '')
  await recording.reopen()
  const expected = [
    `removed ${path(7)}`,
    'added d5/added',
    ...edits.map((edit) => `modified ${edit}`),
  ]
  const found = await snapshot()
  expect(found.changes.sort()).toEqual(expected.sort())
  // What git found for the snapshot before says nothing of this one.
  for (let n = 0; n < 40; n += 1) writeFileSync(join(root, path(n)), 'again')
  expect((await snapshot()).changes.length).toBe(40)
})
