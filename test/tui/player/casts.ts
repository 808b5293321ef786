/** Casts to play, made of what they show. */
import { CastLines, formatCastHeader } from '../../../src/model/cast.ts'

export interface CastTold {
  columns?: number
  rows?: number
  /** When, in milliseconds, and what is written then. */
  output: readonly (readonly [timeMs: number, text: string])[]
}

export function castOf({ columns = 80, rows = 24, output }: CastTold): string {
  const lines = new CastLines()
  const header = formatCastHeader({ columns, rows, timestamp: 1_764_254_382 })
  return header + output.map(([timeMs, data]) => lines.format({ timeMs, code: 'o', data })).join('')
}

/** A screen that says which step it is at, one each second. */
export function stepsCast(count: number, size: { columns?: number; rows?: number } = {}): string {
  const output = Array.from(
    { length: count },
    (_, n) => [n * 1_000, `\u001b[H\u001b[2Jstep ${n} of the docs\r\n`] as const,
  )
  return castOf({ ...size, output })
}
