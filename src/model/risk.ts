/** How bad what happened may be. */

/** From the least to the worst. */
export const RISKS = ['info', 'warning', 'danger'] as const

export type Risk = (typeof RISKS)[number]

/** What an event carries: the worst of its findings, or `none`. */
export type RiskLevel = Risk | 'none'

export function isRisk(text: string): text is Risk {
  return (RISKS as readonly string[]).includes(text)
}

/** Whether `risk` is `level` or worse. */
export function isAtLeast(risk: RiskLevel, level: Risk): boolean {
  return risk !== 'none' && RISKS.indexOf(risk) >= RISKS.indexOf(level)
}

/** Returns the worst of `risks`, `none` when there are none. */
export function worstRisk(risks: Iterable<Risk>): RiskLevel {
  let worst: RiskLevel = 'none'
  for (const risk of risks) if (!isAtLeast(worst, risk)) worst = risk
  return worst
}
