/** The roots of a home as a list, and the way from one timeline to another. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureShadowRepo } from '../../src/store/home/shadow-repos.ts'
import { type ShadowFixture, shadowFixture } from '../helpers/shadow-fixture.ts'
import { KEYS, openScreens, type Screens } from './screens.ts'

let fixture: ShadowFixture
let other: ShadowFixture
let screens: Screens
beforeEach(async () => {
  fixture = shadowFixture()
  other = shadowFixture({ rootName: 'other', home: fixture.home })
  await fixture.snapshot({ a: '1\n' }, { at: '2026-06-12T14:00:00Z', subject: 'of the first' })
  await other.snapshot({ b: '1\n' }, { at: '2026-06-12T14:50:00Z', subject: 'of \u001b[2J other' })
  screens = openScreens(fixture, { size: { columns: 140, rows: 12 } })
  await screens.shows('▌2026')
})
afterEach(() => {
  screens.close()
  fixture.dispose()
  other.dispose()
})

test('all roots are listed, the latest changed first, and the one one came from is chosen', async () => {
  screens.press('o')
  const frame = await screens.shows('of \\e[2J other')
  const rows = frame.split('\n')
  expect(rows[0]).toBe(' flightrec › roots')
  expect(rows[1]).toMatch(/^ other {3,}10m ago {2}not watched {2}\S+\/other {2}of/)
  expect(rows[2]).toMatch(/^▌project {3,}1h ago {2}not watched {2}\S+\/project {2}of the first/)
})

test('another root opens with its own timeline, and Esc leads back to the list', async () => {
  screens.press('o')
  await screens.shows('▌project')
  screens.press('k', KEYS.enter)
  const frame = await screens.shows('▌2026')
  expect(frame).toContain('flightrec › roots › other timeline')
  expect(frame).not.toContain('of the first')
  screens.press(KEYS.escape)
  await screens.shows('▌other')
})

test('a root that changed meanwhile goes up, and the choice stays with the root, not with the row', async () => {
  screens.press('o')
  await screens.shows('▌project')
  await fixture.snapshot({ a: '2\n' }, { at: '2026-06-12T14:59:00Z', subject: 'of just now' })
  screens.press('r')
  const frame = await screens.shows('of just now')
  expect(frame.split('\n')[1]).toMatch(/^▌project/)
})

test('a root without a snapshot, one that is gone and one with a damaged ref are told apart', async () => {
  ensureShadowRepo(fixture.home, join(fixture.root, 'empty'))
  rmSync(other.root, { recursive: true })
  writeFileSync(join(fixture.gitDir, 'refs/heads/main'), 'no oid\n')
  screens.press('o')
  await screens.shows(/damaged {6}\S+\/project/)
  await screens.shows(/not there {4}\S+\/other/)
  await screens.shows(/not there {4}\S+\/empty/)
  screens.press('G', KEYS.enter)
  await screens.shows(/no snapshot has been taken of this root yet|damaged/)
})
