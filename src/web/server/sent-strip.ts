/** Lanes as they are sent: clipped to a span, their marks at a level. */
import type { SentLane, StripAnswer } from '../api/strip.ts'
import { marksAtLevel, sentMarks } from './mark-levels.ts'
import type { Lane } from './session-lanes.ts'

export interface StripSpan {
  fromMs: number
  toMs: number
  level: number
}

/** Lanes without anything at all are left out, and counted. */
export function sentStrip(lanes: readonly Lane[], span: StripSpan): StripAnswer {
  const { fromMs, toMs, level } = span
  const shown = lanes.filter(({ marks, gaps, kind, recorded }) => {
    return marks.length > 0 || gaps.length > 0 || (kind === 'terminal' && recorded.length > 0)
  })
  return {
    type: 'strip',
    from: fromMs,
    to: toMs,
    level,
    lanes: shown.map((lane) => sentLane(lane, span)),
    empty_lanes: lanes.length - shown.length,
  }
}

function sentLane(lane: Lane, { fromMs, toMs, level }: StripSpan): SentLane {
  const { recorded, marks, gaps, ...named } = lane
  const isWithin = (startMs: number, endMs: number) => startMs <= toMs && endMs >= fromMs
  const within = marks.filter(({ startMs, endMs }) => isWithin(startMs, endMs))
  return {
    ...named,
    recorded: recorded
      .filter(([from, to]) => isWithin(from, to))
      .map(([from, to]) => [Math.max(from, fromMs) - fromMs, Math.min(to, toMs) - fromMs]),
    marks: sentMarks(marksAtLevel(within, level), fromMs, level),
    gaps: gaps
      .filter(({ fromMs: from, toMs: to }) => isWithin(from, to))
      .map((gap) => ({
        from: Math.max(gap.fromMs, fromMs) - fromMs,
        to: Math.min(gap.toMs, toMs) - fromMs,
        meaning: gap.meaning,
        ...(gap.isOpen && { isOpen: true as const }),
      })),
  }
}
