/** Looking ahead of a scan on a second core: a finding must be true, and good for one scan only. */
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { pagesOf } from '../../../src/git/index-file/index-page.ts'
import { FIRST_ENTRY, readIndex } from '../../../src/git/index-file/index-reader.ts'
import { changedPath } from '../../../src/model/change.ts'
import { lookAhead, settleAll, takeFinding } from '../../../src/record/scan/look-ahead.ts'
import { LookThread } from '../../../src/record/scan/look-thread.ts'
import { type Recording, startRecording } from '../../helpers/recording.ts'

const OWNER = { uid: process.getuid!(), gid: process.getgid!() }
const FOLDERS = ['', 'a', 'b', 'b/c', 'd']

/** Records one file in each folder, long enough after they were written to be sure of them. */
async function recorded(): Promise<Recording> {
  const recording = await startRecording()
  for (const folder of FOLDERS) {
    mkdirSync(join(recording.root, folder), { recursive: true })
    writeFileSync(join(recording.root, folder, 'f\xfc.txt'), folder)
  }
  await sleep(60)
  await recording.recorder.snapshot({ trigger: 'manual' })
  await recording.reopen()
  return recording
}

/** Looks ahead, and returns the folders whose files were found as recorded. */
function foundSame({ root, repo }: Recording, settled: readonly string[] = []): string[] {
  const index = readIndex(repo.gitDir)!
  const paths = [...pagesOf(index.bytes, index.count, FIRST_ENTRY).keys()] as string[]
  const marks = new Uint8Array(new SharedArrayBuffer(index.count))
  for (const path of settled) expect(takeFinding(marks, paths.indexOf(path))).toBe(false)
  lookAhead({ root, owner: OWNER, index: index.bytes, count: index.count, marks })
  return paths.filter((_, page) => takeFinding(marks, page)).sort()
}

test('finds what is as it was, and nothing that was written, removed, or given other rights', async () => {
  const recording = await recorded()
  expect(foundSame(recording)).toEqual(FOLDERS)
  const { root } = recording
  writeFileSync(join(root, 'a/f\xfc.txt'), 'A')
  rmSync(join(root, 'b/f\xfc.txt'))
  chmodSync(join(root, 'd/f\xfc.txt'), 0o600)
  expect(foundSame(recording)).toEqual(['', 'b/c'])
})

test('a write that puts size and mtime back is seen by its ctime', async () => {
  const recording = await recorded()
  const file = join(recording.root, 'a/f\xfc.txt')
  const past = new Date('2020-01-01T00:00:00Z')
  utimesSync(file, past, past)
  await sleep(60)
  await recording.recorder.snapshot({ trigger: 'manual' })
  await recording.reopen()
  expect(foundSame(recording)).toEqual(FOLDERS)
  writeFileSync(file, 'z')
  utimesSync(file, past, past)
  expect(foundSame(recording)).toEqual(FOLDERS.filter((folder) => folder !== 'a'))
})

test('never looks through a link, although the very files lie behind it', async () => {
  const recording = await recorded()
  renameSync(join(recording.root, 'b'), join(recording.root, 'moved'))
  symlinkSync('moved', join(recording.root, 'b'))
  expect(foundSame(recording)).toEqual(['', 'a', 'd'])
})

test('leaves alone what the scan has taken, and a finding holds only once', async () => {
  const recording = await recorded()
  expect(foundSame(recording, ['a', 'd'])).toEqual(['', 'b', 'b/c'])
  const marks = new Uint8Array(new SharedArrayBuffer(1)).fill(2)
  expect([takeFinding(marks, 0), takeFinding(marks, 0)]).toEqual([true, false])
})

test('the thread does the same by itself', async () => {
  const { root, repo } = await recorded()
  const thread = LookThread.startFor(repo.gitDir, 0)!
  const index = readIndex(repo.gitDir)!
  const marks = thread.begin(root, OWNER, index)
  for (let n = 0; n < 500 && [...marks].some((mark) => mark !== 2); n += 1) await sleep(10)
  expect(FOLDERS.map((_, page) => takeFinding(marks, page))).toEqual(FOLDERS.map(() => true))
  settleAll(marks)
  thread.stop()
})

test('a root large enough for a thread loses no change to it, in this snapshot and the next', async () => {
  const recording = await startRecording({ looksAhead: true })
  const { root } = recording
  const name = (n: number) => `${String(n).padStart(4, '0')}-${'x'.repeat(240)}`
  const path = (n: number) => `d${n % 40}/${name(n)}`
  for (let n = 0; n < 40; n += 1) mkdirSync(join(root, `d${n}`))
  for (let n = 0; n < 3200; n += 1) writeFileSync(join(root, path(n)), '')
  await sleep(60)
  await recording.recorder.snapshot({ trigger: 'manual' })
  const snapshot = async () => {
    const { changes, isNew } = await recording.recorder.snapshot({ trigger: 'manual' })
    return { isNew, changes: changes.map((change) => `${change.type} ${changedPath(change)}`) }
  }
  await recording.reopen()
  const thread = LookThread.startFor(recording.repo.gitDir)
  expect(thread).toBeDefined()
  thread?.stop()
  expect(await snapshot()).toEqual({ isNew: false, changes: [] })

  await recording.reopen()
  const edits = [3, 39, 1600].map(path)
  for (const edit of edits) writeFileSync(join(root, edit), 'new')
  rmSync(join(root, path(7)))
  writeFileSync(join(root, 'd5/added'), '')
  const expected = [
    `removed ${path(7)}`,
    'added d5/added',
    ...edits.map((edit) => `modified ${edit}`),
  ]
  const found = await snapshot()
  expect(found.changes.sort()).toEqual(expected.sort())
  // What the thread found for the snapshot before says nothing of this one.
  for (let n = 0; n < 40; n += 1) writeFileSync(join(root, path(n)), 'again')
  expect((await snapshot()).changes.length).toBe(40)
})
