/** One thing that goes wrong must never cost the rest: each of these did. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { hashObject } from '../../src/git/objects/object-name.ts'
import { PackWriter } from '../../src/git/objects/pack-writer.ts'
import { initShadowRepo } from '../../src/git/shadow-config.ts'
import { rawFromText } from '../../src/model/raw-path.ts'
import { asOrdinaryUser, DrivenRecorder, openGround } from '../helpers/driven-recorder.ts'
import { isRoot } from '../helpers/is-root.ts'
import { runPlainGit } from '../helpers/plain-git.ts'
import { startRecording } from '../helpers/recording.ts'

const hasPython = spawnSync('python3', ['--version']).status === 0
const canMount = isRoot && hasPython && existsSync('/dev/fuse')
if (!canMount) process.stderr.write('skipped: a dead mount needs root, python3 and /dev/fuse\n')

function newRepo(): string {
  const gitDir = mkdtempSync(join(tmpdir(), 'repo-'))
  initShadowRepo(gitDir, '/nowhere')
  return gitDir
}

test('a first snapshot goes on when a file is swapped before it is read', async () => {
  const recording = await startRecording({
    onFolder(path) {
      // The files of the root are known by now, and not yet read.
      if (path !== 'later') return
      rmSync(join(recording.root, 'swapped'))
      symlinkSync('elsewhere', join(recording.root, 'swapped'))
      rmSync(join(recording.root, 'gone'))
    },
  })
  for (const name of ['swapped', 'gone', 'kept']) writeFileSync(join(recording.root, name), name)
  mkdirSync(join(recording.root, 'later'))
  const { snapshot } = await recording.recorder.snapshot({ trigger: 'once' })
  expect(snapshot).toMatchObject({ files: 2, complete: true })
  expect(recording.git('ls-tree', '--name-only', 'main')).toBe('kept\nswapped\n')
  expect(recording.git('fsck', '--strict')).toBe('')
})

test('a disk that fails half way through a large file spoils nothing else in the pack', async () => {
  const gitDir = newRepo()
  const pack = new PackWriter(gitDir)
  const [one, two] = [Buffer.from('one'), Buffer.from('two')]
  pack.add('blob', one, hashObject('blob', one))
  function* failing() {
    yield Buffer.alloc(3 << 20, 'half')
    throw new Error('EIO')
  }
  await expect(pack.addStreamed(6 << 20, failing())).rejects.toThrow('EIO')
  pack.add('blob', two, hashObject('blob', two))
  expect(pack.finish()).toBe(true)
  const listed = ['cat-file', '--batch-all-objects', '--batch-check=%(objectsize)']
  expect(runPlainGit(['--git-dir', gitDir, ...listed])).toBe('3\n3\n')
  runPlainGit(['--git-dir', gitDir, 'fsck', '--full'])
})

test('a pack that cannot be completed says why, and leaves nothing behind', () => {
  const gitDir = newRepo()
  const pack = new PackWriter(gitDir)
  pack.add('blob', Buffer.from('x'), hashObject('blob', Buffer.from('x')))
  rmSync(join(gitDir, 'objects/pack'), { recursive: true })
  writeFileSync(join(gitDir, 'objects/pack'), 'in the way')
  expect(() => pack.finish()).toThrow('ENOTDIR')
  pack.abandon()
  expect(readdirSync(join(gitDir, 'flightrec/drafts'))).toEqual([])
})

test('a folder that may not be entered is listed as unreadable, by path and by scan', async () => {
  const { root, home, dispose } = openGround()
  for (const name of ['shut', 'open']) {
    mkdirSync(join(root, name))
    writeFileSync(join(root, name, 'f'), 'one')
  }
  if (isRoot) for (const name of ['shut', 'open']) chownSync(join(root, name), 65534, 65534)
  const recorder = new DrivenRecorder(root, home, asOrdinaryUser())
  expect(await recorder.snapshot()).toMatchObject({ files: 2, complete: true })
  chmodSync(join(root, 'shut'), 0)
  writeFileSync(join(root, 'open/f'), 'two')
  const named = await recorder.snapshot('shut/f', 'open/f')
  expect(named).toMatchObject({ files: 2, complete: false, skipped: { shut: 'unreadable' } })
  expect(named.changes).toBe(1)
  expect(await recorder.snapshot()).toMatchObject({ skipped: { shut: 'unreadable' } })
  expect(await recorder.snapshot()).toMatchObject({ isNew: false })
  chmodSync(join(root, 'shut'), 0o644)
  expect(await recorder.snapshot()).toMatchObject({ skipped: { shut: 'unreadable' } })
  chmodSync(join(root, 'shut'), 0o755)
  expect(await recorder.snapshot('shut/f')).toMatchObject({ complete: true, skipped: {} })
  await recorder.close()
  dispose()
})

test('a file that may not be read keeps what was recorded of it, marked', async () => {
  const { root, home, dispose } = openGround()
  writeFileSync(join(root, 'f'), 'one')
  writeFileSync(join(root, 'g'), 'one')
  if (isRoot) for (const name of ['f', 'g']) chownSync(join(root, name), 65534, 65534)
  const recorder = new DrivenRecorder(root, home, asOrdinaryUser())
  await recorder.snapshot()
  writeFileSync(join(root, 'f'), 'two')
  writeFileSync(join(root, 'new'), 'three', { mode: 0 })
  chmodSync(join(root, 'f'), 0)
  const shut = await recorder.snapshot()
  expect(shut).toMatchObject({ files: 2, skipped: { f: 'unreadable', new: 'unreadable' } })
  chmodSync(join(root, 'f'), 0o644)
  chmodSync(join(root, 'new'), 0o644)
  expect(await recorder.snapshot()).toMatchObject({ files: 3, complete: true, skipped: {} })
  await recorder.close()
  dispose()
})

test('a file that may not be read costs a diff only itself', () => {
  const { root, home, dispose } = openGround()
  const names = ['f', 'g', 'new']
  const write = (name: string, content: string) => {
    writeFileSync(join(root, name), content)
    if (isRoot) chownSync(join(root, name), 65534, 65534)
  }
  const [program = '', ...words] = [...asOrdinaryUser(), process.execPath, resolve('dist/main.js')]
  const env = { PATH: process.env.PATH!, HOME: home, FLIGHTREC_HOME: join(home, 'own') }
  const flightrec = (...args: string[]) =>
    spawnSync(program, [...words, ...args], { cwd: root, env, encoding: 'utf8' })
  for (const name of ['f', 'g']) write(name, 'one\n')
  expect(flightrec('watch', '--once', root)).toMatchObject({ status: 0 })
  for (const name of names) write(name, 'two\n')
  for (const name of ['g', 'new']) chmodSync(join(root, name), 0)
  const { status, stdout, stderr } = flightrec('diff', '--name-only')
  expect([status, stdout]).toEqual([3, 'f\n'])
  expect(stderr).toContain('g may not be read, so it was not compared')
  expect(stderr).toContain('new may not be read, so it was not compared')
  dispose()
})

test('a root that may not be read is an error, not "nothing changed"', async () => {
  const { root, home, dispose } = openGround()
  writeFileSync(join(root, 'f'), 'one')
  const recorder = new DrivenRecorder(root, home, asOrdinaryUser())
  const before = await recorder.snapshot()
  if (isRoot) chownSync(root, 65534, 65534)
  chmodSync(root, 0)
  expect(await recorder.snapshot()).toMatchObject({
    error: 'failed',
    message: `cannot read the folder ${root}: EACCES`,
  })
  expect(await recorder.snapshot('f')).toMatchObject({ error: 'failed' })
  chmodSync(root, 0o777)
  expect(await recorder.snapshot()).toMatchObject({ files: before.files, complete: true })
  await recorder.close()
  dispose()
})

test('a root that goes away while it is looked at makes no snapshot, and comes back', async () => {
  let away = false
  const recording = await startRecording({
    onFolder(path) {
      if (path === 'folder' && away) renameSync(recording.root, `${recording.root}-away`)
    },
  })
  const { root, recorder } = recording
  mkdirSync(join(root, 'folder'))
  for (let n = 0; n < 100; n += 1) writeFileSync(join(root, `f${n}`), String(n))
  away = true
  await expect(recorder.snapshot({ trigger: 'once' })).rejects.toMatchObject({ code: 'bad-root' })
  away = false
  renameSync(`${root}-away`, root)
  const first = await recorder.snapshot({ trigger: 'once' })
  expect(first.snapshot).toMatchObject({ files: 100, complete: true })
  expect(recording.git('rev-list', '--count', 'main')).toBe('1\n')
})

test('the size of a snapshot is right after the index was lost', async () => {
  const recording = await startRecording()
  for (const name of ['a', 'b']) {
    mkdirSync(join(recording.root, name))
    writeFileSync(join(recording.root, name, 'f'), '12345')
  }
  await recording.recorder.snapshot({ trigger: 'once' })
  rmSync(join(recording.repo.gitDir, 'index'), { force: true })
  await recording.recorder.close()
  await recording.reopen()
  writeFileSync(join(recording.root, 'a/g'), '678')
  const { snapshot } = await recording.recorder.snapshot({ trigger: 'once' })
  expect(snapshot).toMatchObject({ files: 3, bytes: 13 })
})

const DEAD_MOUNT = `
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
fd = os.open('/dev/fuse', os.O_RDWR)
data = ('fd=%d,rootmode=40000,user_id=0,group_id=0' % fd).encode()
sys.exit(libc.mount(b'dead', sys.argv[1].encode(), b'fuse', 0, data))
`

test.runIf(canMount)('a mount whose server is dead costs only itself', async () => {
  const recording = await startRecording()
  const { root } = recording
  for (const name of ['a', 'dead', 'z']) {
    mkdirSync(join(root, name))
    writeFileSync(join(root, name, 'f'), name)
  }
  await recording.recorder.snapshot({ trigger: 'once' })
  execFileSync('python3', ['-c', DEAD_MOUNT, join(root, 'dead')])
  try {
    writeFileSync(join(root, 'z/f'), 'changed')
    writeFileSync(join(root, 'a/f'), 'changed')
    const scanned = await recording.recorder.snapshot({ trigger: 'once' })
    expect(scanned.changes).toHaveLength(2)
    expect(scanned.snapshot).toMatchObject({ files: 3, skipped: 1, complete: false })
    const paths = [rawFromText('dead/f')]
    const named = await recording.recorder.snapshot({ trigger: 'once', paths })
    expect(named.isNew).toBe(false)
  } finally {
    execFileSync('umount', ['--lazy', join(root, 'dead')])
  }
  const healed = await recording.recorder.snapshot({ trigger: 'once' })
  expect(healed.snapshot).toMatchObject({ files: 3, complete: true })
})
