import { execFileSync } from 'node:child_process'
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { errnoOf } from '../../src/model/errors.ts'
import { rawFromBuffer, rawFromText } from '../../src/model/raw-path.ts'
import { type BeneathWay, beneathWay, openFolderBeneath } from '../../src/system/beneath.ts'

let scratch: string
let root: string
beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'flightrec-beneath-')))
  root = join(scratch, 'root')
  mkdirSync(root)
})
// rm walks paths of any length, which fs.rmSync does not.
afterEach(() => execFileSync('rm', ['-rf', scratch]))

const raw = rawFromText
const errno = (run: () => unknown): string | undefined => {
  try {
    run()
  } catch (error) {
    return errnoOf(error) ?? (error as { code: string }).code
  }
  return undefined
}

const ways: BeneathWay[] = beneathWay() === 'descriptor' ? ['descriptor', 'path'] : ['path']

describe.each(ways)('by %s', (way) => {
  test('a file is reached through folders of any name', () => {
    const odd = Buffer.from([0x66, 0xff, 0xfe, 0x0a, 0x1b])
    mkdirSync(Buffer.concat([Buffer.from(`${root}/`), odd]))
    mkdirSync(Buffer.concat([Buffer.from(`${root}/`), odd, Buffer.from('/é')]))
    const odder = rawFromBuffer(odd)
    const folder = openFolderBeneath(
      root,
      rawFromBuffer(Buffer.concat([odd, Buffer.from('/é')])),
      way,
    )
    writeFileSync(folder.at(odder), 'found')
    expect(readdirSync(folder.path, 'buffer')).toEqual([odd])
    folder.close()
    const top = openFolderBeneath(root, raw(''), way)
    const child = top.openChild(odder)
    top.close()
    const grandchild = child.openChild(raw('é'))
    child.close()
    expect(readFileSync(grandchild.at(odder), 'utf8')).toBe('found')
    grandchild.close()
  })

  test('a link is not followed, wherever in the path it stands', () => {
    mkdirSync(join(scratch, 'outside/deep'), { recursive: true })
    symlinkSync('../outside', join(root, 'link'))
    mkdirSync(join(root, 'real'))
    symlinkSync('..', join(root, 'real/up'))
    for (const path of ['link', 'link/deep', 'real/up', 'real/up/real']) {
      expect(errno(() => openFolderBeneath(root, raw(path), way))).toBe('ENOTDIR')
    }
  })

  test('names that leave the folder are refused', () => {
    const folder = openFolderBeneath(root, raw(''), way)
    for (const name of ['', '.', '..', 'a/b', '/etc', 'a\0b']) {
      expect(errno(() => folder.at(raw(name)))).toBe('failed')
      expect(errno(() => folder.openChild(raw(name)))).toBe('failed')
    }
    expect(errno(() => openFolderBeneath(root, raw('../root'), way))).toBe('failed')
    folder.close()
  })

  test('what is not there, and what is a file, is told by its errno', () => {
    writeFileSync(join(root, 'file'), '')
    expect(errno(() => openFolderBeneath(root, raw('gone'), way))).toBe('ENOENT')
    expect(errno(() => openFolderBeneath(root, raw('file'), way))).toBe('ENOTDIR')
  })

  test('a root that is a link, or lies behind one, or is gone, is refused', () => {
    symlinkSync(root, join(scratch, 'alias'))
    mkdirSync(join(root, 'below'))
    for (const path of ['alias', 'alias/below', 'nowhere']) {
      expect(errno(() => openFolderBeneath(join(scratch, path), raw(''), way))).toBe('bad-root')
    }
  })

  test('few descriptors are needed however deep the path is', () => {
    const depth = 200
    const names = Array.from({ length: depth }, (_, index) => `d${index}`)
    mkdirSync(join(root, ...names), { recursive: true })
    const before = openDescriptors()
    const folder = openFolderBeneath(root, raw(names.join('/')), way)
    expect(openDescriptors() - before).toBeLessThanOrEqual(1)
    folder.close()
    expect(openDescriptors()).toBe(before)
    expect(errno(() => openFolderBeneath(root, raw(`${names.join('/')}/no`), way))).toBe('ENOENT')
    expect(openDescriptors()).toBe(before)
  })
})

function openDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0 // No /proc here: nothing to count.
  }
}

const holdsFolders = beneathWay() === 'descriptor'
if (!holdsFolders) process.stderr.write('skipped: races for a folder, since /proc is missing\n')

describe.skipIf(!holdsFolders)('on Linux', () => {
  test('a path of 5,000 bytes is made and walked', () => {
    const names = Array.from({ length: 20 }, (_, index) => `${index}`.padStart(250, 'x'))
    let folder = openFolderBeneath(root, raw(''))
    for (const name of names) {
      mkdirSync(folder.at(raw(name)))
      const child = folder.openChild(raw(name))
      folder.close()
      folder = child
    }
    writeFileSync(folder.at(raw('deep')), 'deep')
    folder.close()
    const path = names.join('/')
    expect(path.length).toBeGreaterThan(5000)
    const again = openFolderBeneath(root, raw(path))
    expect(readFileSync(again.at(raw('deep')), 'utf8')).toBe('deep')
    again.close()
  })

  test('a handle keeps to its folder when a link takes the place of that folder', () => {
    mkdirSync(join(scratch, 'outside'))
    mkdirSync(join(root, 'folder'))
    const folder = openFolderBeneath(root, raw('folder'))
    renameSync(join(root, 'folder'), join(root, 'moved'))
    symlinkSync('../outside', join(root, 'folder'))
    writeFileSync(folder.at(raw('file')), 'safe')
    folder.close()
    expect(readdirSync(join(scratch, 'outside'))).toEqual([])
    expect(readFileSync(join(root, 'moved/file'), 'utf8')).toBe('safe')
  })

  test('nothing outside is reached while a folder and a link swap places all the time', async () => {
    mkdirSync(join(scratch, 'outside'))
    mkdirSync(join(root, 'folder'))
    symlinkSync('../outside', join(root, 'link'))
    const swapper = new Worker(SWAP, { eval: true, workerData: root })
    await new Promise((resolve) => swapper.once('message', resolve))
    const outcomes = { wrote: 0, refused: 0 }
    for (let turn = 0; outcomes.wrote < 1000 || outcomes.refused < 20; turn += 1) {
      try {
        const folder = openFolderBeneath(root, raw('folder'))
        const name = folder.at(raw(`f${turn % 10}`))
        const flags = constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW
        const fd = openSync(name, flags)
        writeFileSync(fd, 'x')
        closeSync(fd)
        folder.close()
        outcomes.wrote += 1
      } catch (error) {
        expect(['ENOTDIR', 'ENOENT']).toContain(errnoOf(error))
        outcomes.refused += 1
      }
      if (turn > 100_000) break
    }
    await swapper.terminate()
    expect(readdirSync(join(scratch, 'outside'))).toEqual([])
    expect(outcomes.wrote).toBeGreaterThanOrEqual(1000)
  })
})

test.each(ways)('by %s, a folder that was moved or replaced is noticed', (way) => {
  mkdirSync(join(root, 'folder'))
  const folder = openFolderBeneath(root, raw('folder'), way)
  folder.confirm()
  renameSync(join(root, 'folder'), join(root, 'moved'))
  mkdirSync(join(root, 'folder'))
  expect(errno(() => folder.confirm())).toBe('ENOENT')
  folder.close()
})

const SWAP = `
const { renameSync } = require('node:fs')
const { parentPort, workerData: root } = require('node:worker_threads')
parentPort.postMessage('ready')
for (;;) {
  renameSync(root + '/folder', root + '/real')
  renameSync(root + '/link', root + '/folder')
  renameSync(root + '/folder', root + '/link')
  renameSync(root + '/real', root + '/folder')
}`
