import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chooseRepo, findRepo } from '../../../src/review/repo/repo-choice.ts'
import { ensureShadowRepo } from '../../../src/store/shadow-repos.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

let fixture: ShadowFixture
beforeEach(() => {
  fixture = shadowFixture()
})
afterEach(() => fixture.dispose())

test('the only repo is meant wherever one stands', () => {
  expect(chooseRepo(fixture.home, { folder: '/' }).name).toBe('project')
  expect(chooseRepo(fixture.home, { folder: undefined }).name).toBe('project')
})

test('the repo around the current folder is meant, the deepest of several', () => {
  const inner = join(fixture.root, 'inner')
  ensureShadowRepo(fixture.home, inner)
  expect(chooseRepo(fixture.home, { folder: join(fixture.root, 'src') }).name).toBe('project')
  expect(chooseRepo(fixture.home, { folder: join(inner, 'deep') }).name).toBe('inner')
})

test('several repos and no hint is an error that lists them', () => {
  ensureShadowRepo(fixture.home, '/elsewhere')
  expect(() => chooseRepo(fixture.home, { folder: '/' })).toThrow(
    expect.objectContaining({
      code: 'usage',
      message: expect.stringMatching(/elsewhere[\s\S]*project/),
    }),
  )
  expect(findRepo(fixture.home, { folder: '/' })).toBeUndefined()
  expect(() => chooseRepo(fixture.home, { folder: '/', root: 'nowhere' })).toThrow(
    expect.objectContaining({ code: 'usage', message: expect.stringContaining("'nowhere'") }),
  )
})

test('--root takes a name, a path, a folder inside and a link, also when the root is gone', () => {
  ensureShadowRepo(fixture.home, '/elsewhere')
  const link = join(fixture.home.path, 'link')
  symlinkSync(fixture.root, link)
  mkdirSync(join(fixture.root, 'src'))
  for (const root of ['project', fixture.root, join(fixture.root, 'src'), link]) {
    expect(chooseRepo(fixture.home, { folder: '/', root }).name).toBe('project')
  }
  rmSync(fixture.root, { recursive: true })
  expect(chooseRepo(fixture.home, { folder: '/', root: fixture.root }).name).toBe('project')
  expect(chooseRepo(fixture.home, { folder: join(fixture.root, 'src') }).name).toBe('project')
})

test('--root with a name that is nowhere is refused also within a root', () => {
  for (const root of ['projct', 'no/such', '']) {
    expect(() => chooseRepo(fixture.home, { folder: fixture.root, root })).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(`for '${root}'`) }),
    )
  }
})

test('a home without a repo says how to begin', () => {
  rmSync(fixture.gitDir, { recursive: true })
  expect(() => chooseRepo(fixture.home, { folder: '/' })).toThrow(
    expect.objectContaining({
      code: 'no-store',
      hint: 'Run `flightrec watch .` to record this folder.',
    }),
  )
})
