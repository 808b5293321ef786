/** One line of the result: what was measured, beside what, and whether the budget was kept. */
import type { Spread } from './spread.ts'

export type Unit = 'ms' | 'KB' | 'MB' | '%'

export interface Budget {
  /** Whether it bounds what was measured, or its ratio to the anchor. */
  of: 'measured' | 'ratio'
  most: number
  text: string
}

export interface Line {
  label: string
  unit?: Unit
  measured?: Spread
  anchor?: Spread
  budget?: Budget
  /** What a reader must know, such as why nothing was measured. */
  note?: string
}

export interface Verdict {
  isMet: boolean
  /** How far above the budget, in its own unit; 0 when it was kept. */
  missedBy: number
  missedByPercent: number
}

/** Allows at most so much of what was measured. */
export function atMost(most: number, unit: Unit, also = ''): Budget {
  return { of: 'measured', most, text: `<= ${most} ${unit}${also}` }
}

/** Allows at most so many times the anchor. */
export function atMostTimes(most: number): Budget {
  return { of: 'ratio', most, text: `<= ${most}x` }
}

/** Wants the anchor to take at least so many times as long. */
export function timesFaster(times: number): Budget {
  return { of: 'ratio', most: 1 / times, text: `>= ${times}x faster` }
}

export function ratioOf({ measured, anchor }: Line): number | undefined {
  return measured && anchor ? measured.median / anchor.median : undefined
}

/** Judges a line by its median; undefined when it has no budget or nothing was measured. */
export function verdictOf(line: Line): Verdict | undefined {
  const { budget, measured } = line
  const value = budget?.of === 'ratio' ? ratioOf(line) : measured?.median
  if (!budget || value === undefined) return undefined
  const isMet = value <= budget.most
  const missedBy = isMet ? 0 : value - budget.most
  return { isMet, missedBy, missedByPercent: (missedBy / budget.most) * 100 }
}
