import type { RiskLevel } from '../../../model/risk.ts'

const NAMES = { danger: 'danger', warning: 'warning', info: 'info' } as const

/** A diamond, a triangle, a ring: the shape says how bad it is. */
export function RiskMark({ risk }: { risk: RiskLevel | undefined }) {
  if (risk === undefined || risk === 'none') return null
  return <i class={NAMES[risk]} role="img" aria-label={NAMES[risk]} />
}
