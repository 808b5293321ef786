/** The result as a table for people. */
import { type Line, ratioOf, type Unit, verdictOf } from './line.ts'
import type { Spread } from './spread.ts'

const HEADINGS = ['', 'measured', 'anchor', 'ratio', 'budget', '']

export interface RowResult {
  row: string
  lines: readonly Line[]
}

/** Returns the table; every line that has a budget says whether it was kept. */
export function formatTable(results: readonly RowResult[]): string {
  const cells = results.flatMap(({ row, lines }) => [[row], ...lines.map(lineCells)])
  const rows = [HEADINGS, ...cells]
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.filter((row) => row.length > 1).map((row) => (row[column] ?? '').length)),
  )
  return rows.map((row) => formatRow(row, widths)).join('')
}

function formatRow(row: readonly string[], widths: readonly number[]): string {
  const padded = row.map((cell, column) => cell.padEnd(widths[column]!))
  return `${padded.join('  ').trimEnd()}\n`
}

function lineCells(line: Line): string[] {
  const unit = line.unit ?? 'ms'
  const ratio = ratioOf(line)
  return [
    `  ${line.label}`,
    line.measured ? formatSpread(line.measured, unit) : '-',
    line.anchor ? formatSpread(line.anchor, unit) : '',
    ratio === undefined ? '' : `${threeDigits(ratio)}x`,
    line.budget?.text ?? '',
    [formatVerdict(line, unit), line.note ?? ''].filter(Boolean).join('; '),
  ]
}

function formatSpread({ median, min, max, runs }: Spread, unit: Unit): string {
  const range = runs > 1 ? ` (${threeDigits(min)}-${threeDigits(max)})` : ''
  return `${threeDigits(median)} ${unit}${range}`
}

function formatVerdict(line: Line, unit: Unit): string {
  const verdict = verdictOf(line)
  if (!verdict) return ''
  if (verdict.isMet) return 'met'
  const missedBy = threeDigits(verdict.missedBy)
  const suffix = line.budget!.of === 'ratio' ? 'x' : ` ${unit}`
  return `MISSED by ${missedBy}${suffix} (${threeDigits(verdict.missedByPercent)} %)`
}

/** Three significant digits, but never fewer than the whole number has. */
function threeDigits(value: number): string {
  const whole = Math.max(1, Math.floor(Math.log10(Math.max(Math.abs(value), 0.001))) + 1)
  if (value === 0) return '0'
  return whole >= 3 ? Math.round(value).toLocaleString('en') : String(+value.toPrecision(3))
}
