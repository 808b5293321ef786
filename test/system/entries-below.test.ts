import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { entriesBelow } from '../../src/system/entries-below.ts'

let base: string
beforeEach(() => {
  base = mkdtempSync(join(process.env.TMPDIR!, 'entries-'))
  mkdirSync(join(base, 'a/b'), { recursive: true })
  writeFileSync(join(base, 'a/b/file'), '')
  writeFileSync(join(base, 'a/other'), '')
  symlinkSync('a', join(base, 'link'))
})

const paths = (folder: string) => [...entriesBelow(folder)].map(({ path }) => path).sort()

test('everything below is listed, a link as a link', () => {
  expect(paths(base)).toEqual(['a', 'a/b', 'a/b/file', 'a/other', 'link'])
  expect(paths(join(base, 'none'))).toEqual([])
})

test('a folder that goes while its neighbours are listed costs only itself: git prunes beside us', () => {
  const found: string[] = []
  for (const { path } of entriesBelow(base)) {
    found.push(path)
    if (path === 'a/b') rmSync(join(base, 'a/b'), { recursive: true })
  }
  expect(found.sort()).toEqual(['a', 'a/b', 'a/other', 'link'])
})
