/** Everything that has broken a snapshot tool, in one tree: recorded, listed, and given back. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCommit } from '../../src/git/objects/commit-format.ts'
import { ObjectReader } from '../../src/git/objects/object-reader.ts'
import { rawFromText } from '../../src/model/raw-path.ts'
import { restore } from '../../src/record/restore/restore.ts'
import type { SnapshotResult } from '../../src/record/snapshot/snapshot-request.ts'
import { readMetaTree } from '../../src/store/timeline/meta.ts'
import { buildHostileTree, type HostileTree } from '../helpers/hostile-tree.ts'
import { type Recording, startRecording } from '../helpers/recording.ts'
import { recordingWith } from '../helpers/recording-with.ts'
import { type Listed, listTree } from '../helpers/tree-listing.ts'

const canBuild = process.platform === 'linux'
if (!canBuild) process.stderr.write('skipped: the hostile tree needs /proc/self/fd to be built\n')

const CAP_BYTES = 100 << 20
let recording: Recording
let tree: HostileTree
let first: SnapshotResult
let before: Map<string, Listed>

beforeAll(async () => {
  if (!canBuild) return
  recording = await startRecording({ exclude: [], maxFileSizeBytes: CAP_BYTES })
  tree = buildHostileTree(join(recording.root, 'tree'))
  before = list(recording.root)
  first = await recording.recorder.snapshot({ trigger: 'once' })
})

afterAll(() => {
  if (!tree) return
  tree.dispose()
  // Paths beyond PATH_MAX are too long for Node to remove.
  execFileSync('rm', ['-rf', dirname(recording.root)])
})

function list(folder: string): Map<string, Listed> {
  return listTree(folder, CAP_BYTES, new Set(['tree/root only/proc']))
}

function expected(listing: Map<string, Listed>): Map<string, Listed> {
  const kept = new Map(listing)
  for (const path of tree.skipped.keys()) kept.delete(`tree/${path}`)
  for (const [path, { type }] of kept) {
    if (type === 'other') kept.delete(path)
  }
  return kept
}

function restoreRequest(reader: ObjectReader) {
  return {
    repo: recording.repo,
    reader,
    snapshot: first.snapshot,
    latest: recording.recorder.latest!,
    paths: [rawFromText('')],
    remove: false,
    force: false,
    dryRun: false,
    willRecord: () => true,
    recording: recordingWith(
      async (trigger) => (await recording.recorder.snapshot({ trigger })).snapshot,
    ),
    command: 'flightrec restore test',
  }
}

test.runIf(canBuild)(
  'what is skipped is exactly what cannot be recorded, each with its reason',
  async () => {
    const reader = new ObjectReader(recording.repo.gitDir)
    const { tree: metaTree } = parseCommit(await reader.get(first.snapshot.meta!, 'commit'))
    const skipped = new Map<string, string>()
    for (const [folder, entries] of await readMetaTree(reader, metaTree)) {
      for (const { name, kind, reason } of entries) {
        const why = kind === 'large' ? 'too-large' : reason
        if (why) skipped.set(`${folder}/${name}`.replace(/^\/?tree\//, ''), why)
      }
    }
    reader.close()
    expect(Object.fromEntries(skipped)).toEqual(Object.fromEntries(tree.skipped))
    expect(first.snapshot).toMatchObject({ complete: true, skipped: tree.skipped.size })
  },
)

test.runIf(canBuild)(
  'plain git finds nothing to complain about, and nothing of the tree was run',
  () => {
    expect(recording.git('fsck', '--strict', '--full')).toBe('')
    expect(existsSync(tree.canary)).toBe(false)
  },
)

test.runIf(canBuild)(
  'recording leaves the tree as it was, and finds no change the next time',
  async () => {
    expect(list(recording.root)).toEqual(before)
    const again = await (await recording.reopen()).snapshot({ trigger: 'once' })
    expect(again.changes.map(({ type }) => type)).toEqual([])
    expect(again.isNew).toBe(false)
    expect(recording.git('diff', '--stat')).toBe('')
  },
)

test.runIf(canBuild)(
  'another folder gets everything back: bytes, types, modes, owners, links and empty folders',
  async () => {
    const reader = new ObjectReader(recording.repo.gitDir)
    const to = join(recording.root, '../restored')
    const report = await restore({ ...restoreRequest(reader), to })
    reader.close()
    expect(report.applied!.conflicts).toEqual([])
    const wanted = expected(before)
    process.stderr.write(`hostile tree: ${wanted.size} paths compared\n`)
    const got = listTree(to)
    expect([...got.keys()].filter((path) => !wanted.has(path))).toEqual([])
    expect([...wanted.keys()].filter((path) => !got.has(path))).toEqual([])
    const differing = [...wanted].filter(
      ([path, listed]) => JSON.stringify(got.get(path)) !== JSON.stringify(listed),
    )
    expect(differing.map(([path, listed]) => [path, listed, got.get(path)])).toEqual([])
  },
)

test.runIf(canBuild)(
  'in place, what was removed, overwritten and changed in mode comes back the same',
  async () => {
    const { root } = tree
    execFileSync('rm', [
      '-rf',
      ...['files', 'links', 'd', 'repos', 'long'.repeat(60)].map((n) => join(root, n)),
    ])
    for (const name of ['README', 'readme'])
      rmSync(join(root, 'folders', name), { recursive: true })
    symlinkSync('/etc', join(root, 'folders/README'))
    truncateSync(join(root, 'contents/streamed'), 7)
    writeFileSync(join(root, 'contents/sparse'), 'no longer sparse')
    rmSync(join(root, 'contents/empty folder'), { recursive: true })
    writeFileSync(join(root, 'contents/empty folder'), 'a file in its place')
    for (const mode of ['600', '4755', 'folder-1644', 'empty-2755']) {
      chmodSync(join(root, 'modes', mode), 0o700)
    }
    chmodSync(root, 0o700)
    const reader = new ObjectReader(recording.repo.gitDir)
    const report = await restore(restoreRequest(reader))
    reader.close()
    expect(report.applied).toMatchObject({ conflicts: [] })
    const got = expected(list(recording.root))
    const wanted = expected(before)
    const differing = [...wanted].filter(
      ([path, listed]) => JSON.stringify(got.get(path)) !== JSON.stringify(listed),
    )
    expect(differing.map(([path, listed]) => [path, listed, got.get(path)])).toEqual([])
    expect(got.size).toBe(wanted.size)
    expect(existsSync(tree.canary)).toBe(false)
  },
)
