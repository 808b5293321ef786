/** Sessions and events as lines for people. */

import { showCount } from '../../model/counts.ts'
import type { Event } from '../../model/event.ts'
import type { RiskLevel } from '../../model/risk.ts'
import { type Session, worstOfSession } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { RISK_MARKS } from '../../model/style.ts'
import { formatClock, formatDuration, formatMoment, formatShortAge } from '../../model/units.ts'
import type { RecordingMoment } from '../../review/recordings/recording-moments.ts'
import { showHomely } from '../terminal/homely-path.ts'
import type { Style } from '../terminal/style.ts'

const ID_LENGTH = 'sess_'.length + 7
const SUMMARY_COLUMNS = 30

function mark(risk: RiskLevel, style: Style): string {
  const [sign, name] = RISK_MARKS[risk]
  return style(name, sign)
}

/** Returns enough of an id to name the session, and a sign that there is more. */
export function shortSessionId(id: string): string {
  return `${id.slice(0, ID_LENGTH)}…`
}

const RIGHT = [3, 4]

/**
 * Returns one line a session, in columns.
 * @param hasScreen whether a terminal of it was recorded; that no session has one takes no column.
 */
export function sessionLines(
  sessions: readonly Session[],
  nowMs: number,
  style: Style,
  hasScreen: (session: Session) => boolean = () => false,
): string[] {
  const isScreenTold = sessions.some(hasScreen)
  const rows = sessions.map((session) => {
    const { totals } = session
    const age = formatShortAge(Date.parse(session.last), nowMs)
    return [
      shortSessionId(session.id),
      showText(session.agent),
      session.root === undefined ? '-' : showHomely(session.root),
      showCount(totals.steps, 'step'),
      showCount(totals.files, 'file'),
      totals.anomalies === 0 ? '' : `${RISK_MARKS[worstOfSession(session)][0]} ${totals.anomalies}`,
      ...(isScreenTold ? [hasScreen(session) ? 'screen' : ''] : []),
      session.ended === undefined ? `running, ${age}` : age,
    ]
  })
  const widths = rows[0]?.map((_, n) => Math.max(...rows.map((row) => row[n]!.length))) ?? []
  return rows.map((row, n) => {
    const [id, agent, root, steps, files, anomalies, ...rest] = row.map((cell, m) =>
      RIGHT.includes(m) ? cell.padStart(widths[m]!) : cell.padEnd(widths[m]!),
    ) as [string, string, string, string, string, string, ...string[]]
    const risk = RISK_MARKS[worstOfSession(sessions[n]!)][1]
    const head = [style('modified', id), agent, root, steps, files, style(risk, anomalies)]
    return [...head, ...rest.map((cell) => style('dim', cell))].join('  ').trimEnd()
  })
}

/** Returns e.g. `⚠ [8] rm config/secrets.yml         [destructive-rm, sensitive-secrets-file]`. */
export function eventLine(event: Event, style: Style): string {
  const summary = `${event.permission === 'refused' ? 'refused: ' : ''}${showText(event.summary)}`
  const rules = event.findings?.map(showText).join(', ')
  const found = rules === undefined ? '' : ` ${style('dim', `[${rules}]`)}`
  const line = `${mark(event.risk_level, style)} [${event.seq}] `
  return `${line}${found ? `${summary.padEnd(SUMMARY_COLUMNS - 1)}${found}` : summary}`.trimEnd()
}

/** As `eventLine`, with the time of day, the type and how long it took before it. */
export function timelineLine(event: Event, style: Style): string {
  const columns = timeColumns(Date.parse(event.time), event.duration_ms, event.event_type)
  return `${style('dim', columns)} ${eventLine(event, style)}`
}

/** As `timelineLine`, for a recording that begins, ends, or has a gap. */
export function momentLine(moment: RecordingMoment, style: Style): string {
  const { kind, timeMs, durationMs, recording, reason = '' } = moment
  const columns = style('dim', timeColumns(timeMs, durationMs, 'SCREEN'))
  const { id, columns: width, rows, exit_code: exitCode } = recording
  if (kind === 'gap') {
    return `${columns} ${style('warning', `┄ not recorded: ${showText(reason)}`)}  ${id}`
  }
  if (kind === 'begin') return `${columns} ▸ ${id} begins, ${width}x${rows}`
  const exit = exitCode === undefined ? '' : `, exit ${exitCode}`
  return `${columns} ■ ${id} ends${exit}`
}

function timeColumns(timeMs: number, durationMs: number | undefined, type: string): string {
  const took = durationMs === undefined ? '' : formatDuration(durationMs)
  return [formatClock(timeMs), took.padStart(7), type.padEnd(15)].join('  ')
}

/** As `eventLine`, with the session before it. */
export function foundLine(event: Event, style: Style): string {
  return `${style('modified', shortSessionId(event.session))} ${eventLine(event, style)}`
}

/** Returns what is known of a session, for `inspect`. */
export function sessionBlock(
  session: Session,
  nowMs: number,
  style: Style,
  recordings: readonly string[],
): string[] {
  const { totals } = session
  const started = Date.parse(session.started)
  const end = Date.parse(session.ended ?? session.last)
  const state =
    session.ended === undefined
      ? `running, last event ${formatShortAge(end, nowMs)}`
      : `${formatMoment(end)} (${session.end_reason ?? 'unknown'})`
  const facts: [string, string | undefined][] = [
    ['Agent', showText(session.agent)],
    ['Root', session.root && showHomely(session.root)],
    ['Parent', session.parent],
    ['Run', session.runs?.join(', ')],
    ['Below it', session.members?.join(', ')],
    ['Message', session.message && showText(session.message)],
    ['Started', formatMoment(started)],
    ['Ended', state],
    ['Took', formatDuration(end - started)],
    ['Holds', `${showCount(totals.steps, 'step')}, ${showCount(totals.files, 'file')} changed`],
    ['Screen', recordings.length === 0 ? undefined : recordings.join(', ')],
    ['Found', totals.anomalies === 0 ? 'nothing' : foundText(session)],
  ]
  return [
    style('modified', `session ${session.id}`),
    ...facts.flatMap(([name, value]) =>
      value === undefined ? [] : [`${`${name}:`.padEnd(9)}${value}`],
    ),
  ]
}

function foundText({ totals: { risks } }: Session): string {
  const parts = [
    [risks.danger, 'danger'],
    [risks.warning, 'warning'],
    [risks.info, 'info'],
  ] as const
  const counts = parts.filter(([count]) => count > 0)
  return counts.map(([count, risk]) => `${count} × ${risk}`).join(', ')
}
