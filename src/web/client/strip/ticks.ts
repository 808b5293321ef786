/** The lines of a ruler: round times, so far apart that their labels fit. */
import type { WindowSpan } from '../state/strip-window.ts'
import { clockText, dayText } from '../state/time-text.ts'
import { lengthOf } from './scale.ts'

export interface Tick {
  timeMs: number
  label: string
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((n) => n * DAY),
]

const PIXELS_APART = 96

/** `aheadMs` is by how much the zone that is shown is ahead of UTC. */
export function ticksOf(span: WindowSpan, width: number, aheadMs: number): Tick[] {
  const least = (lengthOf(span) * PIXELS_APART) / Math.max(1, width)
  const step = STEPS.find((one) => one >= least) ?? STEPS.at(-1)!
  const first = Math.ceil((span.fromMs + aheadMs) / step) * step - aheadMs
  const ticks: Tick[] = []
  for (let timeMs = first; timeMs <= span.toMs; timeMs += step)
    ticks.push({ timeMs, label: labelOf(timeMs, step, span.toMs) })
  return ticks
}

function labelOf(timeMs: number, step: number, nowMs: number): string {
  if (step >= DAY) return dayText(timeMs, nowMs)
  if (step >= MINUTE) return clockText(timeMs, 'minutes')
  return clockText(timeMs, step >= SECOND ? 'seconds' : 'ms')
}
