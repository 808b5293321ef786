/** Where playing has come to after so long, and how long it takes to get somewhere. */
import type { PlayedClock, ScreenGap } from './tape.ts'

/** A gap takes so long at any speed: the page that tells of it can be read, and nothing is waited for. */
const GAP_PLAYS_MS = 2_000

export interface Pace {
  clock: PlayedClock
  gaps: readonly ScreenGap[]
  speed: number
  endMs: number
}

/** Returns the time of the recording `wallMs` after it was `fromMs`. */
export function timeAfter(pace: Pace, fromMs: number, wallMs: number): number {
  let left = wallMs
  let at = fromMs
  while (at < pace.endMs) {
    const { toMs, lastsMs, timeAt } = stretchFrom(pace, at)
    if (left < lastsMs) return Math.min(toMs, timeAt(left))
    left -= lastsMs
    at = toMs
  }
  return pace.endMs
}

/** Returns how long it takes from one time of the recording to a later one. */
export function wallUntil(pace: Pace, fromMs: number, toMs: number): number {
  let lasts = 0
  let at = fromMs
  while (at < Math.min(toMs, pace.endMs)) {
    const stretch = stretchFrom(pace, at)
    if (toMs < stretch.toMs) return lasts + stretch.lastsUntil(toMs)
    lasts += stretch.lastsMs
    at = stretch.toMs
  }
  return lasts
}

/** What is played in one way, from a time on. */
interface Stretch {
  toMs: number
  lastsMs: number
  timeAt(wallMs: number): number
  lastsUntil(timeMs: number): number
}

function stretchFrom({ clock, gaps, speed, endMs }: Pace, fromMs: number): Stretch {
  const gap = gaps.find((one) => fromMs >= one.fromMs && fromMs < one.toMs)
  if (gap) {
    const share = GAP_PLAYS_MS / (gap.toMs - gap.fromMs)
    return {
      toMs: gap.toMs,
      lastsMs: (gap.toMs - fromMs) * share,
      timeAt: (wallMs) => fromMs + wallMs / share,
      lastsUntil: (timeMs) => (timeMs - fromMs) * share,
    }
  }
  const toMs = Math.min(endMs, ...gaps.map((one) => one.fromMs).filter((at) => at > fromMs))
  const played = clock.toPlayed(fromMs)
  const lastsUntil = (timeMs: number) => (clock.toPlayed(timeMs) - played) / speed
  return {
    toMs,
    lastsMs: lastsUntil(toMs),
    timeAt: (wallMs) => Math.max(fromMs, clock.toTrue(played + wallMs * speed)),
    lastsUntil,
  }
}
