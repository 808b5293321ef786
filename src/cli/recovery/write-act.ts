import { type ActLine, actLines } from '../../service/acts/act-lines.ts'
import { type ActReport, exitCodeOf } from '../../service/acts/act-report.ts'
import type { Output } from '../terminal/output.ts'

/** Writes a report, as `json` has it or as lines; returns the exit code. */
export function writeAct<Report extends ActReport>(
  out: Output,
  report: Report,
  json: (report: Report) => object,
): number {
  out.progress(undefined)
  if (out.isJson) out.json(json(report))
  else writeActLines(out, actLines(report))
  return exitCodeOf(report)
}

/** Writes what changed on stdout, what did not on stderr. */
export function writeActLines(out: Output, lines: readonly ActLine[]): void {
  for (const { kind, text, note } of lines) {
    if (kind === 'warning') out.warn(text)
    else if (kind === 'remark') out.talk(text)
    else if (kind === 'result') out.line(text)
    else {
      const rest = note === undefined ? '' : out.style('dim', `  ${note}`)
      out.line(`  ${out.style(kind, text.slice(0, 1))}${text.slice(1)}${rest}`)
    }
  }
}
