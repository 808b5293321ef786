import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gitText } from '../../src/git/process/run.ts'
import { parseOid } from '../../src/model/oid.ts'
import { keepNarrative } from '../../src/store/timeline/narratives.ts'
import { flip, whileChanged } from '../helpers/damaged-store.ts'
import { type ShadowFixture, shadowFixture } from '../helpers/shadow-fixture.ts'
import { KEYS, openScreens, type Screens } from './screens.ts'

const CLAUDE = { name: 'claude-code', email: 'sess_0123456789abcdef@flightrec' }

let fixture: ShadowFixture
let screens: Screens
beforeEach(async () => {
  fixture = shadowFixture()
  await fixture.snapshot({ 'a.ts': 'one\n', 'b.txt': 'b\n' }, { at: '2026-06-12T14:00:00Z' })
  await fixture.gap({
    reason: 'downtime',
    from: Date.parse('2026-06-12T14:05:00Z'),
    to: Date.parse('2026-06-12T14:10:00Z'),
  })
  await fixture.snapshot(
    { 'a.ts': 'one\ntwo\n', 'b.txt': 'b\n', '漢字.txt': '日本\n' },
    { at: '2026-06-12T14:10:00Z', actor: CLAUDE, subject: '2 changes: +1 ~1  a.ts, 漢字.txt' },
  )
})
afterEach(() => {
  screens.close()
  fixture.dispose()
})

test('the timeline shows snapshots and gaps, newest first, and what is known of the chosen one', async () => {
  screens = openScreens(fixture)
  await screens.shows('1 of 3\n')
  expect(screens.frame()).toMatchInlineSnapshot(`
    " flightrec › project timeline
    ▌20260612T141000-000   50m ago  claude-code   2 changes: +1 ~1  a.ts, 漢字.txt
     gap 5m  2026-06-12 14:05:00 → 14:10:00  nothing was watching
     20260612T140000-000    1h ago  -             snapshot of 2 files












    ────────────────────────────────────────────────────────────────────────────────
     20260612T141000-000  2026-06-12 14:10:00 +0000  watch
     2 changes: +1 ~1  a.ts, 漢字.txt
     by claude-code
     3 files, 17 B
     1 of 3

     Enter open  / n N search  f filter  s sessions  R restore  ? help  q quit"
  `)
})

test('a snapshot opens its changes, a change opens its diff, and Escape goes back', async () => {
  screens = openScreens(fixture, { size: { columns: 60, rows: 12 } })
  await screens.shows('a.ts')
  screens.press(KEYS.enter)
  await screens.shows('+ 漢字.txt')
  expect(screens.frame()).toMatchInlineSnapshot(`
    " flightrec › project timeline › 20260612T141000-000
     20260612T141000-000  2026-06-12 14:10:00 +0000  watch
     2 changes: +1 ~1  a.ts, 漢字.txt
     by claude-code
     3 files, 17 B
    ────────────────────────────────────────────────────────────
    ▌~ a.ts  +1
     + 漢字.txt  +1



     Enter open  b blame  R restore  ? help  q quit"
  `)
  screens.press(KEYS.enter)
  await screens.shows('@@')
  expect(screens.frame()).toMatchInlineSnapshot(`
    " flightrec › project timeline › 20260612T141000-000 › a.ts
    @@ -1 +1,2 @@
    1 1   one
      2 + two







     s side by side  [ ] previous, next hunk  ? help  q quit"
  `)
  screens.press(KEYS.escape)
  await screens.shows('+ 漢字.txt')
})

test('a snapshot that lands while one looks appears at the top, and what is chosen stays chosen', async () => {
  screens = openScreens(fixture)
  await screens.shows('1 of 3')
  screens.press('j', 'j')
  await screens.shows('3 of 3')
  await fixture.snapshot({ 'new.txt': 'n\n' }, { subject: '1 change: +1  new.txt' })
  await screens.shows('4 of 4')
  await screens.shows(/timeline\n 2026.*new\.txt/)
})

test('a commit that is no snapshot has a line that says so, and costs none of the others', async () => {
  const args = ['commit-tree', '-p', 'main', '-m', 'by hand', 'main^{tree}']
  const identity = ['-c', 'user.name=me', '-c', 'user.email=me@example.org']
  const commit = (await gitText(fixture.gitDir, [...identity, ...args])).trim()
  await gitText(fixture.gitDir, ['update-ref', 'refs/heads/main', commit])
  screens = openScreens(fixture)
  await screens.shows('1 of 4')
  const frame = await screens.shows('snapshot of 2 files')
  expect(frame).toContain('no snapshot can be read here: run `flightrec verify`')
  screens.press(KEYS.enter, 'j', KEYS.enter)
  await screens.shows('+ 漢字.txt')
})

test('the wheel scrolls, a click chooses, and a second one opens', async () => {
  screens = openScreens(fixture)
  await screens.shows(/snapshot of 2 files(?:.|\n)*1 of 3\n/)
  screens.press('\u001b[<65;10;5M')
  await screens.shows('3 of 3')
  screens.press('\u001b[<64;10;5M')
  await screens.shows('1 of 3')
  screens.press('\u001b[<0;10;4M', '\u001b[<0;10;4m')
  await screens.shows('3 of 3')
  screens.press('\u001b[<0;10;4M')
  await screens.shows('+ a.ts')
})

test('without colour the only codes are those that mark what is chosen', async () => {
  screens = openScreens(fixture)
  await screens.shows('1 of 3\n')
  const codes = new Set(screens.coded().match(/\u001b\[[\d;]*m/g))
  expect(codes).toEqual(new Set(['\u001b[7m', '\u001b[27m']))
})

test('what a language model says of a change stands in its row as soon as it has said it', async () => {
  screens = openScreens(fixture)
  await screens.shows(/2 changes: .1 ~1(?:.|\n)*1 of 3\n/)
  const head = (await gitText(fixture.gitDir, ['rev-parse', 'main'])).trim()
  await keepNarrative(fixture.gitDir, parseOid(head), {
    short: 'Adds a second line',
    actions: [],
    intent_guess: null,
    provider: 'ollama',
    model: 'm',
    generated: 0,
    promptHash: '0'.repeat(64),
    promptBytes: 1,
    omitted: 0,
  })
  await screens.shows(/▌.*Adds a second line/)
})

test('the timeline goes on below a snapshot that is lost, and the one after it says what it is compared with', async () => {
  const lost = await fixture.snapshot({ 'a.ts': 'three\n' }, { at: '2026-06-12T14:20:00Z' })
  await fixture.snapshot({ 'a.ts': 'four\n' }, { at: '2026-06-12T14:30:00Z' })
  const { commit } = lost
  const file = join(fixture.gitDir, 'objects', commit.slice(0, 2), commit.slice(2))
  await whileChanged(file, flip(30), async () => {
    screens = openScreens(fixture)
    await screens.shows('1 of 5\n')
    await screens.shows('no snapshot can be read here: run `flightrec verify`')
    await screens.shows('20260612T140000-000')
    screens.press(KEYS.enter)
    await screens.shows('cannot be read: compared with 20260612T141000-000')
    await screens.shows('漢字.txt')
  })
})
