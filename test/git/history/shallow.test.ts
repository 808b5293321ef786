import { existsSync, linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearAfterCrash } from '../../../src/git/history/refs.ts'
import { readShallow, writeShallow } from '../../../src/git/history/shallow.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

let fixture: ShadowFixture
let lock: string
beforeEach(() => {
  fixture = shadowFixture()
  lock = join(fixture.gitDir, 'shallow.lock')
})
afterEach(() => fixture.dispose())

test('the boundary is replaced as a whole, and an empty one is no file', async () => {
  const { commit } = await fixture.snapshot({ a: '1' })
  writeShallow(fixture.gitDir, [commit, commit])
  expect(readShallow(fixture.gitDir)).toEqual({ commits: new Set([commit]), bad: [] })
  writeShallow(fixture.gitDir, [])
  expect(existsSync(join(fixture.gitDir, 'shallow'))).toBe(false)
  expect(existsSync(lock)).toBe(false)
})

test('a boundary that git is changing is left alone', async () => {
  const { commit } = await fixture.snapshot({ a: '1' })
  writeFileSync(lock, '')
  expect(() => writeShallow(fixture.gitDir, [commit])).toThrow('shallow.lock')
  clearAfterCrash(fixture.gitDir)
  expect(existsSync(lock)).toBe(true)
})

test('the lock of a gc that was killed goes at the next start, as its other locks do: the next gc would fail', async () => {
  const { commit } = await fixture.snapshot({ a: '1' })
  const drafts = join(fixture.gitDir, 'flightrec', 'drafts')
  mkdirSync(drafts, { recursive: true })
  const draft = join(drafts, 'lock-00000000beef.tmp-4194305-abcdef012345')
  writeFileSync(draft, `${commit}\n`)
  linkSync(draft, lock)
  clearAfterCrash(fixture.gitDir)
  writeShallow(fixture.gitDir, [commit])
  expect(readShallow(fixture.gitDir).commits).toEqual(new Set([commit]))
})
