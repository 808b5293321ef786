import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs, {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import * as isomorphicGit from 'isomorphic-git'
import { expect, test } from 'vitest'
import { parseCommit } from '../../../src/git/objects/commit-format.ts'
import { ObjectReader } from '../../../src/git/objects/object-reader.ts'
import { changedPath } from '../../../src/model/change.ts'
import { rawFromLatin1, rawFromText } from '../../../src/model/raw-path.ts'
import type { Recorder } from '../../../src/record/snapshot/recorder.ts'
import { readMetaTree } from '../../../src/store/timeline/meta.ts'
import { readGaps } from '../../../src/store/timeline/timeline.ts'
import { runPlainGit } from '../../helpers/plain-git.ts'
import { type Recording, startRecording } from '../../helpers/recording.ts'

function objectFiles(gitDir: string): number {
  return readdirSync(join(gitDir, 'objects'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  ).length
}

async function take(recorder: Recorder, ...paths: string[]) {
  const named = paths.length > 0 ? { paths: paths.map(rawFromText) } : {}
  const result = await recorder.snapshot({ trigger: 'manual', ...named })
  return {
    ...result,
    shown: result.changes.map((change) => `${change.type} ${changedPath(change)}`),
  }
}

async function metaEntries({ repo, recorder }: Recording) {
  const reader = new ObjectReader(repo.gitDir)
  try {
    const meta = recorder.latest?.meta
    if (!meta) return []
    const { tree } = parseCommit(await reader.get(meta, 'commit'))
    const folders = await readMetaTree(reader, tree)
    return [...folders].flatMap(([folder, entries]) =>
      entries.map((entry) => ({ folder, ...entry })),
    )
  } finally {
    reader.close()
  }
}

test('the tree of a snapshot is the tree git itself would make', async () => {
  const recording = await startRecording()
  const { root } = recording
  mkdirSync(join(root, 'src/deep/er'), { recursive: true })
  writeFileSync(join(root, 'README'), 'read me\n')
  writeFileSync(join(root, 'src/a.ts'), 'a\n')
  writeFileSync(join(root, 'src.ts'), 'sorts between src and src/\n')
  writeFileSync(join(root, 'src/deep/er/run'), '#!/bin/sh\n', { mode: 0o755 })
  writeFileSync(join(root, 'src/empty'), '')
  symlinkSync('../README', join(root, 'src/link'))
  const { snapshot } = await take(recording.recorder)
  runPlainGit(['init', '-q'], root)
  runPlainGit(['add', '-A'], root)
  expect(snapshot.tree).toBe(runPlainGit(['write-tree'], root).trim())
  expect(snapshot).toMatchObject({ files: 6, skipped: 0, complete: true })
  expect(recording.git('fsck', '--strict', '--full')).toBe('')
})

test('a second implementation of git reads what was written', async () => {
  const recording = await startRecording()
  const { root, repo, recorder } = recording
  await take(recorder)
  mkdirSync(join(root, 'sub'))
  writeFileSync(join(root, 'sub/file'), 'content\n')
  const { snapshot } = await take(recorder, 'sub')
  const place = { fs, gitdir: repo.gitDir }
  const [commit] = await isomorphicGit.log({ ...place, ref: 'main', depth: 1 })
  expect(commit).toMatchObject({ oid: snapshot.commit, commit: { tree: snapshot.tree } })
  const found = { ...place, oid: snapshot.commit, filepath: 'sub/file' }
  const { blob } = await isomorphicGit.readBlob(found)
  expect(Buffer.from(blob).toString()).toBe('content\n')
})

test('when nothing changed nothing is written', async () => {
  const recording = await startRecording()
  writeFileSync(join(recording.root, 'a'), 'one')
  const first = await take(recording.recorder)
  const before = objectFiles(recording.repo.gitDir)
  const second = await take(await recording.reopen())
  utimesSync(join(recording.root, 'a'), 1, 1)
  const touched = await take(recording.recorder)
  expect([second.isNew, touched.isNew]).toEqual([false, false])
  expect(second.snapshot).toEqual(first.snapshot)
  expect(objectFiles(recording.repo.gitDir)).toBe(before)
})

test('each change is recorded by what it did to which path', async () => {
  const recording = await startRecording()
  const { root } = recording
  mkdirSync(join(root, 'gone/below'), { recursive: true })
  for (const path of ['gone/below/1', 'gone/2', 'kept', 'edited', 'chmodded', 'typed']) {
    writeFileSync(join(root, path), path)
  }
  await take(recording.recorder)
  rmSync(join(root, 'gone'), { recursive: true })
  rmSync(join(root, 'typed'))
  mkdirSync(join(root, 'typed'))
  writeFileSync(join(root, 'typed/new'), 'new')
  appendFileSync(join(root, 'edited'), '!')
  chmodSync(join(root, 'chmodded'), 0o600)
  mkdirSync(join(root, 'empty'))
  const { shown, snapshot } = await take(recording.recorder)
  expect(shown).toEqual([
    'mode chmodded',
    'modified edited',
    'added empty',
    'removed gone/2',
    'removed gone/below/1',
    'removed typed',
    'added typed/new',
  ])
  expect(snapshot.subject).toBe(
    '7 changes: +2 ~2 -3  chmodded, edited, empty, gone/2, gone/below/1, typed, typed/new',
  )
})

test('only the named paths are looked at, and everything below a named folder', async () => {
  const recording = await startRecording()
  const { root, recorder } = recording
  mkdirSync(join(root, 'a/b'), { recursive: true })
  await take(recorder)
  for (const path of ['a/b/1', 'a/2', '3']) writeFileSync(join(root, path), path)
  expect((await take(recorder, 'a/b', 'a/b/1')).shown).toEqual(['added a/b/1'])
  expect((await take(recorder, 'a')).shown).toEqual(['added a/2'])
  expect((await take(recorder)).shown).toEqual(['added 3'])
  rmSync(join(root, 'a'), { recursive: true })
  expect((await take(recorder, 'a/b/1')).shown).toEqual(['removed a/2', 'removed a/b/1'])
})

test('modes, empty folders and an odd owner are kept beside the tree and survive a restart', async () => {
  const recording = await startRecording()
  const { root } = recording
  mkdirSync(join(root, 'empty'))
  mkdirSync(join(root, 'sealed'), { mode: 0o700 })
  writeFileSync(join(root, 'sealed/key'), 'k', { mode: 0o600 })
  const first = await take(recording.recorder)
  expect(await metaEntries(recording)).toEqual([
    { folder: '', name: 'empty', kind: 'folder' },
    { folder: '', name: 'sealed', mode: 0o700 },
    { folder: 'sealed', name: 'key', mode: 0o600 },
  ])
  expect((await take(await recording.reopen())).isNew).toBe(false)
  rmSync(join(root, 'empty'), { recursive: true })
  chmodSync(join(root, 'sealed'), 0o755)
  chmodSync(join(root, 'sealed/key'), 0o644)
  const plain = await take(recording.recorder)
  expect(plain.shown).toEqual(['removed empty', 'mode sealed', 'mode sealed/key'])
  expect(plain.snapshot.tree).toBe(first.snapshot.tree)
  expect(await metaEntries(recording)).toEqual([])
  expect((await take(await recording.reopen())).isNew).toBe(false)
})

test('names that are not UTF-8 and names that git refuses are recorded', async () => {
  const recording = await startRecording({ exclude: [] })
  const { root } = recording
  await take(recording.recorder)
  const odd = [
    '\xff\xfe.txt',
    '.GIT',
    '.git ',
    'git~1',
    'new\nline',
    '-rf',
    '%flightrec:x',
    'a\\.git',
  ]
  for (const name of odd) writeFileSync(Buffer.from(`${root}/${name}`, 'latin1'), name)
  mkdirSync(join(root, 'sub/.git'), { recursive: true })
  writeFileSync(join(root, 'sub/.git/config'), '[core]')
  symlinkSync('x', join(root, '.gitmodules'))
  const { snapshot, shown } = await take(recording.recorder)
  expect(snapshot).toMatchObject({ files: odd.length + 2, complete: true })
  expect(shown).toContain(`added ${rawFromLatin1('\xff\xfe.txt')}`)
  expect(recording.git('fsck', '--strict')).toBe('')
  expect((await take(await recording.reopen())).isNew).toBe(false)
  expect(recording.git('diff', '--stat')).toBe('')
})

test('what has no content is listed with its reason and does not make a snapshot incomplete', async () => {
  const recording = await startRecording({ maxFileSizeBytes: 1000 })
  const { root } = recording
  execFileSync('mkfifo', [join(root, 'pipe')])
  writeFileSync(join(root, 'big'), 'x'.repeat(1001))
  writeFileSync(join(root, 'fits'), 'x'.repeat(1000))
  const { snapshot } = await take(recording.recorder)
  expect(snapshot).toMatchObject({ files: 1, skipped: 2, complete: true })
  expect(await metaEntries(recording)).toEqual([
    {
      folder: '',
      name: 'big',
      kind: 'large',
      sizeBytes: 1001,
      sha256: createHash('sha256').update('x'.repeat(1001)).digest('hex'),
    },
    { folder: '', name: 'pipe', kind: 'skipped', reason: 'fifo' },
  ])
  expect((await take(await recording.reopen())).isNew).toBe(false)
  appendFileSync(join(root, 'big'), 'y')
  expect((await take(recording.recorder)).shown).toEqual(['modified big'])
})

test('a link is never followed, and a folder swapped for one is recorded as the link', async () => {
  const recording = await startRecording()
  const { root } = recording
  mkdirSync(join(root, 'folder'))
  writeFileSync(join(root, 'folder/f'), 'inside')
  await take(recording.recorder)
  mkdirSync(join(root, '../outside'))
  writeFileSync(join(root, '../outside/f'), 'outside')
  rmSync(join(root, 'folder'), { recursive: true })
  symlinkSync('../outside', join(root, 'folder'))
  const { shown } = await take(recording.recorder, 'folder/f')
  expect(shown).toEqual(['added folder', 'removed folder/f'])
  expect(recording.git('cat-file', '-p', 'main:folder')).toBe('../outside')
})

test('a lost, damaged or outdated index costs nothing but time', async () => {
  const recording = await startRecording()
  const { root, repo } = recording
  mkdirSync(join(root, 'd'))
  for (const name of ['d/a', 'b', 'c']) writeFileSync(join(root, name), name)
  await take(recording.recorder)
  await recording.recorder.refreshIndex()
  appendFileSync(join(root, 'd/a'), 'later')
  const last = await take(recording.recorder)
  await recording.recorder.close()
  const spoil = [
    () => {},
    () => truncateSync(join(repo.gitDir, 'index'), 40),
    () => rmSync(join(repo.gitDir, 'index')),
  ]
  for (const damage of spoil) {
    damage()
    const again = await take(await recording.reopen())
    expect(again.snapshot).toEqual(last.snapshot)
    rmSync(join(repo.gitDir, 'index'), { force: true })
    await recording.reopen()
  }
})

test('plain git diff shows the work tree against the last snapshot', async () => {
  const recording = await startRecording()
  const { root } = recording
  writeFileSync(join(root, 'a'), 'one\n')
  await take(recording.recorder)
  await recording.recorder.refreshIndex()
  expect(recording.git('diff')).toBe('')
  appendFileSync(join(root, 'a'), 'two\n')
  expect(recording.git('diff')).toContain('+two')
})

test('many files go into one pack for each thread, and come out the same', async () => {
  const recording = await startRecording()
  const { root, repo } = recording
  for (let n = 0; n < 300; n += 1) {
    mkdirSync(join(root, `d${n % 7}`), { recursive: true })
    writeFileSync(join(root, `d${n % 7}/f${n}`), `content ${n}\n`.repeat(n))
  }
  writeFileSync(join(root, 'stream'), Buffer.alloc(33 << 20, 'stream '))
  const { snapshot } = await take(recording.recorder)
  const packs = readdirSync(join(repo.gitDir, 'objects/pack')).filter((name) =>
    name.endsWith('.pack'),
  )
  expect(packs.length).toBeGreaterThan(0)
  expect(objectFiles(repo.gitDir)).toBe(packs.length * 2)
  expect(recording.git('fsck', '--strict', '--full')).toBe('')
  runPlainGit(['init', '-q'], root)
  runPlainGit(['add', '-A'], root)
  expect(snapshot.tree).toBe(runPlainGit(['write-tree'], root).trim())
})

const REWRITER = `
  const fs = require('fs')
  const fd = fs.openSync(process.argv[1], 'r+')
  for (let n = 0; ; n += 1) {
    const piece = Buffer.alloc(1 << 16, 97 + (n % 26))
    for (let at = 0; at < 64; at += 1) fs.writeSync(fd, piece, 0, piece.length, at << 16)
  }`

// One letter throughout, or the next letter down to where the writer had come.
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
const STATE = new RegExp(
  `^(?:${LETTERS.map((old, n) => `${LETTERS[(n + 1) % 26]}*${old}+`).join('|')})$`,
)

test('a file rewritten while it is read is recorded as one state it had, or marked as torn', async () => {
  const recording = await startRecording()
  const path = join(recording.root, 'busy')
  writeFileSync(path, Buffer.alloc(4 << 20, 'a'))
  const writer = spawn(process.execPath, ['-e', REWRITER, path], { stdio: 'ignore' })
  try {
    for (let n = 0; n < 12; n += 1) {
      const { snapshot } = await take(recording.recorder, 'busy')
      const content = recording.git('cat-file', 'blob', `${snapshot.commit}:busy`)
      if (snapshot.complete) expect(content).toMatch(STATE)
      else expect(snapshot.skipped).toBe(1)
    }
  } finally {
    writer.kill('SIGKILL')
  }
})

test('ids grow even when the clock is set back', async () => {
  const recording = await startRecording()
  const ids: string[] = []
  const realNow = Date.now
  try {
    for (const [n, time] of [5000, 4000, 4000, 6000].entries()) {
      Date.now = () => 1_700_000_000_000 + time
      writeFileSync(join(recording.root, 'f'), String(n))
      ids.push((await take(recording.recorder, 'f')).snapshot.id)
    }
  } finally {
    Date.now = realNow
  }
  expect(ids).toEqual([
    '20231114T221325-000',
    '20231114T221325-001',
    '20231114T221325-002',
    '20231114T221326-000',
  ])
})

test('a large file that changes all the time is left for later only when that is allowed', async () => {
  const { root, recorder } = await startRecording({ maxFileSizeBytes: 200 << 20 })
  const grow = () => appendFileSync(join(root, 'log'), Buffer.alloc(65 << 20, 'x'))
  writeFileSync(join(root, 'small'), '1')
  await take(recorder)
  const paths = [rawFromText('log'), rawFromText('small')]
  const request = { trigger: 'watch', paths, mayPostpone: true } as const
  grow()
  const first = await recorder.snapshot(request)
  grow()
  const second = await recorder.snapshot(request)
  writeFileSync(join(root, 'small'), '2')
  const third = await recorder.snapshot(request)
  expect([first, second, third].map(({ isNew }) => isNew)).toEqual([true, false, true])
  expect(second.postponed?.paths).toEqual(['log'])
  expect(second.postponed?.waitMs).toBeGreaterThan(1000)
  expect(third.snapshot).toMatchObject({ postponed: 1, complete: true, bytes: (65 << 20) + 1 })
  expect((await take(recorder)).snapshot.bytes).toBe((130 << 20) + 1)
})

test('gaps are kept on a ref of their own, newest first', async () => {
  const recording = await startRecording()
  await recording.recorder.recordGap({ reason: 'overflow', from: 1000, to: 2000 })
  await recording.recorder.recordGap({ reason: 'downtime', from: 3000, to: 9000, detail: 'x\ny' })
  const reader = new ObjectReader(recording.repo.gitDir)
  expect(await readGaps(recording.repo.gitDir, reader)).toEqual([
    { reason: 'downtime', from: 3000, to: 9000, detail: 'x\\ny' },
    { reason: 'overflow', from: 1000, to: 2000 },
  ])
  reader.close()
})

test('an empty root makes a first snapshot', async () => {
  const recording = await startRecording()
  const first = await take(recording.recorder)
  expect(first).toMatchObject({ isNew: true, snapshot: { files: 0 } })
  expect((await take(await recording.reopen())).isNew).toBe(false)
  expect(recording.git('fsck', '--strict')).toBe('')
})

test('excluded folders and the flightrec home are neither walked nor recorded', async () => {
  const recording = await startRecording({ own: [rawFromText('home')] })
  const { root } = recording
  await take(recording.recorder)
  for (const folder of ['node_modules/x', 'home/repos', 'src', '.git']) {
    mkdirSync(join(root, folder), { recursive: true })
    writeFileSync(join(root, folder, 'f'), 'f')
  }
  const { shown } = await take(recording.recorder)
  expect(shown).toEqual(['added src/f'])
})

test('with respect_gitignore, what git ignores is left out, and comes back when the rule goes', async () => {
  const recording = await startRecording({ respectGitignore: true })
  const { root } = recording
  await take(recording.recorder)
  mkdirSync(join(root, 'build/deep'), { recursive: true })
  for (const path of ['build/deep/f', 'a.log', 'keep.log', 'src'])
    writeFileSync(join(root, path), path)
  writeFileSync(join(root, '.gitignore'), 'build/\n*.log\n!keep.log\n')
  expect((await take(recording.recorder)).shown).toEqual([
    'added .gitignore',
    'added keep.log',
    'added src',
  ])
  writeFileSync(join(root, '.gitignore'), 'build/\n')
  expect((await take(recording.recorder, '.gitignore')).shown).toEqual([
    'modified .gitignore',
    'added a.log',
  ])
  expect((await take(recording.recorder, 'build/deep/f')).isNew).toBe(false)
})

test('a renamed folder keeps its content and is not stored twice', async () => {
  const recording = await startRecording()
  const { root } = recording
  mkdirSync(join(root, 'old'))
  writeFileSync(join(root, 'old/f'), 'content')
  await take(recording.recorder)
  const before = objectFiles(recording.repo.gitDir)
  renameSync(join(root, 'old'), join(root, 'new'))
  const { shown } = await take(recording.recorder)
  expect(shown).toEqual(['added new/f', 'removed old/f'])
  // Two trees and the commit; the file is there.
  expect(objectFiles(recording.repo.gitDir)).toBe(before + 3)
})

test('a root that is gone is an error that names it, not a snapshot of nothing', async () => {
  const recording = await startRecording()
  writeFileSync(join(recording.root, 'a'), 'a')
  const { snapshot } = await take(recording.recorder)
  renameSync(recording.root, `${recording.root}-away`)
  await expect(take(recording.recorder)).rejects.toThrow(/cannot look at .*project: ENOENT/)
  renameSync(`${recording.root}-away`, recording.root)
  expect((await take(recording.recorder)).snapshot).toEqual(snapshot)
})
