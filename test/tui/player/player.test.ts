import { describe, expect, test } from 'vitest'
import { IdleCut } from '../../../src/review/playback/idle-cut.ts'
import { wallUntil } from '../../../src/tui/player/play-clock.ts'
import {
  act,
  found,
  lookFor,
  type Player,
  type PlayerAct,
  paceOf,
  tick,
  timeOf,
} from '../../../src/tui/player/player.ts'
import { marker, playerOf, tapeOf } from './scenes.ts'

const VIEW = { columns: 80, rows: 24, recordedColumns: 80, recordedRows: 24 }
const MARKERS = [
  marker(0, 'prompt'),
  marker(60_000, 'call'),
  marker(120_000, 'prompt'),
  marker(180_000, 'snapshot'),
]

const paused = (fromMs: number) => playerOf({ phase: 'paused', fromMs })
const playing = (fromMs: number) => playerOf({ phase: 'playing', fromMs })

/** State, act, state after: the phase and where it is, at wall time 10 s after `sinceMs`. */
const TRANSITIONS: readonly (readonly [
  name: string,
  before: Player,
  act: PlayerAct,
  after: string,
])[] = [
  ['pauses where it has come to', playing(5_000), 'play', 'paused 15000'],
  ['goes on from where it was held', paused(5_000), 'play', 'playing 5000'],
  [
    'plays from the start after the end',
    playerOf({ phase: 'ended', fromMs: 450_000 }),
    'play',
    'playing 0',
  ],
  ['pauses at the next frame', playing(5_200), 'frame-on', 'paused 16000'],
  ['steps to the next frame', paused(5_200), 'frame-on', 'paused 6000'],
  ['steps to the frame before', paused(6_000), 'frame-back', 'paused 5000'],
  ['stays at the last frame', paused(449_000), 'frame-on', 'paused 449000'],
  ['goes back five seconds and plays on', playing(5_000), 'seconds-back', 'playing 10000'],
  ['goes on five seconds and stays paused', paused(5_000), 'seconds-on', 'paused 10000'],
  ['goes not before the start', paused(2_000), 'seconds-back', 'paused 0'],
  ['goes a tenth on', paused(0), 'tenth-on', 'paused 45000'],
  ['goes a tenth back', paused(100_000), 'tenth-back', 'paused 55000'],
  ['goes to seven tenths', playing(0), 'tenth-7', 'playing 315000'],
  ['goes to the next mark', paused(0), 'mark-on', 'paused 60000'],
  ['goes to the mark before', paused(179_000), 'mark-back', 'paused 120000'],
  ['goes to the next turn', paused(0), 'turn-on', 'paused 120000'],
  ['goes to the turn before', paused(150_000), 'turn-back', 'paused 120000'],
  ['has no mark after the last', paused(200_000), 'mark-on', 'paused 200000'],
  ['goes to the start', playing(80_000), 'start', 'playing 0'],
  ['goes to the end', playing(80_000), 'end', 'ended 450000'],
  ['plays faster from where it is', playing(0), 'faster', 'playing 10000'],
  ['holds for a search', playing(0), 'search', 'paused 10000'],
  ['holds for the keys', playing(0), 'keys', 'paused 10000'],
]

test.each(TRANSITIONS)('%s', (_, before, what, after) => {
  const tape = tapeOf({ markers: MARKERS })
  const next = act(before, what, { tape, nowMs: 10_000, view: VIEW })
  expect(`${next.phase} ${timeOf(next, tape, 10_000)}`).toBe(after)
})

describe('time', () => {
  test('does not drift: however often one looks, it is where the clock says', () => {
    const tape = tapeOf()
    const player = playerOf({ phase: 'playing', speed: 2 })
    for (let now = 0; now < 100_000; now += 333) {
      expect(timeOf(tick(player, tape, now), tape, now)).toBeCloseTo(now * 2, 6)
    }
  })

  test('a pause that is cut plays no longer than the limit, and there and back again is the same', () => {
    const times = [0, 1_000, 61_000, 62_000]
    const tape = tapeOf({ durationMs: 62_000, cutClock: new IdleCut(times, 2_000) })
    const player = playerOf({ phase: 'playing' })
    expect(timeOf(player, tape, 3_000)).toBe(61_000)
    expect(timeOf(player, tape, 3_500)).toBe(61_500)
    expect(wallUntil(paceOf(player, tape), 0, 61_000)).toBe(3_000)
    const whole = { ...player, cutsIdle: false }
    expect(timeOf(whole, tape, 3_000)).toBe(3_000)
  })

  test('a gap takes two seconds at any speed, and the right arrow goes over it at once', () => {
    const frameAfter = (ms: number) => (ms < 10_000 ? 10_000 : ms < 43_000 ? 43_000 : ms + 1_000)
    const tape = tapeOf({ markers: [marker(10_000, 'gap')], frameAfter })
    expect(tape.gaps).toEqual([{ fromMs: 10_000, toMs: 43_000, reason: 'gap' }])
    for (const speed of [0.5, 1, 32]) {
      const player = playerOf({ phase: 'playing', speed, fromMs: 10_000 })
      expect(timeOf(player, tape, 1_000)).toBeCloseTo(26_500)
      expect(timeOf(player, tape, 3_000)).toBeCloseTo(43_000 + 1_000 * speed)
      expect(wallUntil(paceOf(player, tape), 10_000, 43_000)).toBeCloseTo(2_000)
      const over = act(player, 'seconds-on', { tape, nowMs: 100, view: VIEW })
      expect(timeOf(over, tape, 100)).toBe(43_000)
    }
  })

  test('what comes to its end has ended; what is still being recorded is followed from there', () => {
    const player = playerOf({ phase: 'playing', fromMs: 449_000 })
    expect(tick(player, tapeOf(), 999).phase).toBe('playing')
    expect(tick(player, tapeOf(), 1_001)).toMatchObject({ phase: 'ended', fromMs: 450_000 })
    const live = tick(player, tapeOf({ isLive: true }), 1_001)
    expect(live.phase).toBe('following')
    const grown = tapeOf({ isLive: true, durationMs: 500_000 })
    expect(timeOf(live, grown, 2_000)).toBe(500_000)
    expect(tick(live, tapeOf({ durationMs: 500_000 }), 3_000).phase).toBe('ended')
  })

  test('one who looks back leaves the end, which goes on behind; G goes there again', () => {
    const tape = tapeOf({ isLive: true })
    const context = { tape, nowMs: 0, view: VIEW }
    const back = act(playerOf({ phase: 'following' }), 'seconds-back', context)
    expect([back.phase, timeOf(back, tape, 0)]).toEqual(['playing', 445_000])
    expect(act(back, 'end', context).phase).toBe('following')
    expect(act(playerOf({ phase: 'following' }), 'play', context).phase).toBe('paused')
  })
})

describe('search', () => {
  const tape = tapeOf()
  const context = { tape, nowMs: 0, view: VIEW }
  const hits = [10_000, 20_000, 30_000].map((timeMs) => ({ timeMs, row: 0, column: 0, length: 1 }))

  test('begins at the first hit from where one was, and wraps both ways', () => {
    const looking = lookFor(paused(15_000), 'x', 15_000)
    const player = found(looking, 'x', hits, context)
    expect([player.search?.at, timeOf(player, tape, 0)]).toEqual([1, 20_000])
    const last = act(player, 'hit-on', context)
    expect(timeOf(act(last, 'hit-on', context), tape, 0)).toBe(10_000)
    expect(timeOf(act(act(player, 'hit-back', context), 'hit-back', context), tape, 0)).toBe(30_000)
  })

  test('an answer to words that were since changed is not taken', () => {
    const looking = lookFor(paused(15_000), 'xy', 15_000)
    expect(found(looking, 'x', hits, context)).toBe(looking)
    expect(found(looking, 'xy', [], context).search?.hits).toEqual([])
  })
})
