/** The watch of one root, over a real recorder, a real watcher and a real shadow repo. */
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { changedPath } from '../../../src/model/change.ts'
import { readWatchState } from '../../../src/store/timeline/watch-state.ts'
import { until } from '../../helpers/until.ts'
import { watching } from '../../helpers/watching.ts'

test.each(['native', 'chokidar', 'poll'] as const)(
  '%s: what happens is recorded',
  async (backend) => {
    const one = watching({ backend, ...(backend === 'poll' && { intervalMs: 100 }) })
    one.write('first')
    await one.watch.start()
    expect(one.recorded()).toEqual(['first'])
    one.write('second')
    await one.hasRecorded('second')
    mkdirSync(one.path('a/b/c'), { recursive: true })
    one.write('a/b/c/deep')
    await one.hasRecorded('a/b/c/deep')
    await sleep(400)
    one.write('a/b/c/deeper')
    await one.hasRecorded('a/b/c/deeper')
    renameSync(one.path('a'), one.path('z'))
    await one.hasRecorded('z/b/c/deep')
    one.write('z/b/c/deepest')
    await one.hasRecorded('z/b/c/deepest')
    expect(one.recorded().filter((path) => path.startsWith('a/'))).toEqual([])
    expect(one.gaps()).toEqual([])
  },
)

test('a tree that appears at once is recorded whole', async () => {
  const one = watching()
  await one.watch.start()
  const names: string[] = []
  for (let n = 0; n < 40; n += 1) {
    const folder = `tree/${n}/x/y`
    mkdirSync(one.path(folder), { recursive: true })
    one.write(`${folder}/file`)
    names.push(`${folder}/file`)
    if (n % 10 === 0) await sleep(5)
  }
  await one.hasRecorded(...names)
})

test('changes close together become one snapshot, and a steady stream several', async () => {
  const one = watching({ debounceMs: 400 })
  await one.watch.start()
  for (let n = 0; n < 5; n += 1) {
    one.write(`file-${n}`)
    await sleep(20)
  }
  await one.hasRecorded('file-4')
  expect(one.git('rev-list', '--count', 'main').trim()).toBe('2')
  for (let n = 0; n < 24; n += 1) {
    appendFileSync(one.path('log'), 'x')
    await sleep(100)
  }
  const count = Number(one.git('rev-list', '--count', 'main'))
  expect(count).toBeGreaterThanOrEqual(4)
  expect(count).toBeLessThanOrEqual(7)
})

test('a flush asked for records what was written just before', async () => {
  const one = watching({ debounceMs: 60_000 })
  await one.watch.start()
  for (let n = 0; n < 10; n += 1) {
    one.write(`file-${n}`)
    const { isNew, changes } = await one.watch.flush({ trigger: 'hook' })
    expect(isNew).toBe(true)
    expect(changes.map(changedPath)).toEqual([`file-${n}`])
  }
  expect((await one.watch.flush({ trigger: 'hook' })).isNew).toBe(false)
})

test('nothing is written when nothing changes', async () => {
  const one = watching()
  one.write('a')
  await one.watch.start()
  utimesSync(one.path('a'), 5, 5)
  chmodSync(one.path('a'), 0o644)
  await sleep(300)
  expect(one.git('rev-list', '--count', 'main').trim()).toBe('1')
})

test('stop records what is pending, brings the index up to date and leaves its mark', async () => {
  const one = watching({ debounceMs: 60_000 })
  await one.watch.start()
  one.write('last')
  await one.watch.stop()
  expect(one.recorded()).toEqual(['last'])
  expect(one.git('ls-files')).toBe('last\n')
  expect(readWatchState(one.gitDir)?.stopped).toBeDefined()
})

test('the first watch of a root makes no gap, the next one tells of the time between', async () => {
  const one = watching()
  await one.watch.start()
  await one.watch.stop()
  const stopped = readWatchState(one.gitDir)!.stopped!
  await sleep(30)
  await one.again().start()
  expect(one.gaps()).toMatchObject([{ reason: 'downtime', from: stopped }])
  expect(one.git('log', '-1', '--format=%s', 'refs/flightrec/gaps')).toContain(
    'nothing was watching',
  )
})

test('a watch that was killed is taken to have ended with its last sign of life', async () => {
  const one = watching()
  await one.watch.start()
  await one.watch.stop()
  const path = join(one.gitDir, 'flightrec/watch.json')
  writeFileSync(path, JSON.stringify({ pid: 1, started: 1 }))
  const lastSign = Math.floor(Date.now() / 1000) + 1
  utimesSync(path, lastSign, lastSign)
  await until('the last sign of life is past', () => Date.now() > 1000 * lastSign + 100)
  await one.again().start()
  expect(one.gaps()).toMatchObject([{ from: 1000 * lastSign }])
})

test('a snapshot by hand between a kill and the next watch does not shorten what went unseen', async () => {
  const one = watching()
  await one.watch.start()
  await one.watch.stop()
  const path = join(one.gitDir, 'flightrec/watch.json')
  writeFileSync(path, JSON.stringify({ pid: 1, started: 1 }))
  const killedMs = Math.floor(statSync(path).mtimeMs)
  await sleep(300)
  one.write('made meanwhile')
  const recorder = await one.openRecorder()
  await recorder.snapshot({ trigger: 'once' })
  await recorder.close()
  await one.again().start()
  expect(one.gaps()[0]!.from).toBeLessThanOrEqual(killedMs + 1)
})

test('a root that vanishes leaves no empty snapshot, and is recorded when it returns', async () => {
  const one = watching()
  one.write('a')
  mkdirSync(one.path('folder'))
  await one.watch.start()
  renameSync(one.root, `${one.root}-away`)
  await one.until(() => one.warnings().length > 0, 'it is noticed')
  await expect(one.watch.flush({ trigger: 'manual' })).rejects.toMatchObject({ code: 'bad-root' })
  expect(one.watch.status().state).toBe('root-missing')
  expect(one.recorded()).toEqual(['a'])
  renameSync(`${one.root}-away`, one.root)
  one.write('b')
  await one.hasRecorded('b')
  await one.until(() => one.gaps().length > 0, 'the gap is told')
  expect(one.gaps()).toMatchObject([{ reason: 'root-missing' }])
  one.write('folder/c')
  await one.hasRecorded('folder/c')
  expect(one.warnings()).toHaveLength(1)
})

test('another folder in the place of the root is watched', async () => {
  const one = watching()
  one.write('a')
  await one.watch.start()
  mkdirSync(`${one.root}-new/sub`, { recursive: true })
  renameSync(one.root, `${one.root}-old`)
  renameSync(`${one.root}-new`, one.root)
  await sleep(700)
  one.write('sub/b')
  await one.hasRecorded('sub/b')
  expect(one.recorded()).toEqual(['sub/b'])
})

test('a watch begins when its root appears', async () => {
  const one = watching()
  rmSync(one.root, { recursive: true })
  await expect(one.watch.start()).rejects.toMatchObject({ code: 'bad-root' })
  mkdirSync(one.root)
  one.write('a')
  await one.until(() => one.gaps().length > 0, 'it is found')
  expect(one.recorded()).toEqual(['a'])
  one.write('b')
  await one.hasRecorded('b')
})

test('a change no event had named is found by the timed scan, and is a gap', async () => {
  const one = watching({ intervalMs: 300 })
  one.write('a')
  await one.watch.start()
  const outside = join(one.base, 'outside')
  renameSync(one.path('a'), outside)
  await one.until(() => one.recorded().length === 0, 'it is gone')
  const { linkSync } = await import('node:fs')
  linkSync(outside, one.path('a'))
  await one.hasRecorded('a')
  // Written through its other name, which lies outside the root.
  writeFileSync(outside, 'changed')
  await one.until(() => one.gaps().length > 0, 'the gap is told')
  expect(one.gaps()).toMatchObject([{ reason: 'missed-events', detail: 'a' }])
  expect(one.git('show', 'main:a')).toBe('changed')
})

test('what cannot be written is kept and written later, with a gap', async () => {
  const one = watching()
  await one.watch.start()
  const objects = join(one.gitDir, 'objects')
  renameSync(objects, `${objects}-away`)
  writeFileSync(objects, 'in the way')
  one.write('a')
  await one.until(() => one.warnings().length > 0, 'it is told')
  expect(one.watch.status().state).toBe('write-failed')
  one.write('b')
  rmSync(objects)
  renameSync(`${objects}-away`, objects)
  await one.hasRecorded('a', 'b')
  await one.until(() => one.gaps().length > 0, 'the gap is told')
  expect(one.gaps()).toMatchObject([{ reason: 'write-failed' }])
  expect(one.warnings().filter((text) => text.startsWith('cannot record'))).toHaveLength(1)
})

test('an interrupted first snapshot rejects, and the next start goes on', async () => {
  const one = watching()
  for (let n = 0; n < 300; n += 1) one.write(`file-${n}`, 'x'.repeat(n))
  const controller = new AbortController()
  const start = one.watch.start({ signal: controller.signal })
  controller.abort()
  await expect(start).rejects.toMatchObject({ code: 'interrupted' })
  await one.watch.stop()
  expect(existsSync(join(one.gitDir, 'refs/heads/main'))).toBe(false)
  await one.again().start()
  expect(one.recorded()).toHaveLength(300)
  expect(readdirSync(one.gitDir)).toContain('flightrec')
})
