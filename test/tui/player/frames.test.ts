import { expect, test } from 'vitest'
import type { Frame } from '../../../src/review/playback/playback.ts'
import { compose } from '../../../src/tui/player/compose.ts'
import { frameOf, marker, PLAIN, sceneOf, seen, timeOf } from './scenes.ts'

const [DANGER, WARNING] = [{ risk: 'danger' }, { risk: 'warning' }] as const
const FIND = "find docs -name '*.rst' -delete"

test('while it plays, a key shows one row for two seconds: both clocks, the bar with what was found, speed', () => {
  const at = (column: number) => timeOf(column, 40)
  const markers = [
    marker(at(9), 'call', WARNING),
    marker(at(15), 'call'),
    marker(at(21), 'call', DANGER),
    marker(at(22), 'refusal'),
    marker(at(26), 'call', WARNING),
  ]
  const player = { phase: 'playing', fromMs: 264_000, pressedMs: -1_000 } as const
  const scene = sceneOf({ columns: 80, rows: 24, player, tape: { markers } })
  expect(seen(scene)).toHaveLength(24)
  expect(seen(scene).at(-1)).toBe(
    '▸ 14:44:06 · 4:24 ━━━━━━━━━▲━━━━━━━━━━━✖⊘●──▲───────────── 7:30  1x idle ≤2s  ? ',
  )
  const later = sceneOf({ columns: 80, rows: 24, player: { ...player, pressedMs: -2_000 } })
  expect(seen(later).join('').trim()).toBe('')
})

test('paused with room for it: chapters, marks, bar, state and keys below the picture', () => {
  const dots = [2, 7, 15, 18, 20, 26, 41, 88, 114, 115]
  const at = (column: number) => timeOf(column, 118)
  const markers = [
    marker(0, 'prompt', { label: 'Fix rounding in cart totals' }),
    marker(at(26), 'prompt', { label: 'docs-tidier: tidy the docs folder' }),
    marker(at(75), 'prompt', { label: 'where are the docs?!' }),
    ...dots.map((column) => marker(at(column), 'call')),
    marker(at(28), 'call', WARNING),
    marker(239_000, 'call', {
      ...{ ...DANGER, label: FIND, step: 26 },
      files: { written: 0, removed: 87 },
    }),
    marker(249_000, 'refusal'),
    marker(at(78), 'call', WARNING),
  ].sort((one, other) => one.timeMs - other.timeMs)
  const frame = frameOf(['● I will let an agent tidy the docs folder.'], 120, 31)
  const scene = sceneOf({
    columns: 120,
    rows: 36,
    player: { fromMs: 239_000 },
    tape: { markers },
    frame,
  })
  expect(seen(scene).slice(31)).toEqual([
    ' ┃Fix rounding in cart to… ┃docs-tidier: tidy the docs folder               ┃where are the docs?!                       ',
    '   ·    ·       ·  · ·     · ▲            ·                    ✖  ⊘            ▲         ·                         ··   ',
    ' ━━·━━━━·━━━━━━━·━━·━·━━━━━·━▲━━━━━━━━━━━━·━━━━━━━━━━━━━━━━━━━━●──⊘────────────▲─────────·─────────────────────────··── ',
    " ‖ 14:43:41  3:59 of 7:30  1x · idle ≤2s   step 26 ✖ find docs -name '*.rst' -delete                -87  next ⊘ in 10 s ",
    ' Space play  . , frame  ← → 5 s  [ ] mark  { } turn  / search  e event  d diff  t time  < > speed  i idle  q close      ',
  ])
  expect(seen(scene)[0]!.trim()).toBe('● I will let an agent tidy the docs folder.')
})

test('the recorded cursor has the shape that its program gave it', () => {
  const frame: Frame = {
    ...frameOf(['typed'], 80, 24),
    cursor: { row: 0, column: 5, shape: 'bar' },
  }
  const { picture } = compose(sceneOf({ columns: 80, rows: 40, frame }), PLAIN)
  expect(picture.cursor).toEqual({ row: 0, column: 5, shape: 'bar' })
})

test('what is searched for is ticks above the bar, and a rule that names the row it is in', () => {
  const text = '  ⎿  Bash(find docs -name)'
  const ticks = [2, 5, 10, 11, 13, 27, 41, 58, 59, 75, 76, 77]
  const at = (column: number) => timeOf(column, 78)
  const hits = ticks.map((column) => ({
    timeMs: column === 41 ? 238_000 : at(column),
    row: 7,
    column: 15,
    length: 4,
  }))
  const markers = [
    marker(at(18), 'call', WARNING),
    marker(at(43), 'refusal'),
    marker(at(51), 'call', WARNING),
  ]
  const scene = sceneOf({
    columns: 80,
    rows: 24,
    frame: frameOf([...Array(7).fill(''), text], 80, 24),
    tape: { markers },
    player: { fromMs: 238_000, search: { text: 'docs', originMs: 0, hits, at: 6 } },
  })
  expect(seen(scene).slice(19)).toEqual([
    ' row 8 of 24 ───────────────────────────────────────── ⎿  Bash(find docs -name) ',
    '   ╷  ╷    ╷╷ ╷             ╷             ▼                ╷╷               ╷╷╷ ',
    ' ━━━━━━━━━━━━━━━━━━▲━━━━━━━━━━━━━━━━━━━━━━●─⊘───────▲────────────────────────── ',
    ' ‖ 14:43:40  3:58 of 7:30   / docs                  7 of 12 appearances · wraps ',
    ' n N next, previous  / other words  F find all over  Space play  Esc let go     ',
  ])
})

test('a terminal smaller than the recording shows a part of it, true to the column, and says which', () => {
  const wide = (text: string) => text.padEnd(120)
  const rows = [
    ...Array(19).fill(''),
    wide('   > shop@3.2.0 test'),
    wide(`   > vitest run checkout${' '.repeat(70)}beyond`),
    ...Array(14).fill(''),
    `╭${'─'.repeat(118)}╮`,
    `│ >${' '.repeat(116)}│`,
    `╰${'─'.repeat(118)}╯`,
    '  ? for shortcuts',
    '',
  ]
  const frame: Frame = { ...frameOf(rows, 120), cursor: { row: 36, column: 4 } }
  const at = (column: number) => timeOf(column, 78)
  const markers = [
    marker(at(18), 'call', WARNING),
    marker(at(41), 'call', DANGER),
    marker(at(43), 'refusal'),
    marker(at(51), 'call', WARNING),
  ]
  const player = { fromMs: 438_000 }
  const scene = sceneOf({
    columns: 80,
    rows: 24,
    frame,
    player,
    tape: { markers },
  })
  const drawn = seen(scene)
  expect(rows).toHaveLength(40)
  expect(drawn[0]).toBe('   > shop@3.2.0 test'.padEnd(80))
  expect(drawn[1]).toBe(`${'   > vitest run checkout'.padEnd(79)}›`)
  expect(drawn[16]).toBe(`╭${'─'.repeat(78)}›`)
  expect(drawn[19]).toBe('  ? for shortcuts'.padEnd(80))
  expect(drawn.slice(21)).toEqual([
    ' ━━━━━━━━━━━━━━━━━━▲━━━━━━━━━━━━━━━━━━━━━━✖━⊘━━━━━━━▲━━━━━━━━━━━━━━━━━━━━━━━●── ',
    ' ‖ 14:47:00  7:18 of 7:30  1x             columns 1–79 of 120, rows 20–40 of 40 ',
    ' H L J K move the window  z follow the cursor  Space play  q close  ? keys      ',
  ])
})

test('a gap is never a still picture: it says how long, why, and what went on', () => {
  const startedMs = new Date(2026, 10, 27, 13, 18, 11).getTime()
  const markers = [
    marker(51_000, 'gap', { label: 'GAP: the disk was full' }),
    marker(60_000, 'call', { step: 9, label: 'src/cart/sum.ts, src/cart/index.ts' }),
    marker(69_000, 'call', { step: 12, label: 'grep -rn "cart/" src' }),
    marker(84_000, 'call', { ...WARNING, step: 14, label: 'rm -r src/cart' }),
  ]
  const frameAfter = (ms: number) => (ms < 84_000 ? 84_000 : undefined)
  const scene = sceneOf({
    columns: 80,
    rows: 24,
    player: { phase: 'playing', fromMs: 64_000 },
    tape: { markers, startedMs, durationMs: 124_000, frameAfter },
    frame: frameOf(['the last picture'], 80, 24),
  })
  const drawn = seen(scene)
  expect(drawn.map((row) => row.trimEnd()).filter((row) => row !== '')).toEqual([
    `          ${'┄'.repeat(58)}`,
    '          The screen was not recorded for 33s',
    '          13:19:02 – 13:19:35: the disk was full.',
    '          Steps and files went on:',
    '            9 13:19:11 src/cart/sum.ts, src/cart/index.ts',
    '           12 13:19:20 grep -rn "cart/" src',
    '           14 13:19:35 ▲ rm -r src/cart',
    '          The next picture is the one of 13:19:35.',
    `          ${'┄'.repeat(58)}`,
    ' ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄●┄┄┄┄┄┄┄┄┄┄┄▲─────────────────────────',
    ' ┄ 13:19:15  1:04 of 2:04  1x · a gap plays in 2 s         next picture in 20 s',
    ' → over it  [ ] mark  e steps meanwhile  Space pause  q close  ? keys',
  ])
})

test('what is still being recorded says so, what runs, and how far behind it is', () => {
  const at = (column: number) => timeOf(column, 78, 455_000)
  const markers = [
    marker(at(18), 'call', WARNING),
    marker(at(40), 'call', DANGER),
    marker(at(42), 'refusal'),
    marker(at(51), 'call', WARNING),
    marker(438_000, 'call', { step: 43, label: 'npm test -- checkout' }),
  ]
  const scene = sceneOf({
    columns: 80,
    rows: 24,
    player: { phase: 'following' },
    tape: { markers, durationMs: 455_000, isLive: true },
    frame: frameOf([], 80, 21),
    scene: { behindMs: 100 },
  })
  expect(seen(scene).slice(21)).toEqual([
    ' ━━━━━━━━━━━━━━━━━━▲━━━━━━━━━━━━━━━━━━━━━✖━⊘━━━━━━━━▲━━━━━━━━━━━━━━━━━━━━━━━━━● ',
    ' ● live 14:47:17  7:35 so far   step 43 ▸ npm test -- checkout 17s 0.1 s behind ',
    ' ← look back  G to the end  / search  e event  d diff  q close  ? keys          ',
  ])
})
