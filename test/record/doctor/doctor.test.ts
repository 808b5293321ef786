import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GAPS, MAIN, SALVAGE } from '../../../src/git/history/refs.ts'
import { ObjectReader } from '../../../src/git/objects/object-reader.ts'
import { gitText } from '../../../src/git/process/run.ts'
import type { Gap } from '../../../src/model/gap.ts'
import { type Diagnosis, doctor } from '../../../src/record/doctor/doctor.ts'
import { nodeProblems } from '../../../src/record/doctor/machine.ts'
import { verify } from '../../../src/review/verify/verify.ts'
import { surveyRepos } from '../../../src/store/home/repo-survey.ts'
import { readGaps } from '../../../src/store/timeline/timeline.ts'
import { filesBelow, flip, storeWithEverything } from '../../helpers/damaged-store.ts'
import { RunningProcess } from '../../helpers/processes.ts'
import type { ShadowFixture } from '../../helpers/shadow-fixture.ts'

let store: ShadowFixture

beforeEach(async () => {
  store = await storeWithEverything()
  store.reader.close()
})
afterEach(() => store.dispose())

async function diagnose(
  options: { isFixing?: boolean; movedTo?: string } = {},
): Promise<Diagnosis[]> {
  const found: Diagnosis[] = []
  const onDiagnosis = (diagnosis: Diagnosis) => found.push(diagnosis)
  await doctor(store.home, { isFixing: false, roots: [], ...options, onDiagnosis })
  return found
}

/** Mends, and sees that looking first changed nothing, that all was mended, and that all is well then. */
async function mend(check: string): Promise<Diagnosis[]> {
  const before = readdirSync(store.gitDir, { recursive: true }).sort()
  const found = await diagnose()
  expect(found.map((diagnosis) => diagnosis.check)).toContain(check)
  expect(readdirSync(store.gitDir, { recursive: true }).sort()).toEqual(before)
  const mended = await diagnose({ isFixing: true })
  expect(mended.map(({ state }) => state)).toEqual(mended.map(() => 'mended'))
  expect(await diagnose({ isFixing: true })).toEqual([])
  expect((await verify(surveyRepos(store.home, [])[0]!)).damages).toEqual([])
  return mended
}

async function loosePath(name: string): Promise<string> {
  const oid = (await gitText(store.gitDir, ['rev-parse', name])).trim()
  const path = join(store.gitDir, 'objects', oid.slice(0, 2), oid.slice(2))
  chmodSync(path, 0o600)
  return path
}

async function gaps(): Promise<Gap[]> {
  const reader = new ObjectReader(store.gitDir)
  return await readGaps(store.gitDir, reader).finally(() => reader.close())
}

async function withTwoPacks(of: ShadowFixture): Promise<ShadowFixture> {
  await gitText(of.gitDir, ['repack', '-d', '-q'])
  await gitText(of.gitDir, ['multi-pack-index', 'write'])
  return of
}

function quarantined(): string[] {
  return readdirSync(join(store.gitDir, 'flightrec/quarantine'))
}

test('a config.toml that cannot be used is named: nothing is recorded with it', async () => {
  writeFileSync(store.home.configPath, 'not toml [')
  const [found] = await diagnose()
  expect(found).toMatchObject({ subject: store.home.configPath, state: 'left', check: 'config' })
  expect(found!.problem).toContain('config.toml:1')
})

test('a sound store gives nothing to do', async () => {
  expect(await diagnose()).toEqual([])
  expect(await diagnose({ isFixing: true })).toEqual([])
})

describe('objects', () => {
  test('one that a power cut emptied is written again from the watched folder', async () => {
    const path = await loosePath(`${MAIN}:src/a.txt`)
    truncateSync(path, 0)
    await mend('objects')
    expect(await gitText(store.gitDir, ['show', `${MAIN}:src/a.txt`])).toBe('four\n')
  })

  test('one that is missing is written again from the watched folder', async () => {
    rmSync(await loosePath(`${MAIN}:src/new/c.txt`))
    await mend('objects')
  })

  test('the only copy, damaged, is kept in quarantine', async () => {
    const path = await loosePath(`${MAIN}~1:src/a.txt`)
    const bytes = flip(6)(readFileSync(path))
    writeFileSync(path, bytes)
    const [diagnosis] = await diagnose({ isFixing: true })
    expect(diagnosis?.remedy).toContain('nothing else has it')
    const [kept] = quarantined()
    expect(readFileSync(join(store.gitDir, 'flightrec/quarantine', kept!))).toEqual(bytes)
    const after = await diagnose({ isFixing: true })
    expect(after).toMatchObject([{ check: 'objects', state: 'left' }])
  })

  test('one of which a pack has a sound copy is moved out of its way', async () => {
    const oid = (await gitText(store.gitDir, ['rev-parse', `${MAIN}~3:b.txt`])).trim()
    const loose = join(store.gitDir, 'objects', oid.slice(0, 2), oid.slice(2))
    chmodSync(loose, 0o600)
    writeFileSync(loose, 'rubbish')
    await mend('objects')
  })
})

describe('refs and reflogs', () => {
  test.each([
    ['garbage', 'rubbish\n'],
    ['nothing', ''],
    ['zeroes', '\0'.repeat(41)],
    ['a commit that is not there', `${'ab'.repeat(20)}\n`],
  ])('a ref that holds %s is taken back from its reflog', async (_, content) => {
    const tip = await gitText(store.gitDir, ['rev-parse', MAIN])
    writeFileSync(join(store.gitDir, MAIN), content)
    await mend('refs')
    expect(await gitText(store.gitDir, ['rev-parse', MAIN])).toBe(tip)
  })

  test('a ref whose newest commit is lost goes to the one before, and says what is lost', async () => {
    truncateSync(await loosePath(MAIN), 0)
    const parent = await gitText(store.gitDir, ['rev-parse', `${MAIN}@{1}`])
    const mended = await diagnose({ isFixing: true })
    expect(mended[0]).toMatchObject({ check: 'refs', state: 'mended' })
    expect(mended[0]!.problem).toContain('1 newer commit of it cannot be read')
    expect(await gitText(store.gitDir, ['rev-parse', MAIN])).toBe(parent)
    expect(await diagnose({ isFixing: true })).toEqual([])
  })

  test('the record itself knows of a lost commit: a gap from the one before until now', async () => {
    truncateSync(await loosePath(MAIN), 0)
    await diagnose({ isFixing: true })
    const [gap, older] = await gaps()
    const parent = Number(await gitText(store.gitDir, ['log', '-1', '--format=%ct', MAIN]))
    expect(gap).toMatchObject({
      reason: 'damage',
      from: parent * 1000,
      detail: '1 snapshot cannot be read',
    })
    expect(gap!.to).toBeGreaterThan(Date.now() - 60_000)
    expect(older?.reason).toBe('overflow')
  })

  test('what only a lost commit named outlives the next gc', async () => {
    const blob = (await gitText(store.gitDir, ['rev-parse', `${MAIN}:src/new/c.txt`])).trim()
    truncateSync(await loosePath(MAIN), 0)
    await diagnose({ isFixing: true })
    rmSync(join(store.gitDir, 'index'))
    const { collectGarbage } = await import('../../../src/record/prune/collect-garbage.ts')
    await collectGarbage(store.home, [store.repo], { isDryRun: false })
    expect(await gitText(store.gitDir, ['cat-file', 'blob', blob])).toBe('c\n')
    const kept = await gitText(store.gitDir, ['ls-tree', '-r', '--name-only', SALVAGE])
    expect(kept).toMatch(/^[0-9a-f]{40}\/src\/new\/c.txt$/m)
    expect((await verify(surveyRepos(store.home, [])[0]!)).damages).toEqual([])
  })

  test('a gap that cannot be read is a gap in its own list, which goes on', async () => {
    truncateSync(await loosePath(GAPS), 0)
    truncateSync(await loosePath(MAIN), 0)
    await mend('refs')
    expect((await gaps()).map(({ detail }) => detail)).toEqual([
      '1 snapshot cannot be read',
      'the list of gaps itself',
    ])
  })

  test('whichever object is damaged, what is lost is known after the mend', async () => {
    const refs = await gitText(store.gitDir, ['for-each-ref'])
    for (const path of filesBelow(store.gitDir)) {
      if (!/^objects\/[0-9a-f]{2}\//.test(path)) continue
      const pristine = `${store.home.path}-pristine`
      cpSync(store.home.path, pristine, { recursive: true })
      chmodSync(join(store.gitDir, path), 0o600)
      truncateSync(join(store.gitDir, path), 0)
      await diagnose({ isFixing: true })
      const { damages } = await verify(surveyRepos(store.home, [])[0]!)
      const isKnown = damages.length > 0 || (await gaps())[0]?.reason === 'damage'
      if (!isKnown) expect(await gitText(store.gitDir, ['for-each-ref'])).toBe(refs)
      rmSync(store.home.path, { recursive: true })
      renameSync(pristine, store.home.path)
    }
  })

  test('a reflog cut in the middle of a line is made anew', async () => {
    const log = join(store.gitDir, 'logs', MAIN)
    truncateSync(log, statSync(log).size - 30)
    await mend('refs')
  })

  test('a reflog that is gone is made anew', async () => {
    rmSync(join(store.gitDir, 'logs', MAIN))
    await mend('refs')
  })
})

test('a repo of a newer format is left as it is, by --fix too: what looks damaged here may be right there', async () => {
  const config = join(store.gitDir, 'config')
  writeFileSync(config, readFileSync(config, 'utf8').replace('Version = 1', 'Version = 2'))
  rmSync(join(store.gitDir, 'logs', MAIN))
  const read = () => filesBelow(store.gitDir).map((path) => readFileSync(join(store.gitDir, path)))
  const before = read()
  for (const isFixing of [false, true])
    expect(await diagnose({ isFixing })).toMatchObject([
      { check: 'format', state: 'left', remedy: expect.stringContaining('newer flightrec') },
    ])
  expect(read()).toEqual(before)
  const { damages } = await verify(surveyRepos(store.home, [])[0]!)
  expect(damages).toMatchObject([{ kind: 'format', mendable: false }])
})

describe('files of the repo', () => {
  test('an altered config is written anew, and a copy is kept', async () => {
    appendFileSync(join(store.gitDir, 'config'), '[core]\n\tfsmonitor = /tmp/evil\n')
    await mend('pinned-files')
    expect(quarantined()).toEqual(['config'])
  })

  test.each(['', '\0'.repeat(900), '[core'])('a config of %j is written anew', async (content) => {
    const before = readFileSync(join(store.gitDir, 'config'), 'utf8')
    writeFileSync(join(store.gitDir, 'config'), content)
    await mend('pinned-files')
    expect(readFileSync(join(store.gitDir, 'config'), 'utf8')).toBe(before)
  })

  test('a flipped bit in the path of the root is mended from the second place', async () => {
    const path = join(store.gitDir, 'config')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(/(worktree = .*)t$/m, '$1u'))
    await mend('pinned-files')
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('a damaged index is removed', async () => {
    truncateSync(join(store.gitDir, 'index'), 40)
    await mend('index')
  })

  test('the index of a pack is made anew', async () => {
    const idx = filesBelow(store.gitDir).find((path) => path.endsWith('.idx'))!
    chmodSync(join(store.gitDir, idx), 0o600)
    truncateSync(join(store.gitDir, idx), 100)
    await mend('packs')
  })

  test('a flipped bit anywhere in the index of a pack costs nothing: git makes it anew without looking through the damaged one', async () => {
    const index = filesBelow(store.gitDir).find((path) => path.endsWith('.idx'))!
    const path = join(store.gitDir, index)
    chmodSync(path, 0o600)
    const sound = readFileSync(path)
    const objects = sound.readUInt32BE(8 + 255 * 4)
    const names = 8 + 1024
    const offsets = names + objects * 24
    const places = [0, 5, 8, 700, names + 3, names + objects * 20 + 1, sound.length - 1]
    for (let n = 0; n < objects; n += 1) places.push(offsets + n * 4 + 2, offsets + n * 4 + 3)
    for (const place of places) {
      writeFileSync(path, flip(place)(Buffer.from(sound)), { mode: 0o600 })
      const mended = await diagnose({ isFixing: true })
      expect(mended).toMatchObject([{ check: 'packs', state: 'mended' }])
      expect(readFileSync(path)).toEqual(sound)
      chmodSync(path, 0o600)
    }
    expect((await verify(surveyRepos(store.home, [])[0]!)).damages).toEqual([])
  }, 60_000)

  test('two damaged indexes and a damaged list of packs do not stand in the way of each other', async () => {
    store = await withTwoPacks(store)
    const packs = filesBelow(store.gitDir).filter((path) => /\.idx$|multi-pack-index$/.test(path))
    expect(packs).toHaveLength(3)
    for (const pack of packs) {
      const path = join(store.gitDir, pack)
      chmodSync(path, 0o600)
      const bytes = readFileSync(path)
      writeFileSync(path, flip(bytes.length - 45)(bytes))
    }
    await mend('packs')
  })

  test('rights of others are taken away', async () => {
    chmodSync(join(store.gitDir, MAIN), 0o644)
    await mend('permissions')
  })

  test('files of unfinished writes are removed', async () => {
    writeFileSync(join(store.gitDir, 'objects/pack/tmp_pack_x1y2z3'), 'x', { mode: 0o600 })
    writeFileSync(join(store.gitDir, 'objects/pack/a.tmp-4194999-0123456789ab'), 'x', {
      mode: 0o600,
    })
    await mend('temporary-files')
  })

  test('a lost boundary is made anew from the reflogs', async () => {
    const { collectGarbage } = await import('../../../src/record/prune/collect-garbage.ts')
    await collectGarbage(store.home, [store.repo], { isDryRun: false, maxBytes: 1 })
    writeFileSync(join(store.gitDir, 'shallow'), 'rubbish')
    await mend('shallow')
    rmSync(join(store.gitDir, 'shallow'))
    await mend('shallow')
  })
})

test('files that a killed restore left in the watched folder are removed, and nothing like them', async () => {
  const staged = '.flightrec-restore-0123456789abcdef'
  const kept = ['.flightrec-restore-mine', '.flightrec-restore-0123456789abcdef.txt']
  store.writeRoot({
    [staged]: 'half',
    [`deep/er/${staged}`]: 'x',
    [kept[0]!]: 'a',
    [kept[1]!]: 'b',
  })
  mkdirSync(join(store.root, 'folder', staged), { recursive: true })
  mkdirSync(join(dirname(store.root), 'elsewhere'), { recursive: true })
  writeFileSync(join(dirname(store.root), 'elsewhere', staged), '')
  symlinkSync(join(dirname(store.root), 'elsewhere'), join(store.root, 'link'))
  expect(await mend('restore-leftovers')).toHaveLength(2)
  for (const name of kept) expect(existsSync(join(store.root, name))).toBe(true)
  expect(existsSync(join(store.root, 'folder', staged))).toBe(true)
  expect(existsSync(join(dirname(store.root), 'elsewhere', staged))).toBe(true)
})

describe('locks', () => {
  test('of dead owners are removed', async () => {
    for (const lock of ['index.lock', `${MAIN}.lock`, 'config.lock', 'shallow.lock'])
      writeFileSync(join(store.gitDir, lock), '', { mode: 0o600 })
    expect(await mend('stale-locks')).toHaveLength(4)
  })

  test.skipIf(process.platform !== 'linux')('stay while a process works in the repo', async () => {
    const lock = join(store.gitDir, 'index.lock')
    writeFileSync(lock, '', { mode: 0o600 })
    const worker = new RunningProcess(['sh', '-c', 'sleep 10 <&- >&- 2>&- & wait'], {
      cwd: store.gitDir,
      env: {},
    })
    // A child of ours does not count; its own child does, once that has started.
    await expect.poll(async () => (await diagnose())[0]?.state).toBe('left')
    await diagnose({ isFixing: true })
    expect(existsSync(lock)).toBe(true)
    await worker.stop('SIGKILL')
  })

  test('and the socket of a dead daemon are cleared away', async () => {
    const owner = { pid: 4_194_999, started: '1', boot: 'x', host: 'y', namespace: '' }
    writeFileSync(join(store.home.runPath, 'lock'), JSON.stringify(owner), { mode: 0o600 })
    writeFileSync(join(store.home.runPath, 'daemon.sock'), '', { mode: 0o600 })
    writeFileSync(join(store.home.runPath, 'lock'), '', { mode: 0o600 })
    await mend('stale-run')
    expect(readdirSync(store.home.runPath)).toEqual([])
  })
})

describe('the root', () => {
  test('that is gone is named, with what to do', async () => {
    renameSync(store.root, `${store.root}-moved`)
    expect(await diagnose()).toMatchObject([{ check: 'root', state: 'left' }])
  })

  test('that has moved is recorded on under its timeline', async () => {
    const moved = `${store.root}-moved`
    renameSync(store.root, moved)
    const mended = await diagnose({ isFixing: true, movedTo: moved })
    expect(mended).toMatchObject([{ check: 'root', state: 'mended' }])
    expect(surveyRepos(store.home, [])[0]!.root).toBe(moved)
    expect(await diagnose()).toEqual([])
  })

  test('cannot be moved to a folder that is not there', async () => {
    await expect(diagnose({ isFixing: true, movedTo: '/nowhere' })).rejects.toThrow(
      'there is no folder /nowhere',
    )
    mkdirSync(`${store.root}-other`)
  })
})

test('a Node that is too old is named', () => {
  expect(nodeProblems('18.20.0')).toHaveLength(1)
  expect(nodeProblems('20.19.0')).toEqual([])
})
