/** Where a session opens when its address names no moment. */
import { RISKS } from '../../../model/risk.ts'
import type { ListedStep } from './steps.ts'

/** Returns the worst that a rule reported, the first of them, else the beginning; of what goes on, the latest. */
export function firstStep(steps: readonly ListedStep[], isLive: boolean): ListedStep | undefined {
  if (isLive) return steps.at(-1)
  const rank = ({ risk_level: risk }: ListedStep) => (risk === undefined ? -1 : RISKS.indexOf(risk))
  let worst = steps[0]
  for (const step of steps) if (worst && rank(step) > rank(worst)) worst = step
  return worst
}
