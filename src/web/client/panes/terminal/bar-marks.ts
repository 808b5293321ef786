/** What stands on the bar of a player: one mark for each few pixels, the worst of them. */
import { isRisk, type RiskLevel, worstRisk } from '../../../../model/risk.ts'
import { steps } from '../../state/steps.ts'

const PLACES = 160

export interface BarMark {
  /** From 0 to 1. */
  at: number
  risk: RiskLevel | undefined
}

/** Returns the steps of the session that began within a recording. */
export function barMarks(startMs: number, durationMs: number): BarMark[] {
  const marks = new Map<number, RiskLevel | undefined>()
  for (const { startMs: begunMs, risk_level } of steps.value) {
    const share = (begunMs - startMs) / durationMs
    if (share < 0 || share > 1) continue
    const place = Math.round(share * PLACES)
    const risks = [marks.get(place), risk_level].filter((one) => one !== undefined && isRisk(one))
    marks.set(place, worstRisk(risks))
  }
  return [...marks].map(([place, risk]) => ({
    at: place / PLACES,
    risk: risk === 'none' ? undefined : risk,
  }))
}

/** Returns the stretches in which nothing was written, as shares of the whole. */
export function idleParts(activity: readonly number[]): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = []
  for (const [at, count] of activity.entries()) {
    if (count > 0) continue
    const [from, to] = [at / activity.length, (at + 1) / activity.length]
    const last = parts.at(-1)
    if (last && Math.abs(last.to - from) < 1e-9) last.to = to
    else parts.push({ from, to })
  }
  // What is as narrow as a picture is no pause.
  return parts.filter(({ from, to }) => to - from >= 3 / activity.length)
}
