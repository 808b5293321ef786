/** Recordings as lines for people. */

import { commandText, storedBytesOf } from '../../model/recording.ts'
import { worstOfSession } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { RISK_MARKS } from '../../model/style.ts'
import { formatDuration, formatMoment, formatShortAge, formatSize } from '../../model/units.ts'
import { durationOf, type ListedRecording } from '../../review/recordings/listed-recordings.ts'
import { shortSessionId } from '../sessions/session-lines.ts'
import { showHomely } from '../terminal/homely-path.ts'
import type { Style } from '../terminal/style.ts'

const ID_LENGTH = 'rec_'.length + 7
const RIGHT = [4, 5]

/** Returns enough of an id to name the recording, and a sign that there is more. */
function shortRecordingId(id: string): string {
  return `${id.slice(0, ID_LENGTH)}…`
}

/** Returns one line a recording, in columns. */
export function recordingLines(
  listed: readonly ListedRecording[],
  nowMs: number,
  style: Style,
): string[] {
  const rows = listed.map((one) => cellsOf(one, nowMs))
  const widths = rows[0]?.map((_, n) => Math.max(...rows.map((row) => row[n]!.length))) ?? []
  return rows.map((row, index) => {
    const cells = row.map((cell, n) =>
      RIGHT.includes(n) ? cell.padStart(widths[n]!) : cell.padEnd(widths[n]!),
    )
    const [id, session, agent, root, took, size, found, age] = cells as string[]
    const of = listed[index]!.session
    const risk = of ? RISK_MARKS[worstOfSession(of)][1] : 'dim'
    const head = [style('modified', id!), session, agent, root, took, size, style(risk, found!)]
    return `${head.join('  ')}  ${style('dim', age!)}`.trimEnd()
  })
}

function cellsOf({ recording, state, session }: ListedRecording, nowMs: number): string[] {
  const bytes = storedBytesOf(recording) ?? recording.bytes
  const root = session?.root ?? recording.cwd
  const anomalies = session?.totals.anomalies ?? 0
  const age = formatShortAge(Date.parse(recording.started), nowMs)
  return [
    shortRecordingId(recording.id),
    shortSessionId(session?.id ?? recording.session),
    showText(session?.agent ?? '-'),
    root === undefined ? '-' : showHomely(root),
    formatDuration(durationOf(recording, nowMs)),
    bytes === undefined ? '-' : formatSize(bytes),
    session && anomalies > 0 ? `${RISK_MARKS[worstOfSession(session)][0]} ${anomalies}` : '',
    state === 'recording' ? `recording, ${age}` : age,
  ]
}

const STATES: Record<ListedRecording['state'], string> = {
  recording: 'being made',
  waiting: 'has ended; it moves to the others when its session has',
  stored: 'at rest',
}

/** Returns what is known of a recording, for `show`. */
export function recordingBlock(
  { recording, state, session }: ListedRecording,
  nowMs: number,
  style: Style,
): string[] {
  const command = commandText(recording)
  const { title, cwd, columns, rows, started, ended, exit_code: exitCode } = recording
  const stored = storedBytesOf(recording)
  const { imported, source, bytes, segments } = recording
  const facts: [string, string | undefined][] = [
    ['Title', title && showText(title)],
    ['Command', command && showText(command)],
    [
      'Session',
      session
        ? `${session.id} (${showText(session.agent)})`
        : `${recording.session}, which is gone`,
    ],
    ['Run', session && session.id !== recording.session ? recording.session : undefined],
    ['Folder', cwd && showHomely(cwd)],
    ['Screen', `${columns}x${rows}`],
    ['Started', formatMoment(Date.parse(started))],
    ['Ended', ended && formatMoment(Date.parse(ended))],
    ['Took', formatDuration(durationOf(recording, nowMs))],
    ['Exit', exitCode?.toString()],
    ['From', imported && `${source ?? 'a file'}, imported ${formatMoment(Date.parse(imported))}`],
    ['Size', bytes === undefined ? undefined : formatSize(bytes)],
    [
      'On disk',
      stored === undefined ? undefined : `${formatSize(stored)} in ${segments!.length} parts`,
    ],
    ['State', STATES[state]],
  ]
  return [
    style('modified', `recording ${recording.id}`),
    ...facts.flatMap(([name, value]) =>
      value === undefined ? [] : [`${`${name}:`.padEnd(9)}${value}`],
    ),
  ]
}
