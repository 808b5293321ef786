import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolders } from '../../src/system/files.ts'

const place = () => mkdtempSync(join(tmpdir(), 'folders-'))

test('folders are made with their parents and their mode, and those that are there are left', () => {
  const deep = join(place(), 'a/b/c')
  makeFolders(deep, 0o700)
  makeFolders(deep, 0o755)
  expect(statSync(deep).mode & 0o777).toBe(0o700)
})

test('a file in the way is an error', () => {
  const file = join(place(), 'file')
  writeFileSync(file, '')
  expect(() => makeFolders(file)).toThrow('EEXIST')
  expect(() => makeFolders(join(file, 'below'))).toThrow('ENOTDIR')
})

test.runIf(process.platform === 'linux')(
  'where no folder can be made it fails instead of going on for ever',
  () => {
    expect(() => makeFolders('/proc/flightrec/repos')).toThrow('ENOENT')
  },
)
