import { afterEach, beforeEach, expect, test } from 'vitest'
import { pairRows, parsePatch } from '../../src/review/patch/diff-rows.ts'
import { type ShadowFixture, shadowFixture } from '../helpers/shadow-fixture.ts'
import { KEYS, openScreens, type Screens } from './screens.ts'

let fixture: ShadowFixture
let screens: Screens | undefined
beforeEach(() => {
  fixture = shadowFixture()
})
afterEach(() => {
  screens?.close()
  fixture.dispose()
})

async function openFirstChange(columns = 80, rows = 14): Promise<Screens> {
  screens = openScreens(fixture, { size: { columns, rows } })
  await screens.shows('▌2026')
  screens.press(KEYS.enter)
  await screens.shows(/▌[-+~→] /)
  screens.press(KEYS.enter)
  return screens
}

const OLD = 'const a = 1\nconst b = 2\nconst c = 3\n'
const NEW = 'const a = 1\nconst b = "two" // why\nconst b2 = 2\nconst c = 3\n'

test('on a wide screen both sides stand beside each other, what was added opposite what it replaces', async () => {
  await fixture.snapshot({ 'a.ts': OLD })
  await fixture.snapshot({ 'a.ts': NEW })
  const shown = await openFirstChange(150, 9)
  await shown.shows('b2')
  expect(shown.frame().split('\n').slice(1, -1).join('\n')).toMatchInlineSnapshot(`
    "@@ -1,3 +1,4 @@
    1   const a = 1                                                           │1   const a = 1
    2 - const b = 2                                                           │2 + const b = "two" // why
                                                                              │3 + const b2 = 2
    3   const c = 3                                                           │4   const c = 3

    "
  `)
  shown.press('s')
  await shown.shows('2 - const b = 2')
  expect(shown.frame().split('\n').slice(1, -1).join('\n')).toMatchInlineSnapshot(`
    "@@ -1,3 +1,4 @@
    1   const a = 1                                                           │1   const a = 1
    2 - const b = 2                                                           │2 + const b = "two" // why
                                                                              │3 + const b2 = 2
    3   const c = 3                                                           │4   const c = 3

    "
  `)
})

test('an image has a line that says so in place of its diff', async () => {
  await fixture.snapshot({ 'logo.png': Buffer.from([0x89, 0x50, 0, 1, 2, 3]) })
  const shown = await openFirstChange()
  await shown.shows('Image: none → 6 B')
})

test('a file over the size cap has a line that says what is recorded of it', async () => {
  const large = { sizeBytes: 5_000_000_000, sha256: '0'.repeat(64) }
  await fixture.snapshot({ 'disk.img': { large } })
  const shown = await openFirstChange()
  await shown.shows('Over the size cap: its size and hash are recorded, not its content.')
})

test('much content is read only when asked for', async () => {
  await fixture.snapshot({ 'big.txt': 'a\n' })
  await fixture.snapshot({ 'big.txt': 'line\n'.repeat(600_000) })
  const shown = await openFirstChange()
  await shown.shows('press Enter to read all of it')
  shown.press(KEYS.enter)
  await shown.shows('+ line')
  shown.press('G')
  await shown.shows('600000 + line')
})

test('nothing in a file moves the cursor, and lines that are long or wide stay in their row', async () => {
  const hostile = `\u001b[2J\u001b[H\u0007 \u202eevil ${'漢字'.repeat(200)}\r\nshort\n\u009b31m\n`
  await fixture.snapshot({ 'bad\u001b[31m.txt': hostile })
  const shown = await openFirstChange(60, 10)
  const frame = await shown.shows('short')
  expect(frame).toContain('bad\\e[31m.txt')
  expect(frame).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  expect(frame.split('\n').length).toBe(10)
})

test('search finds a line below, and says when there is none', async () => {
  await fixture.snapshot({ 'a.txt': Array.from({ length: 90 }, (_, n) => `line ${n}\n`).join('') })
  const shown = await openFirstChange()
  await shown.shows('line 3')
  shown.press('/', 'LINE 70', KEYS.enter)
  await shown.shows("'LINE 70' is not below")
  shown.press('/')
  await shown.shows('search: LINE 70')
  shown.press('\u0015', 'line 70', KEYS.enter)
  await shown.shows(/70 {1,3}\+ line 69\n|71 {1,3}\+ line 70\n/)
})

test('blame names the snapshot of each line', async () => {
  await fixture.snapshot({ 'a.ts': OLD })
  await fixture.snapshot({ 'a.ts': NEW })
  const shown = await openFirstChange()
  await shown.shows('b2')
  shown.press('b')
  await shown.shows('│ const b2')
  expect(shown.frame().split('\n').slice(1, 5).join('\n')).toMatchInlineSnapshot(`
    "▌20260612T140000-000 1 │ const a = 1
     20260612T140001-000 2 │ const b = "two" // why
     20260612T140001-000 3 │ const b2 = 2
     20260612T140000-000 4 │ const c = 3"
  `)
})

test('rows of a patch know their numbers, and lines that only look like headers are content', () => {
  const body = Buffer.from('@@ -1,2 +1,2 @@ f()\n--- a\n+++ b\n x\n\\ No newline at end of file\n')
  const rows = parsePatch(body)
  expect(rows.map(({ kind, old, new: current }) => [kind, old, current])).toEqual([
    ['hunk', undefined, undefined],
    ['removed', 1, undefined],
    ['added', undefined, 1],
    ['context', 2, 2],
    ['note', undefined, undefined],
  ])
  expect(pairRows(rows).map(([left, right]) => [left?.kind, right?.kind])).toEqual([
    ['hunk', 'hunk'],
    ['removed', 'added'],
    ['context', 'context'],
    ['note', 'note'],
  ])
})

test('a path among many changed ones, and a line of a file in blame, are found by searching', async () => {
  const state = Object.fromEntries(
    Array.from({ length: 300 }, (_, n) => [`f/${String(n).padStart(3, '0')}.txt`, `${n}\n`]),
  )
  await fixture.snapshot({ ...state, 'f/270.txt': `${'x\n'.repeat(200)}needle\n` })
  const shown = await openFirstChange()
  await shown.shows('@@')
  shown.press(KEYS.escape)
  await shown.shows('▌+ f/000.txt')
  shown.press('/')
  await shown.shows('search:')
  shown.press('27', KEYS.enter)
  await shown.shows('▌+ f/027.txt')
  shown.press('n', 'n')
  await shown.shows('▌+ f/227.txt')
  shown.press('n')
  await shown.shows('▌+ f/270.txt')
  shown.press('b')
  await shown.shows('│ x')
  shown.press('/')
  await shown.shows('search:')
  shown.press('NEEDLE', KEYS.enter)
  await shown.shows("'NEEDLE' is not below")
  shown.press('/')
  await shown.shows('search: NEEDLE')
  shown.press('\u0015needle', KEYS.enter)
  await shown.shows('│ needle')
})

test('a search goes on from what it found, also where the text cannot scroll any further', async () => {
  await fixture.snapshot({ 'a.txt': 'one needle\ntwo\nthree needle\n' })
  const shown = await openFirstChange()
  await shown.shows('three needle')
  shown.press('/')
  await shown.shows('search:')
  shown.press('needle', KEYS.enter)
  await shown.shows(' /needle')
  shown.press('n')
  await shown.shows(' /needle')
  shown.press('n')
  await shown.shows("'needle' is not below")
})
