import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findRepo, repoToRead, repoToWrite } from '../../../src/review/repo/repo-choice.ts'
import { ensureShadowRepo } from '../../../src/store/home/shadow-repos.ts'
import { type ShadowFixture, shadowFixture } from '../../helpers/shadow-fixture.ts'

let fixture: ShadowFixture
beforeEach(() => {
  fixture = shadowFixture()
})
afterEach(() => fixture.dispose())

const recordHere = { code: 'usage', message: expect.stringContaining('is not recorded') }

test('the only repo is read wherever one stands, and is written to only by who stands in it or names it', () => {
  for (const folder of ['/', undefined]) {
    const { repo, isElsewhere } = repoToRead(fixture.home, { folder })
    expect([repo.name, isElsewhere]).toEqual(['project', true])
    expect(() => repoToWrite(fixture.home, { folder })).toThrow(expect.objectContaining(recordHere))
    expect(repoToWrite(fixture.home, { folder, root: 'project' }).name).toBe('project')
  }
  expect(repoToRead(fixture.home, { folder: fixture.root }).isElsewhere).toBe(false)
})

test('the repo around the current folder is meant, the deepest of several', () => {
  const inner = join(fixture.root, 'inner')
  ensureShadowRepo(fixture.home, inner)
  for (const choose of [repoToWrite, findRepo]) {
    expect(choose(fixture.home, { folder: join(fixture.root, 'src') })?.name).toBe('project')
    expect(choose(fixture.home, { folder: join(inner, 'deep') })?.name).toBe('inner')
  }
})

test('several repos and no hint is an error that lists them, for who reads too', () => {
  ensureShadowRepo(fixture.home, '/elsewhere')
  for (const choose of [repoToRead, repoToWrite]) {
    expect(() => choose(fixture.home, { folder: '/' })).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringMatching(/elsewhere[\s\S]*project/),
      }),
    )
  }
  expect(findRepo(fixture.home, { folder: '/' })).toBeUndefined()
  expect(() => findRepo(fixture.home, { folder: '/', root: 'nowhere' })).toThrow(
    expect.objectContaining({ code: 'usage', message: expect.stringContaining("'nowhere'") }),
  )
})

test('whoever stands in no root hears of one that is gone: it may have moved here', () => {
  rmSync(fixture.root, { recursive: true })
  expect(() => repoToWrite(fixture.home, { folder: '/' })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('--moved-to .') }),
  )
})

test('--root takes the beginning of a name that no other has, where no path is called so', () => {
  ensureShadowRepo(fixture.home, '/project-two')
  expect(findRepo(fixture.home, { folder: '/', root: 'project-' })?.root).toBe('/project-two')
  expect(findRepo(fixture.home, { folder: '/', root: 'project' })?.root).toBe(fixture.root)
  expect(() => findRepo(fixture.home, { folder: '/', root: 'pro' })).toThrow(
    expect.objectContaining({ message: expect.stringContaining("several roots begin with 'pro'") }),
  )
})

test('--root takes a name, a path, a folder inside and a link, also when the root is gone', () => {
  ensureShadowRepo(fixture.home, '/elsewhere')
  const link = join(fixture.home.path, 'link')
  symlinkSync(fixture.root, link)
  mkdirSync(join(fixture.root, 'src'))
  for (const root of ['project', fixture.root, join(fixture.root, 'src'), link]) {
    expect(findRepo(fixture.home, { folder: '/', root })?.name).toBe('project')
  }
  rmSync(fixture.root, { recursive: true })
  expect(findRepo(fixture.home, { folder: '/', root: fixture.root })?.name).toBe('project')
  expect(findRepo(fixture.home, { folder: join(fixture.root, 'src') })?.name).toBe('project')
})

test('--root with a name that is nowhere is refused also within a root', () => {
  for (const root of ['projct', 'no/such', '']) {
    expect(() => findRepo(fixture.home, { folder: fixture.root, root })).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(`for '${root}'`) }),
    )
  }
})

test('a home without a repo says how to begin', () => {
  rmSync(fixture.gitDir, { recursive: true })
  expect(() => findRepo(fixture.home, { folder: '/' })).toThrow(
    expect.objectContaining({
      code: 'no-store',
      hint: 'Run `flightrec watch .` to record this folder.',
    }),
  )
})
