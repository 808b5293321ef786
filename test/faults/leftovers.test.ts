/** What a killed writer, or a git of the user's, leaves in a shadow repo must not stand in the way. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { draftPath } from '../../src/git/drafts.ts'
import { homeAt } from '../../src/store/home/home.ts'
import { ensureShadowRepo, listShadowRepos } from '../../src/store/home/shadow-repos.ts'
import { startRecording } from '../helpers/recording.ts'

/** Makes the draft of a lock as a process that is dead by now would have. */
function deadLock(gitDir: string, path: string): void {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const draft = draftPath(gitDir, 'lock').replace(`.tmp-${process.pid}-`, `.tmp-${pid}-`)
  writeFileSync(draft, `${'0'.repeat(40)}\n`)
  linkSync(draft, `${join(gitDir, path)}.lock`)
}

test('locks of refs and of the index that a killed writer left are taken over', async () => {
  const recording = await startRecording()
  const { gitDir } = recording.repo
  writeFileSync(join(recording.root, 'f'), 'one')
  await recording.recorder.snapshot({ trigger: 'once' })
  const names = ['refs/heads/main', 'refs/flightrec/meta', 'refs/flightrec/gaps', 'index']
  mkdirSync(join(gitDir, 'refs/flightrec'), { recursive: true })
  for (const name of names) deadLock(gitDir, name)
  const recorder = await recording.reopen()
  writeFileSync(join(recording.root, 'f'), 'two', { mode: 0o600 })
  mkdirSync(join(recording.root, 'empty'))
  expect((await recorder.snapshot({ trigger: 'once' })).isNew).toBe(true)
  await recorder.recordGap({ reason: 'overflow', from: 1, to: 2 })
  await recorder.refreshIndex()
  expect(names.filter((name) => existsSync(`${join(gitDir, name)}.lock`))).toEqual([])
  expect(readdirSync(join(gitDir, 'flightrec/drafts'))).toEqual([])
  expect(recording.git('diff', '--stat')).toBe('')
})

test('a lock that a git of the user holds is waited for, then told, and never removed', async () => {
  const recording = await startRecording()
  const lock = join(recording.repo.gitDir, 'refs/heads/main.lock')
  writeFileSync(join(recording.root, 'f'), 'one')
  writeFileSync(lock, '')
  const recorder = await recording.reopen()
  const held = recorder.snapshot({ trigger: 'once' })
  await expect(held).rejects.toMatchObject({
    code: 'locked',
    message: `cannot lock '${lock}': it exists`,
  })
  expect(existsSync(lock)).toBe(true)
  rmSync(lock)
  expect((await recorder.snapshot({ trigger: 'once' })).isNew).toBe(true)
})

test('drafts of dead processes go at the next start, those of the living stay', async () => {
  const recording = await startRecording()
  const own = draftPath(recording.repo.gitDir, 'pack')
  const reused = own.replace(/-[0-9a-f]{12}\.tmp/, '-000000000000.tmp')
  for (const path of [own, reused]) writeFileSync(path, 'x')
  await recording.reopen()
  expect([own, reused].map((path) => existsSync(path))).toEqual([true, false])
})

test.each([
  'main^{tree}',
  'refs/flightrec/meta',
  'refs/flightrec/meta^{tree}',
  'refs/flightrec/meta:entries',
])('damage of %s in the latest snapshot does not end the recording', async (name) => {
  const recording = await startRecording()
  const { root, repo } = recording
  mkdirSync(join(root, 'd'))
  await recording.recorder.snapshot({ trigger: 'once' })
  // The first snapshot is a pack; of the next, each object is a file.
  writeFileSync(join(root, 'd/f'), 'one')
  writeFileSync(join(root, 'private'), '', { mode: 0o600 })
  await recording.recorder.snapshot({ trigger: 'once' })
  const oid = recording.git('rev-parse', name).trim()
  rmSync(join(repo.gitDir, 'objects', oid.slice(0, 2), oid.slice(2)))
  rmSync(join(repo.gitDir, 'index'), { force: true })
  const recorder = await recording.reopen()
  writeFileSync(join(root, 'new'), 'two')
  const { snapshot } = await recorder.snapshot({ trigger: 'once' })
  expect(snapshot).toMatchObject({ files: 3, complete: true })
  const tree = ['100644 blob', '100644 blob', '100644 blob']
  const listed = recording.git('ls-tree', '-r', snapshot.commit).trim().split('\n')
  expect(listed.map((line) => line.slice(0, 11))).toEqual(tree)
  expect(recording.git('cat-file', 'blob', `${snapshot.meta}:entries`)).toContain('"private"')
  expect(recording.git('cat-file', 'blob', `${snapshot.commit}:d/f`)).toBe('one')
})

test('an empty object, as a power cut leaves it, is written again', async () => {
  const recording = await startRecording()
  const { root, repo } = recording
  writeFileSync(join(root, 'f'), 'one')
  await recording.recorder.snapshot({ trigger: 'once' })
  // The next state's objects, as a writer that had not yet moved the ref would have left them.
  for (const content of ['two', 'three']) {
    writeFileSync(join(root, 'f'), content)
    const made = recording.git('hash-object', '-w', join(root, 'f')).trim()
    const object = join(repo.gitDir, 'objects', made.slice(0, 2), made.slice(2))
    chmodSync(object, 0o600)
    truncateSync(object, 0)
    chmodSync(object, 0o444)
    const { snapshot } = await recording.recorder.snapshot({ trigger: 'once' })
    expect(recording.git('cat-file', 'blob', `${snapshot.commit}:f`)).toBe(content)
  }
  expect(recording.git('fsck', '--full', '--strict')).toBe('')
})

test('a repo whose making was cut short leaves its name free', async () => {
  const recording = await startRecording()
  const home = homeAt(join(recording.repo.gitDir, '../..'))
  mkdirSync(join(home.reposPath, '.unfinished.tmp-1-abc'))
  writeFileSync(join(home.reposPath, '.unfinished.tmp-1-abc/config'), '[core]\n')
  expect(listShadowRepos(home).map(({ name }) => name)).toEqual(['project'])
  expect(ensureShadowRepo(home, '/other').name).toBe('other')
  expect(readdirSync(home.reposPath)).toEqual(['other', 'project'])
})
