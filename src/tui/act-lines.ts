/** What an act did, or would do, as lines of a screen. */
import type { PerformedAct } from '../daemon/perform-act.ts'
import { type ActLine, actLines, UNPROVEN_LEFT, unprovenLines } from '../service/acts/act-lines.ts'
import { cutShortWords } from '../store/timeline/act.ts'
import { type Line, plain, wrapText } from './line.ts'

const SEE_DAMAGE = 'Run `flightrec verify` to see what the damage costs, then `flightrec doctor`.'

export function performedLines(performed: PerformedAct, columns: number): Line[] {
  const { report, cutShort, remarks, unreadable } = performed
  const lines: ActLine[] = [
    ...cutShort.flatMap((one) => {
      const [problem, hint] = cutShortWords(one)
      return [warning(problem), remark(hint)]
    }),
    ...remarks.map(remark),
    ...(report.act === 'undo' ? unprovenLines(report.name, report.unproven) : []),
    ...(report.act === 'undo' && report.unproven.length > 0 ? [remark(UNPROVEN_LEFT)] : []),
    ...actLines(report),
    ...unreadable.map(warning),
    ...(unreadable.length > 0 ? [remark(SEE_DAMAGE)] : []),
  ]
  return lines.flatMap((line) => actLine(line, columns))
}

function actLine({ kind, text, note }: ActLine, columns: number): Line[] {
  const isPath = kind === 'added' || kind === 'removed' || kind === 'modified'
  const whole = `${isPath ? '  ' : ''}${text}${note === undefined ? '' : `  ${note}`}`
  const style = kind === 'remark' || kind === 'result' ? undefined : kind
  return wrapText(` ${whole}`, columns, '   ').map((line) => plain(line, style))
}

function warning(text: string): ActLine {
  return { kind: 'warning', text }
}

function remark(text: string): ActLine {
  return { kind: 'remark', text }
}
