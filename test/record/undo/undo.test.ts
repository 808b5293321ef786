/** One change is taken out of the present state; what others did later stays. */
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rawFromText } from '../../../src/model/raw-path.ts'
import type { UndoReport } from '../../../src/record/undo/undo.ts'
import { isRoot } from '../../helpers/is-root.ts'
import { rootLines } from '../../helpers/root-state.ts'
import { rawName } from '../../helpers/shadow-fixture.ts'
import { type UndoFixture, undoFixture } from './undo-fixture.ts'

if (!isRoot) process.stderr.write('skipped: owners are given back, since only root may\n')

let fixture: UndoFixture
beforeEach(() => {
  fixture = undoFixture()
})
afterEach(() => fixture.dispose())

const at = (name: string) => join(fixture.root, name)
const read = (name: string) => readFileSync(at(name), 'utf8')
const modeOf = (name: string) => lstatSync(at(name)).mode & 0o7777
const lines = (changed: Record<number, string> = {}) =>
  Array.from({ length: 20 }, (_, index) => `${changed[index + 1] ?? `line ${index + 1}`}\n`).join(
    '',
  )

/** Why paths were left alone. */
function left({ conflicts, plan, applied }: UndoReport): string[] {
  const all = [...conflicts, ...plan.conflicts, ...plan.notRestorable]
  const later = [...(applied?.conflicts ?? []), ...(applied?.notRestorable ?? [])]
  return [...all, ...later].map(({ path, reason }) => `${path} ${reason}`)
}

describe('nothing came later', () => {
  test('all kinds of things are as before, and the undo of the undo brings them back', async () => {
    fixture.writeRoot({
      'text.txt': lines(),
      'run.sh': { content: '#!/bin/sh\n', mode: 0o755 },
      secret: { content: 's', mode: 0o600 },
      'gone/deep/file': 'gone\n',
      link: { link: 'text.txt' },
      'binary.bin': Buffer.from([0, 1, 2, 255]),
      empty: { folder: true, mode: 0o700 },
      '.git/config': 'a name that git refuses\n',
      'file-then-folder': 'file\n',
      'folder-then-file/a': 'a\n',
    })
    chmodSync(at('gone'), 0o750)
    fixture.writeRoot(new Map([[rawName('b\xff\n.txt'), 'bytes\n']]))
    await fixture.take()
    const linesBefore = rootLines(fixture.root)
    for (const name of ['gone', 'link', 'empty', 'file-then-folder', 'folder-then-file']) {
      rmSync(at(name), { recursive: true })
    }
    fixture.writeRoot({
      'text.txt': 'other\n',
      'run.sh': { content: '#!/bin/sh\n', mode: 0o644 },
      secret: { content: 't', mode: 0o604 },
      link: { link: '/etc/passwd' },
      'binary.bin': Buffer.from([0, 9]),
      '.git/config': 'changed\n',
      '.git/new': 'new\n',
      'file-then-folder/a': 'a\n',
      'folder-then-file': { link: 'text.txt' },
      'made/here/too': 'made\n',
      'made/empty': { folder: true },
    })
    fixture.writeRoot(new Map([[rawName('b\xff\n.txt'), 'changed\n']]))
    const change = await fixture.take()
    const linesAfter = rootLines(fixture.root)
    const report = await fixture.takeBack(change)
    expect(left(report)).toEqual([])
    expect(rootLines(fixture.root)).toEqual(linesBefore)
    expect(left(await fixture.redo(report))).toEqual([])
    expect(rootLines(fixture.root)).toEqual(linesAfter)
  })

  test('a second undo finds nothing of it, and writes nothing', async () => {
    fixture.writeRoot({ a: 'one\n', 'd/b': 'b\n' })
    await fixture.take()
    fixture.writeRoot({ a: 'two\n', new: 'n\n' })
    rmSync(at('d'), { recursive: true })
    const change = await fixture.take()
    await fixture.takeBack(change)
    const again = await fixture.takeBack(change)
    expect(again.plan.steps).toEqual([])
    expect(left(again)).toEqual([])
    expect(again.applied).toBeUndefined()
  })

  test('a dry run plans the same and writes nothing into the root', async () => {
    fixture.writeRoot({ a: lines() })
    await fixture.take()
    fixture.writeRoot({ a: lines({ 3: 'three' }), new: 'n\n' })
    const change = await fixture.take()
    fixture.writeRoot({ a: lines({ 3: 'three', 12: 'twelve' }) }) // Not recorded before the undo.
    const linesNow = rootLines(fixture.root)
    const dry = await fixture.takeBack(change, { dryRun: true })
    expect(rootLines(fixture.root)).toEqual(linesNow)
    expect(dry.applied).toBeUndefined()
    const real = await fixture.takeBack(change)
    const shown = ({ plan }: UndoReport) => plan.steps.map(({ act, path }) => `${act} ${path}`)
    expect(shown(dry)).toEqual(shown(real))
    expect(shown(real)).toEqual(['remove new', 'write a'])
    expect(read('a')).toBe(lines({ 12: 'twelve' }))
  })

  test('only the paths asked for are taken back', async () => {
    fixture.writeRoot({ 'src/a': '1', 'src/b': '1', 'doc/c': '1' })
    await fixture.take()
    fixture.writeRoot({ 'src/a': '2', 'src/b': '2', 'doc/c': '2' })
    const change = await fixture.take()
    await fixture.takeBack(change, { paths: ['src/a', 'doc'] })
    expect([read('src/a'), read('src/b'), read('doc/c')]).toEqual(['1', '2', '1'])
  })
})

describe('later changes of others', () => {
  test('other lines of the same file stay', async () => {
    fixture.writeRoot({ a: lines() })
    await fixture.take()
    fixture.writeRoot({ a: lines({ 3: 'agent' }) })
    const change = await fixture.take()
    fixture.writeRoot({ a: lines({ 3: 'agent', 12: 'mine' }) })
    const report = await fixture.takeBack(change)
    expect(read('a')).toBe(lines({ 12: 'mine' }))
    expect([...report.merged]).toEqual(['a'])
  })

  test('bytes are merged as they are: CRLF, no newline at the end, no UTF-8', async () => {
    const latin1 = (third: string, last: string) =>
      Buffer.from(`a\r\n\xe9\r\n${third}\r\n${'x\r\n'.repeat(9)}${last}`, 'latin1')
    fixture.writeRoot({ a: latin1('before', 'end') })
    await fixture.take()
    fixture.writeRoot({ a: latin1('agent', 'end') })
    const change = await fixture.take()
    fixture.writeRoot({ a: latin1('agent', 'my end') })
    await fixture.takeBack(change)
    expect(readFileSync(at('a')).equals(latin1('before', 'my end'))).toBe(true)
  })

  test('the same lines changed again are a conflict, and the file is left alone', async () => {
    fixture.writeRoot({ a: lines(), other: 'one\n' })
    await fixture.take()
    fixture.writeRoot({ a: lines({ 3: 'agent', 9: 'agent' }), other: 'two\n' })
    const change = await fixture.take()
    fixture.writeRoot({ a: lines({ 3: 'mine', 9: 'agent' }) })
    const report = await fixture.takeBack(change)
    expect(left(report)).toEqual(['a edited'])
    expect(read('a')).toBe(lines({ 3: 'mine', 9: 'agent' }))
    expect(read('other')).toBe('one\n')
  })

  test('a conflict file has markers, and stands beside under a name that is free', async () => {
    fixture.writeRoot({ 'd/a': lines(), 'd/a.undo-conflict': 'someone has that name\n' })
    symlinkSync('nowhere', at('d/a.undo-conflict-2'))
    await fixture.take()
    fixture.writeRoot({ 'd/a': lines({ 3: 'agent', 9: 'agent' }) })
    const change = await fixture.take()
    fixture.writeRoot({ 'd/a': lines({ 3: 'mine', 9: 'agent' }) })
    const before = rootLines(fixture.root)
    const report = await fixture.takeBack(change, { writeConflicts: true })
    expect(report.conflicts).toEqual([
      { path: 'd/a', reason: 'edited', beside: 'd/a.undo-conflict-3' },
    ])
    const marked = `<<<<<<< now\nmine\n=======\nline 3\n>>>>>>> before ${change.id}`
    expect(read('d/a.undo-conflict-3')).toBe(lines({ 3: marked }))
    expect(read('d/a.undo-conflict')).toBe('someone has that name\n')
    expect(readlinkSync(at('d/a.undo-conflict-2'))).toBe('nowhere')
    await fixture.redo(report)
    expect(rootLines(fixture.root)).toEqual(before)
  })

  test('binary content is not merged; the conflict file is what was there before', async () => {
    fixture.writeRoot({ a: Buffer.from([0, 1]) })
    await fixture.take()
    fixture.writeRoot({ a: Buffer.from([0, 2]) })
    const change = await fixture.take()
    fixture.writeRoot({ a: Buffer.from([0, 3]) })
    expect(left(await fixture.takeBack(change))).toEqual(['a binary'])
    expect(readFileSync(at('a'))).toEqual(Buffer.from([0, 3]))
    await fixture.takeBack(change, { writeConflicts: true })
    expect(readFileSync(at('a.undo-conflict'))).toEqual(Buffer.from([0, 1]))
  })

  test('a file that the change made and others edited stays', async () => {
    await fixture.take()
    fixture.writeRoot({ made: 'agent\n', other: 'agent\n' })
    const change = await fixture.take()
    fixture.writeRoot({ made: 'agent\nmine\n' })
    expect(left(await fixture.takeBack(change))).toEqual(['made created'])
    expect(read('made')).toBe('agent\nmine\n')
    expect(existsSync(at('other'))).toBe(false)
  })

  test('a removed file that others made again stays theirs', async () => {
    fixture.writeRoot({ a: 'old\n', b: 'old\n' })
    await fixture.take()
    rmSync(at('a'))
    rmSync(at('b'))
    const change = await fixture.take()
    fixture.writeRoot({ a: 'mine\n', b: 'old\n' })
    expect(left(await fixture.takeBack(change))).toEqual(['a recreated'])
    expect(read('a')).toBe('mine\n')
  })

  test('a file removed by others later stays removed', async () => {
    fixture.writeRoot({ a: 'old\n', b: 'old\n' })
    await fixture.take()
    fixture.writeRoot({ a: 'agent\n', b: 'agent\n' })
    const change = await fixture.take()
    rmSync(at('a'))
    const report = await fixture.takeBack(change)
    expect(report.gone).toEqual(['a'])
    expect(left(report)).toEqual([])
    expect(existsSync(at('a'))).toBe(false)
    expect(read('b')).toBe('old\n')
  })

  test('a folder of the change stays when others have put something into it', async () => {
    await fixture.take()
    fixture.writeRoot({ 'd/agent': 'agent\n', 'd/e/agent': 'agent\n' })
    const change = await fixture.take()
    fixture.writeRoot({ 'd/mine': 'mine\n' })
    await fixture.takeBack(change)
    expect(rootLines(fixture.root).slice(1)).toEqual(['d folder 755 ', 'd/mine  644 mine\n'])
  })

  test('what is not recorded keeps its folder, too', async () => {
    fixture.unrecorded = ['**/*.log']
    await fixture.take()
    fixture.writeRoot({ 'd/agent': 'agent\n', 'd/x.log': 'log\n' })
    const change = await fixture.take()
    expect(left(await fixture.takeBack(change))).toEqual([])
    expect(existsSync(at('d/agent'))).toBe(false)
    expect(read('d/x.log')).toBe('log\n')
  })

  test('a removed file gets its folder back as it was, unless that is something else now', async () => {
    fixture.writeRoot({ 'd/e/a': 'a\n', 'f/b': 'b\n' })
    chmodSync(at('d/e'), 0o710)
    await fixture.take()
    rmSync(at('d/e/a'))
    rmSync(at('f/b'))
    const change = await fixture.take()
    rmSync(at('d'), { recursive: true })
    rmSync(at('f'), { recursive: true })
    fixture.writeRoot({ f: 'a file now\n' })
    expect(left(await fixture.takeBack(change))).toEqual(['f/b not-a-folder'])
    expect(read('d/e/a')).toBe('a\n')
    expect(modeOf('d/e')).toBe(0o710)
    expect(read('f')).toBe('a file now\n')
  })

  test('a file that became a folder does not come back over what others put there', async () => {
    fixture.writeRoot({ a: 'file\n' })
    await fixture.take()
    rmSync(at('a'))
    fixture.writeRoot({ 'a/agent': 'agent\n' })
    const change = await fixture.take()
    fixture.writeRoot({ 'a/mine': 'mine\n' })
    expect(left(await fixture.takeBack(change))).toEqual(['a not-empty'])
    expect(read('a/mine')).toBe('mine\n')
  })

  test('bits of the mode are taken back, and others stay', async () => {
    fixture.writeRoot({ a: { content: 'a', mode: 0o644 }, d: { folder: true } })
    await fixture.take()
    chmodSync(at('a'), 0o755)
    chmodSync(at('d'), 0o777)
    const change = await fixture.take()
    chmodSync(at('a'), 0o750)
    fixture.writeRoot({ 'd/mine': 'mine\n' })
    expect(left(await fixture.takeBack(change))).toEqual([])
    expect(modeOf('a')).toBe(0o640)
    expect(modeOf('d')).toBe(0o755)
    expect(read('d/mine')).toBe('mine\n')
  })

  test('a mode of others and a content of the change part ways', async () => {
    fixture.writeRoot({ a: lines() })
    await fixture.take()
    fixture.writeRoot({ a: lines({ 1: 'agent' }) })
    const change = await fixture.take()
    chmodSync(at('a'), 0o600)
    expect(left(await fixture.takeBack(change))).toEqual([])
    expect(read('a')).toBe(lines())
    expect(modeOf('a')).toBe(0o600)
  })

  test('a link that was changed again is a conflict', async () => {
    fixture.writeRoot({ a: { link: 'one' }, b: { link: 'one' }, c: 'file\n' })
    await fixture.take()
    fixture.writeRoot({ a: { link: 'two' }, b: { link: 'two' }, c: { link: 'two' } })
    const change = await fixture.take()
    fixture.writeRoot({ a: { link: 'three' }, c: 'mine\n' })
    expect(left(await fixture.takeBack(change)).sort()).toEqual(['a edited', 'c replaced'])
    expect(readlinkSync(at('a'))).toBe('three')
    expect(readlinkSync(at('b'))).toBe('one')
    expect(read('c')).toBe('mine\n')
  })

  test.skipIf(!isRoot)('owners are taken back, unless others gave it away since', async () => {
    fixture.writeRoot({ a: 'a', b: 'b' })
    chownSync(at('a'), 1000, 1000)
    await fixture.take()
    chownSync(at('a'), 1001, 1001)
    chownSync(at('b'), 1001, 1001)
    const change = await fixture.take()
    chownSync(at('b'), 1002, 1002)
    expect(left(await fixture.takeBack(change))).toEqual(['b owner'])
    expect(lstatSync(at('a')).uid).toBe(1000)
    expect(lstatSync(at('b')).uid).toBe(1002)
  })
})

describe('renames', () => {
  test('a renamed file goes back, with what others wrote into it since', async () => {
    fixture.writeRoot({ 'old/a.txt': lines(), 'old/b.txt': `${lines()}b\n` })
    await fixture.take()
    renameSync(at('old'), at('new'))
    fixture.writeRoot({ 'new/a.txt': lines({ 2: 'agent' }) })
    const change = await fixture.take()
    fixture.writeRoot({ 'new/a.txt': lines({ 2: 'agent', 15: 'mine' }) })
    const report = await fixture.takeBack(change)
    expect(left(report)).toEqual([])
    expect(read('old/a.txt')).toBe(lines({ 15: 'mine' }))
    expect(read('old/b.txt')).toBe(`${lines()}b\n`)
    expect(existsSync(at('new'))).toBe(false)
    expect([...report.merged]).toEqual(['old/a.txt'])
    await fixture.redo(report)
    expect(read('new/a.txt')).toBe(lines({ 2: 'agent', 15: 'mine' }))
  })

  test('when the earlier name is taken, both files stay', async () => {
    fixture.writeRoot({ a: lines() })
    await fixture.take()
    renameSync(at('a'), at('b'))
    const change = await fixture.take()
    fixture.writeRoot({ a: 'mine\n' })
    expect(left(await fixture.takeBack(change))).toEqual(['b taken'])
    expect([read('a'), read('b')]).toEqual(['mine\n', lines()])
  })

  test('a change is taken out of a file that others have renamed since', async () => {
    fixture.writeRoot({ a: lines() })
    await fixture.take()
    fixture.writeRoot({ a: lines({ 2: 'agent' }), made: `made\n${lines()}` })
    const change = await fixture.take()
    renameSync(at('a'), at('moved'))
    mkdirSync(at('d'))
    renameSync(at('made'), at('d/made'))
    const report = await fixture.takeBack(change)
    expect(left(report)).toEqual(['d/made moved'])
    expect(read('moved')).toBe(lines())
    expect(existsSync(at('d/made'))).toBe(true)
  })

  test('a rename that others took back is past; one that they renamed again is a conflict', async () => {
    fixture.writeRoot({ a: lines(), b: `b\n${lines()}` })
    await fixture.take()
    renameSync(at('a'), at('a2'))
    renameSync(at('b'), at('b2'))
    const change = await fixture.take()
    renameSync(at('a2'), at('a'))
    renameSync(at('b2'), at('b3'))
    const report = await fixture.takeBack(change)
    expect(left(report)).toEqual(['b3 moved'])
    expect(read('a')).toBe(lines())
    expect(readdirSync(fixture.root).sort()).toEqual(['a', 'b3'])
  })
})

describe('what was not recorded', () => {
  test('content over the size cap cannot come back, nor is it given up', async () => {
    fixture.maxFileSizeBytes = 10
    fixture.writeRoot({ big: 'x'.repeat(50), gone: 'y'.repeat(50), grown: 'small', a: '1' })
    await fixture.take()
    fixture.writeRoot({ big: 'X'.repeat(50), grown: 'g'.repeat(50), made: 'm'.repeat(50), a: '2' })
    rmSync(at('gone'))
    const change = await fixture.take()
    const before = rootLines(fixture.root)
    const report = await fixture.takeBack(change)
    expect(left(report).sort()).toEqual([
      'big too-large',
      'gone too-large',
      'grown too-large',
      'made too-large',
    ])
    expect(read('a')).toBe('1')
    expect(rootLines(fixture.root).filter((line) => !line.startsWith('a '))).toEqual(
      before.filter((line) => !line.startsWith('a ')),
    )
  })

  test('the mode of a file over the size cap does come back', async () => {
    fixture.maxFileSizeBytes = 10
    fixture.writeRoot({ big: { content: 'x'.repeat(50), mode: 0o640 } })
    await fixture.take()
    chmodSync(at('big'), 0o777)
    const change = await fixture.take()
    await fixture.takeBack(change)
    expect(modeOf('big')).toBe(0o640)
  })
})

describe('several changes', () => {
  test('those of one author go, those of another in between stay', async () => {
    fixture.writeRoot({ a: lines(), b: 'one\n' })
    await fixture.take()
    fixture.writeRoot({ a: lines({ 2: 'agent' }), 'agent/new': 'n\n' })
    const first = await fixture.take()
    fixture.writeRoot({ a: lines({ 2: 'agent', 10: 'mine' }), 'agent/mine': 'mine\n' })
    await fixture.take()
    fixture.writeRoot({ a: lines({ 2: 'AGENT', 10: 'mine', 18: 'agent' }), b: 'two\n' })
    const third = await fixture.take()
    fixture.writeRoot({ a: lines({ 2: 'AGENT', 6: 'mine', 10: 'mine', 18: 'agent' }) })
    const report = await fixture.takeBack([third, first])
    expect(left(report)).toEqual([])
    expect(read('a')).toBe(lines({ 6: 'mine', 10: 'mine' }))
    expect(read('b')).toBe('one\n')
    expect(existsSync(at('agent/new'))).toBe(false)
    expect(read('agent/mine')).toBe('mine\n')
  })

  test('what is made, renamed and removed on the way leaves no trace, and no conflict', async () => {
    fixture.writeRoot({ a: lines(), keep: 'k\n' })
    await fixture.take()
    const before = rootLines(fixture.root)
    const own = []
    renameSync(at('a'), at('b'))
    own.unshift(await fixture.take())
    fixture.writeRoot({ a: 'another\n', keep: 'mine\n' })
    own.unshift(await fixture.take())
    rmSync(at('a'))
    fixture.writeRoot({ b: lines({ 4: 'agent' }) })
    own.unshift(await fixture.take())
    mkdirSync(at('d'))
    renameSync(at('b'), at('d/c'))
    fixture.writeRoot({ b: 'b again\n' })
    own.unshift(await fixture.take())
    const report = await fixture.takeBack(own)
    expect(left(report)).toEqual([])
    expect(rootLines(fixture.root)).toEqual(before)
  })

  test('a conflict in an older change leaves the whole file alone', async () => {
    await fixture.take()
    fixture.writeRoot({ a: 'agent\n' })
    const first = await fixture.take()
    fixture.writeRoot({ a: 'agent\nmine\n' })
    await fixture.take()
    fixture.writeRoot({ a: 'agent\nmine\nagent\n' })
    const third = await fixture.take()
    expect(left(await fixture.takeBack([third, first]))).toEqual(['a created'])
    expect(read('a')).toBe('agent\nmine\nagent\n')
  })
})

test('a name as long as names may be gets a conflict file all the same', async () => {
  const name = 'n'.repeat(255)
  fixture.writeRoot({ [name]: 'old\n' })
  await fixture.take()
  fixture.writeRoot({ [name]: 'agent\n' })
  const change = await fixture.take()
  fixture.writeRoot({ [name]: 'mine\n' })
  const { conflicts } = await fixture.takeBack(change, { writeConflicts: true })
  expect(conflicts[0]!.beside).toBe(rawFromText(`${'n'.repeat(241)}.undo-conflict`))
  expect(existsSync(at(`${'n'.repeat(241)}.undo-conflict`))).toBe(true)
})
