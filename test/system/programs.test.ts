import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findOnPath } from '../../src/system/programs.ts'

let base: string
const path = process.env.PATH

beforeEach(() => {
  base = mkdtempSync(join(process.env.TMPDIR!, 'programs-'))
  for (const folder of ['a', 'b']) mkdirSync(join(base, folder))
  process.env.PATH = `${base}/a:${base}/b`
})
afterEach(() => {
  process.env.PATH = path
})

function program(name: string): string {
  writeFileSync(join(base, name), '#!/bin/sh\n')
  chmodSync(join(base, name), 0o755)
  return join(base, name)
}

test('a folder that is called like a program is none: git would be looked for in it and not started', () => {
  mkdirSync(join(base, 'a/git'))
  const git = program('b/git')
  expect(findOnPath('git')).toBe(git)
})

test('what may not be executed is passed over', () => {
  writeFileSync(join(base, 'a/git'), '')
  expect(findOnPath('git')).toBeUndefined()
})

test('relative entries of PATH do not count, since a watched folder may be the current one', () => {
  program('a/git')
  process.env.PATH = '.:a:'
  const before = process.cwd()
  process.chdir(base)
  try {
    expect(findOnPath('git')).toBeUndefined()
  } finally {
    process.chdir(before)
  }
})
