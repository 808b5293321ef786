/** What is played, as the player's machine knows it: times, marks and gaps, but no picture. */
import type { Marker } from '../../review/playback/playback.ts'

/** Two clocks: the true time of the recording, and the time it plays when pauses are cut. Both begin at 0. */
export interface PlayedClock {
  toPlayed(trueMs: number): number
  toTrue(playedMs: number): number
}

/** A stretch in which the screen was not recorded. */
export interface ScreenGap {
  fromMs: number
  toMs: number
  reason: string
}

export interface Tape {
  readonly durationMs: number
  /** Whether it is still being recorded. */
  readonly isLive: boolean
  /** Milliseconds since the epoch, where it is known. */
  readonly startedMs: number | undefined
  /** In order of time. */
  readonly markers: readonly Marker[]
  /** In order of time; only those long enough to be seen. */
  readonly gaps: readonly ScreenGap[]
  /** With pauses cut. */
  readonly cutClock: PlayedClock
  frameAfter(timeMs: number): number | undefined
  frameBefore(timeMs: number): number | undefined
}

export const TRUE_CLOCK: PlayedClock = {
  toPlayed: (trueMs) => trueMs,
  toTrue: (playedMs) => playedMs,
}

/** A shorter one is a mark on the bar, and no page. */
const GAP_SEEN_FROM_MS = 1_000

export function gapsOf(
  markers: readonly Marker[],
  frameAfter: (timeMs: number) => number | undefined,
  endMs: number,
): ScreenGap[] {
  return markers.flatMap(({ kind, timeMs: fromMs, label: reason }) => {
    if (kind !== 'gap') return []
    const toMs = frameAfter(fromMs) ?? endMs
    return toMs - fromMs < GAP_SEEN_FROM_MS ? [] : [{ fromMs, toMs, reason }]
  })
}

export function gapAt(tape: Tape, timeMs: number): ScreenGap | undefined {
  return tape.gaps.find(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs)
}
