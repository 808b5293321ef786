import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GAPS, MAIN, META } from '../../../src/git/history/refs.ts'
import { hashObject } from '../../../src/git/objects/object-name.ts'
import { type Compression, PackWriter } from '../../../src/git/objects/pack-writer.ts'
import { hasPlainPacks } from '../../../src/git/objects/plain-packs.ts'
import { git, gitText } from '../../../src/git/process/run.ts'
import { repackAll, repackKind, writeCommitGraph } from '../../../src/git/upkeep/repack.ts'
import { repoSize } from '../../../src/git/upkeep/repo-size.ts'
import type { Oid } from '../../../src/model/oid.ts'
import { doctor } from '../../../src/record/doctor/doctor.ts'
import { collectGarbage, type GarbageOptions } from '../../../src/record/prune/collect-garbage.ts'
import { tidyObjects } from '../../../src/record/prune/maintenance-policy.ts'
import { largestPaths } from '../../../src/record/prune/repo-history.ts'
import { verify } from '../../../src/review/verify/verify.ts'
import { homeLockPath } from '../../../src/store/home/home-lock.ts'
import { acquireLock } from '../../../src/system/lock.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

let store: ShadowFixture

beforeEach(() => {
  store = shadowFixture()
})
afterEach(() => store.dispose())

const DAY_MS = 86_400_000

function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString()
}

/** Snapshots 50, 40, 20, 10 and 1 days old, each with a content and a mode of its own; two gaps. */
async function fiveSnapshots(): Promise<void> {
  await store.gap({
    reason: 'downtime',
    from: Date.now() - 45 * DAY_MS,
    to: Date.now() - 44 * DAY_MS,
  })
  await store.gap({
    reason: 'overflow',
    from: Date.now() - 5 * DAY_MS,
    to: Date.now() - 4 * DAY_MS,
  })
  for (const days of [50, 40, 20, 10, 1]) {
    const content = randomBytes(20_000)
    const state = { 'a.bin': { content, mode: 0o600 + (days % 8) }, 'same.txt': 'same\n' }
    await store.snapshot(state, { at: daysAgo(days) })
  }
}

async function collect(options: Partial<GarbageOptions> = {}) {
  const [result] = await collectGarbage(store.home, [store.repo], { isDryRun: false, ...options })
  return result!
}

async function oids(ref: string): Promise<string[]> {
  return (await gitText(store.gitDir, ['rev-list', ref])).trim().split('\n')
}

async function soundness() {
  const { damages, notes, facts } = await verify(store.repo)
  expect(damages).toEqual([])
  expect(notes).toEqual([])
  return facts
}

test('without retention everything stays, in one pack', async () => {
  await fiveSnapshots()
  const before = await oids(MAIN)
  const result = await collect()
  expect(result).toMatchObject({ snapshots: 5, dropped: 0, repacked: 'whole' })
  expect(await oids(MAIN)).toEqual(before)
  expect(repoSize(store.gitDir)).toMatchObject({ packs: 1, looseObjects: 0 })
  expect(await soundness()).toMatchObject({ snapshots: 5, isCut: false, gaps: { count: 2 } })
})

test('by age it keeps what gives back every state of those days, under the same names', async () => {
  await fiveSnapshots()
  const before = await oids(MAIN)
  const { dropped } = await collect({ keepDays: 30 })
  expect(dropped).toBe(1)
  expect(await oids(MAIN)).toEqual(before.slice(0, 4))
  expect(await soundness()).toMatchObject({ snapshots: 4, isCut: true })
})

test('what is dropped is gone from the disk, its modes and its reflog entries too', async () => {
  await fiveSnapshots()
  const [gone] = (await oids(MAIN)).slice(-1)
  const blob = (await gitText(store.gitDir, ['rev-parse', `${gone}:a.bin`])).trim()
  const { bytesBefore, bytesAfter } = await collect({ keepDays: 12 })
  expect(bytesAfter).toBeLessThan(bytesBefore - 35_000)
  for (const oid of [gone!, blob])
    await expect(git(store.gitDir, ['cat-file', '-e', oid])).rejects.toThrow()
  expect(await oids(META)).toHaveLength(3)
  expect(await oids(GAPS)).toHaveLength(2)
  expect(await gitText(store.gitDir, ['reflog', MAIN])).not.toContain(gone!.slice(0, 7))
  await git(store.gitDir, ['fsck', '--full', '--strict'])
})

test('the latest snapshot stays, however old and large it is', async () => {
  await fiveSnapshots()
  await collect({ keepDays: 1, maxBytes: 1 })
  expect(await soundness()).toMatchObject({ snapshots: 1 })
  expect((await gitText(store.gitDir, ['show', `${MAIN}:same.txt`])).trim()).toBe('same')
})

test('by size the oldest go until the rest fits', async () => {
  await fiveSnapshots()
  const { bytesAfter } = await collect({ maxBytes: 70_000 })
  expect(bytesAfter).toBeLessThanOrEqual(70_000)
  expect((await soundness()).snapshots).toBeGreaterThanOrEqual(2)
})

test('a dry run says what would be freed, and changes nothing', async () => {
  await fiveSnapshots()
  const before = readdirSync(store.gitDir, { recursive: true }).sort()
  const result = await collect({ keepDays: 12, isDryRun: true })
  expect(result).toMatchObject({ snapshots: 5, dropped: 2 })
  expect(result.bytesBefore - result.bytesAfter).toBeGreaterThan(40_000)
  expect(readdirSync(store.gitDir, { recursive: true }).sort()).toEqual(before)
})

test('snapshots go on after a cut, and another cut goes further', async () => {
  await fiveSnapshots()
  await collect({ keepDays: 30 })
  await store.snapshot({ 'a.bin': 'new', 'same.txt': 'same\n' }, { at: daysAgo(0.5) })
  await collect({ keepDays: 5 })
  expect(await soundness()).toMatchObject({ snapshots: 3, isCut: true })
  expect(await gitText(store.gitDir, ['show', `${MAIN}:a.bin`])).toBe('new')
})

test('what dead processes left is removed, and what a living one writes is not', async () => {
  await fiveSnapshots()
  const pack = join(store.gitDir, 'objects/pack')
  writeFileSync(join(pack, 'tmp_pack_aB3dEf'), 'x')
  writeFileSync(join(pack, 'tmp_pack.tmp-4194999-0123456789ab'), 'x')
  writeFileSync(join(pack, `tmp_pack.tmp-${process.pid}-0123456789ab`), 'x')
  const recorder = await acquireLock(homeLockPath(store.home), { waitMs: 0 })
  await collect()
  recorder.release()
  const left = readdirSync(pack).filter((name) => name.startsWith('tmp_'))
  expect(left).toEqual([`tmp_pack.tmp-${process.pid}-0123456789ab`])
})

test('without room for a second copy it packs in parts, and without room for that it refuses', async () => {
  await fiveSnapshots()
  await git(store.gitDir, ['repack', '-a', '-d', '-q'])
  appendFileSync(join(store.gitDir, 'info/exclude'), '')
  expect(repackKind(store.gitDir, undefined, 1_000_000)).toBe('whole')
  expect(repackKind(store.gitDir, undefined, 10_000)).toBe('parts')
  expect(() => repackKind(store.gitDir, undefined, 0)).toThrow(/no room to repack/)
})

test('a running recorder joins many packs by itself', async () => {
  await store.snapshot({ 'a.txt': '0' })
  for (let n = 1; n <= 51; n += 1) {
    await store.snapshot({ 'a.txt': String(n) })
    await git(store.gitDir, ['repack', '-d', '-q'])
  }
  await tidyObjects(store.gitDir)
  expect(repoSize(store.gitDir).packs).toBeLessThan(10)
  expect(await soundness()).toMatchObject({ snapshots: 52 })
})

/** A pack as a bulk capture writes it, with a blob that nothing names yet. */
function plainPack(text: string, compression: Compression = 'none'): Oid {
  const content = Buffer.from(text.repeat(5000))
  const oid = hashObject('blob', content)
  const writer = new PackWriter(store.gitDir, compression)
  writer.add('blob', content, oid)
  writer.finish()
  return oid
}

test('a running recorder compresses what a bulk capture packed in a hurry, and drops nothing', async () => {
  await store.snapshot({ 'a.txt': 'a'.repeat(100_000) })
  const inFlight = plainPack('in flight\n')
  expect(repoSize(store.gitDir).packBytes).toBeGreaterThan(50_000)
  await tidyObjects(store.gitDir)
  expect(hasPlainPacks(store.gitDir)).toBe(false)
  expect(repoSize(store.gitDir)).toMatchObject({ packs: 1 })
  expect(repoSize(store.gitDir).packBytes).toBeLessThan(5000)
  await git(store.gitDir, ['cat-file', '-e', inFlight])
  expect(await soundness()).toMatchObject({ snapshots: 1 })
})

test('gc compresses what was packed plain, once', async () => {
  const oid = plainPack('kept\n')
  await git(store.gitDir, ['update-ref', 'refs/tags/kept', oid])
  await store.snapshot({ 'a.txt': 'a' })
  await collect()
  expect(hasPlainPacks(store.gitDir)).toBe(false)
  expect(repoSize(store.gitDir).packBytes).toBeLessThan(5000)
  expect(await gitText(store.gitDir, ['cat-file', 'blob', oid])).toBe('kept\n'.repeat(5000))
})

test('the lock of a killed commit graph is no reason for gc to fail, and goes when nobody works there', async () => {
  await fiveSnapshots()
  const lock = join(store.gitDir, 'objects/info/commit-graph.lock')
  mkdirSync(join(store.gitDir, 'objects/info'), { recursive: true })
  writeFileSync(lock, '', { mode: 0o600 })
  store.reader.close()
  expect(await collect()).toMatchObject({ snapshots: 5, repacked: 'whole' })
  expect(existsSync(lock)).toBe(false)
  expect(existsSync(join(store.gitDir, 'objects/info/commit-graph'))).toBe(true)
  writeFileSync(lock, '', { mode: 0o600 })
  await writeCommitGraph(store.gitDir, {})
  expect(existsSync(lock)).toBe(true)
})

test('beside a recorder, what it has just written and not yet named stays', async () => {
  await fiveSnapshots()
  const args = ['hash-object', '-w', '--stdin']
  const oid = (await gitText(store.gitDir, args, { input: 'in flight' })).trim()
  const recorder = await acquireLock(homeLockPath(store.home), { waitMs: 0 })
  await collect({ keepDays: 5 })
  expect(await gitText(store.gitDir, ['cat-file', 'blob', oid])).toBe('in flight')
  recorder.release()
  await collect()
  await expect(git(store.gitDir, ['cat-file', '-e', oid])).rejects.toThrow()
})

test('beside a recorder, gc spares what it has not yet named though maintenance has packed it anew', async () => {
  await fiveSnapshots()
  const inFlight = [plainPack('first\n')]
  await tidyObjects(store.gitDir)
  for (let n = 0; n < 51; n += 1) inFlight.push(plainPack(`${n}\n`, 'fast'))
  await tidyObjects(store.gitDir)
  expect(repoSize(store.gitDir).packs).toBeLessThan(10)
  await repackAll(store.gitDir, { tryAlone: () => undefined })
  for (const oid of inFlight) await git(store.gitDir, ['cat-file', '-e', oid])
})

test('a pack that a recorder writes while gc repacks stays young, so that the next gc spares it', async () => {
  await fiveSnapshots()
  await store.snapshot({ 'large.bin': randomBytes(20_000_000) })
  const packs = join(store.gitDir, 'objects/pack')
  let inFlight: Oid | undefined
  const timer = setInterval(() => {
    // git has listed the packs there are once it writes its own.
    if (readdirSync(packs).some((name) => name.startsWith('tmp_pack_')))
      inFlight ??= plainPack('in flight\n')
  }, 1)
  await repackAll(store.gitDir, { tryAlone: () => undefined }).finally(() => clearInterval(timer))
  await repackAll(store.gitDir, { tryAlone: () => undefined })
  await git(store.gitDir, ['cat-file', '-e', inFlight!])
})

test('a pack that a recorder writes after gc has looked which there are loses nothing', async () => {
  await fiveSnapshots()
  let inFlight: Oid | undefined
  await repackAll(store.gitDir, {
    tryAlone: () => undefined,
    // Asked for right before git starts.
    get signal() {
      inFlight ??= plainPack('in flight\n')
      return undefined
    },
  })
  await git(store.gitDir, ['cat-file', '-e', inFlight!])
  expect(await soundness()).toMatchObject({ snapshots: 5 })
})

test('snapshots taken while gc cuts and repacks all stay', async () => {
  await fiveSnapshots()
  const recorder = await acquireLock(homeLockPath(store.home), { waitMs: 0 })
  let isDone = false
  const collecting = collect({ keepDays: 30 }).finally(() => {
    isDone = true
  })
  const taken: string[] = []
  while (!isDone || taken.length < 5)
    taken.push((await store.snapshot({ 'a.bin': randomBytes(500) })).commit)
  await collecting
  recorder.release()
  expect(await oids(MAIN)).toEqual(expect.arrayContaining(taken))
  expect(await soundness()).toMatchObject({ isCut: true, snapshots: taken.length + 4 })
})

test('a gc that was killed before it trimmed the reflogs leaves no damage, and the next one trims', async () => {
  await fiveSnapshots()
  const logs = [MAIN, META].map((ref) => join(store.gitDir, 'logs', ref))
  const whole = logs.map((log) => readFileSync(log))
  await collect({ keepDays: 12 })
  const trimmed = logs.map((log) => readFileSync(log, 'utf8'))
  logs.forEach((log, index) => {
    writeFileSync(log, whole[index]!, { mode: 0o600 })
  })
  await soundness()
  await doctor(store.home, {
    isFixing: false,
    roots: [],
    onDiagnosis: ({ problem }) => expect.fail(problem),
  })
  await collect()
  expect(logs.map((log) => readFileSync(log, 'utf8'))).toEqual(trimmed)
  await soundness()
})

test('the paths that cost most are named', async () => {
  await fiveSnapshots()
  const [first] = await largestPaths(store.gitDir, 3)
  expect(first).toMatchObject({ path: 'a.bin', contents: 5 })
  expect(existsSync(join(store.gitDir, 'shallow'))).toBe(false)
})
