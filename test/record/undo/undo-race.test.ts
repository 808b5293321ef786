/** Someone works on in the folder while changes are taken back, or means harm. */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Snapshot } from '../../../src/model/snapshot.ts'
import type { UndoReport } from '../../../src/record/undo/undo.ts'
import { recordingWith } from '../../helpers/recording-with.ts'
import { type UndoFixture, undoFixture } from './undo-fixture.ts'

let fixture: UndoFixture
beforeEach(() => {
  fixture = undoFixture()
})
afterEach(() => fixture.dispose())

const at = (name: string) => join(fixture.root, name)
const read = (name: string) => readFileSync(at(name), 'utf8')

/** Takes `change` back; `meanwhile` happens right after the safety snapshot. */
async function takeBackWhile(change: Snapshot, meanwhile: () => void): Promise<UndoReport> {
  return await fixture.takeBack(change, {
    recording: recordingWith(async (trigger) => {
      const snapshot = await fixture.take(trigger)
      if (trigger === 'safety') meanwhile()
      return snapshot
    }),
  })
}

function left({ conflicts, plan, applied }: UndoReport): string[] {
  const all = [...conflicts, ...plan.conflicts, ...plan.notRestorable]
  const later = [...(applied?.conflicts ?? []), ...(applied?.notRestorable ?? [])]
  return [...all, ...later].map(({ path, reason }) => `${path} ${reason}`).sort()
}

async function someChange(): Promise<Snapshot> {
  fixture.writeRoot({ a: 'one\n', 'd/b': 'one\n', gone: 'gone\n', moded: 'm\n' })
  await fixture.take()
  fixture.writeRoot({ a: 'two\n', 'd/b': 'two\n', new: 'n\n', 'made/x': 'x\n' })
  fixture.writeRoot({ moded: { content: 'm\n', mode: 0o600 } })
  rmSync(at('gone'))
  return await fixture.take()
}

test('what is edited after the safety snapshot is left alone, and the rest is taken back', async () => {
  const change = await someChange()
  const report = await takeBackWhile(change, () => {
    fixture.writeRoot({ a: 'mine\n', gone: 'mine\n', new: 'mine\n', 'made/y': 'mine\n' })
    writeFileSync(at('moded'), 'mine\n')
  })
  expect(left(report)).toEqual(['a changed', 'gone unrecorded', 'moded changed', 'new changed'])
  for (const name of ['a', 'gone', 'new', 'made/y', 'moded']) expect(read(name)).toBe('mine\n')
  expect(read('d/b')).toBe('one\n')
  expect(existsSync(at('made/x'))).toBe(false)
})

test('what is edited while it is written back is left alone', async () => {
  const change = await someChange()
  let isFirst = true
  const report = await fixture.takeBack(change, {
    onWrite: () => {
      if (isFirst) fixture.writeRoot({ 'd/b': 'mine\n', gone: 'mine\n' })
      isFirst = false
    },
  })
  expect(left(report)).toEqual(['d/b changed', 'gone changed'])
  expect([read('a'), read('d/b'), read('gone')]).toEqual(['one\n', 'mine\n', 'mine\n'])
  expect(readdirSync(fixture.root).filter((name) => name.startsWith('.flightrec'))).toEqual([])
})

test('a conflict file never takes the place of one that appears meanwhile', async () => {
  fixture.writeRoot({ a: 'one\n', b: 'one\n' })
  await fixture.take()
  fixture.writeRoot({ a: 'two\n', b: 'two\n', c: 'c\n' })
  const change = await fixture.take()
  fixture.writeRoot({ b: 'mine\n' })
  const report = await fixture.takeBack(change, {
    writeConflicts: true,
    onWrite: () => fixture.writeRoot({ 'b.undo-conflict': 'mine\n' }),
  })
  expect(left(report)).toEqual(['b edited', 'b.undo-conflict changed'])
  expect(report.conflicts).toEqual([{ path: 'b', reason: 'edited' }])
  expect([read('a'), read('b'), read('b.undo-conflict')]).toEqual(['one\n', 'mine\n', 'mine\n'])
})

test('nothing is written or removed through a folder that became a link', async () => {
  fixture.writeRoot({ 'd/a': 'one\n', 'd/gone': 'gone\n' })
  await fixture.take()
  fixture.writeRoot({ 'd/a': 'two\n', 'd/new': 'new\n' })
  rmSync(at('d/gone'))
  const change = await fixture.take()
  const outside = join(fixture.root, '../outside')
  mkdirSync(outside)
  for (const name of ['a', 'new']) writeFileSync(join(outside, name), `${name} outside\n`)
  const report = await takeBackWhile(change, () => {
    renameSync(at('d'), at('real'))
    symlinkSync('../outside', at('d'))
  })
  expect(left(report)).toEqual(['d not-a-folder'])
  expect(readdirSync(outside).sort()).toEqual(['a', 'new'])
  expect(readFileSync(join(outside, 'a'), 'utf8')).toBe('a outside\n')
  expect(read('real/a')).toBe('two\n')
})

test('a folder that is a link already when the undo begins is not followed either', async () => {
  fixture.writeRoot({ 'd/a': 'one\n', 'd/gone': 'gone\n' })
  await fixture.take()
  fixture.writeRoot({ 'd/a': 'two\n', 'd/new': 'new\n' })
  rmSync(at('d/gone'))
  const change = await fixture.take()
  const outside = join(fixture.root, '../outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'new'), 'outside\n')
  rmSync(at('d'), { recursive: true })
  symlinkSync('../outside', at('d'))
  const report = await fixture.takeBack(change)
  expect(left(report)).toEqual(['d/gone not-a-folder'])
  expect(report.gone).toEqual(['d/a'])
  expect(readdirSync(outside)).toEqual(['new'])
})

test('a root that was moved, or is a link by now, is refused before anything is done', async () => {
  const change = await someChange()
  renameSync(fixture.root, `${fixture.root}-moved`)
  await expect(fixture.takeBack(change)).rejects.toThrow('is not there')
  symlinkSync(`${fixture.root}-moved`, fixture.root)
  await expect(fixture.takeBack(change)).rejects.toThrow('reached through a link')
  expect(readFileSync(`${fixture.root}-moved/a`, 'utf8')).toBe('two\n')
})

test('a root that is swapped for a link after the safety snapshot is not written into', async () => {
  const change = await someChange()
  const outside = join(fixture.root, '../outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'a'), 'two\n')
  const attempt = takeBackWhile(change, () => {
    renameSync(fixture.root, `${fixture.root}-moved`)
    symlinkSync(outside, fixture.root)
  })
  await expect(attempt).rejects.toThrow('reached through a link')
  expect(readFileSync(join(outside, 'a'), 'utf8')).toBe('two\n')
  expect(readdirSync(outside)).toEqual(['a'])
})

test('a hard link that leads outside is cut, not written to', async () => {
  fixture.writeRoot({ a: 'one\n' })
  await fixture.take()
  const outside = join(fixture.root, '../outside')
  writeFileSync(outside, 'two\n', { mode: 0o644 })
  rmSync(at('a'))
  linkSync(outside, at('a'))
  const change = await fixture.take()
  await fixture.takeBack(change)
  expect(read('a')).toBe('one\n')
  expect(readFileSync(outside, 'utf8')).toBe('two\n')
})

test('a pipe in the place of a file is reported and not opened', async () => {
  const change = await someChange()
  rmSync(at('a'))
  execFileSync('mkfifo', [at('a')])
  const report = await fixture.takeBack(change)
  expect(left(report)).toEqual(['a replaced'])
  expect(lstatSync(at('a')).isFIFO()).toBe(true)
  expect(read('d/b')).toBe('one\n')
})

const lines = (third: string, last: string) => `1\n2\n${third}\n4\n5\n6\n7\n${last}\n`

test('attributes, hooks and settings in the folder have no say in how lines are merged', async () => {
  const ran = join(fixture.root, '../ran')
  fixture.writeRoot({
    '.gitattributes': '* merge=evil text eol=crlf -diff\n',
    '.gitconfig': `[merge "evil"]\n\tdriver = touch ${ran}\n`,
    a: lines('3', '8'),
  })
  await fixture.take()
  fixture.writeRoot({ a: lines('agent', '8') })
  const change = await fixture.take()
  fixture.writeRoot({ a: lines('agent', 'mine') })
  expect(left(await fixture.takeBack(change))).toEqual([])
  expect(read('a')).toBe(lines('3', 'mine'))
  expect(existsSync(ran)).toBe(false)
})

test('a damaged object costs its own file and no other', async () => {
  await fixture.take() // The first one is a pack; what follows are files that can be damaged.
  fixture.writeRoot({ a: lines('3', '8'), b: 'one\n', c: 'one\n' })
  await fixture.take()
  fixture.writeRoot({ a: lines('agent', '8'), b: 'two\n', c: 'other\n' })
  const change = await fixture.take()
  fixture.writeRoot({ a: lines('agent', 'mine') })
  await fixture.take()
  loseObject(lines('agent', 'mine'))
  const report = await fixture.takeBack(change)
  expect(left(report)).toEqual(['a failed'])
  expect(read('a')).toBe(lines('agent', 'mine'))
  expect([read('b'), read('c')]).toEqual(['one\n', 'one\n'])
})

test('when an object of the change itself is damaged, nothing is written', async () => {
  await fixture.take()
  fixture.writeRoot({ a: 'one\n', b: 'one\n' })
  await fixture.take()
  fixture.writeRoot({ a: 'two\n', b: 'other\n' })
  const change = await fixture.take()
  loseObject('one\n')
  await expect(fixture.takeBack(change)).rejects.toThrow('unable to read')
  expect([read('a'), read('b')]).toEqual(['two\n', 'other\n'])
})

function loseObject(input: string): void {
  const oid = `${execFileSync('git', ['hash-object', '--stdin'], { input })}`.trim()
  rmSync(join(fixture.gitDir, 'objects', oid.slice(0, 2), oid.slice(2)))
}

test('without a safety snapshot nothing is changed', async () => {
  const change = await someChange()
  const recording = recordingWith(() => Promise.reject(new Error('no space is left')))
  await expect(fixture.takeBack(change, { recording })).rejects.toThrow('no safety snapshot')
  expect(read('a')).toBe('two\n')
})
