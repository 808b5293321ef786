/** How long nothing changes on the screen by itself. */
import { SEEN_MS } from './cover.ts'
import { wallUntil } from './play-clock.ts'
import { type Player, paceOf, timeOf } from './player.ts'
import type { Tape } from './tape.ts'

/** Clocks and the bar go on at least so often. */
const CLOCK_MS = 250

/** Returns how long; undefined when it is for good. */
export function waitFor(
  player: Player,
  tape: Tape,
  frameMs: number,
  nowMs: number,
): number | undefined {
  const waits: number[] = []
  const sincePressed = nowMs - player.pressedMs
  if (sincePressed < SEEN_MS) waits.push(SEEN_MS - sincePressed)
  if (player.phase === 'following' || (tape.isLive && player.phase === 'paused')) {
    waits.push(CLOCK_MS)
  }
  if (player.phase === 'playing') {
    const timeMs = timeOf(player, tape, nowMs)
    const next = tape.frameAfter(Math.max(frameMs, timeMs)) ?? tape.durationMs
    waits.push(Math.min(CLOCK_MS, wallUntil(paceOf(player, tape), timeMs, next)))
  }
  return waits.length > 0 ? Math.min(...waits) : undefined
}
