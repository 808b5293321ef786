import { ERRORS } from '../../model/errors.ts'
import type { Recording } from '../../model/recording.ts'
import type { SessionId } from '../../model/session.ts'
import { showText } from '../../model/show.ts'
import { formatClock, formatElapsed, formatMoment } from '../../model/units.ts'
import { answerAt, type Moment, readMoment } from '../../review/answers/at.ts'
import type { RecordingThen } from '../../review/moment/recording-then.ts'
import type { RootThen } from '../../review/moment/root-then.ts'
import type { SessionThen } from '../../review/moment/session-then.ts'
import type { JoinedStep } from '../../review/sessions/joined-steps.ts'
import { now } from '../../system/clock.ts'
import { gapLine, snapshotOneLine } from '../changes/snapshot-lines.ts'
import type { atCommand } from '../commands/at.ts'
import type { ContextOf } from '../framework/command.ts'
import { eventLine, shortSessionId } from '../sessions/session-lines.ts'
import { showHomely } from '../terminal/homely-path.ts'
import type { Style } from '../terminal/style.ts'

export async function run(context: ContextOf<typeof atCommand>): Promise<number> {
  const { args, home, out, roots } = context
  const request = { name: args[0]!, roots }
  if (out.isJson) {
    let isWhole = true
    for await (const moment of answerAt(home, request)) {
      out.json(moment)
      isWhole = moment.unreadable.length === 0
    }
    return isWhole ? 0 : ERRORS.incomplete.exitCode
  }
  const moment = await readMoment(home, request)
  out.page()
  for (const line of momentLines(moment, out.style)) out.line(line)
  for (const what of moment.unreadable) out.warn(showText(what))
  return moment.unreadable.length === 0 ? 0 : ERRORS.incomplete.exitCode
}

function momentLines({ timeMs, roots, sessions, recordings }: Moment, style: Style): string[] {
  const blocks = [
    ...roots.map((one) => rootLines(one, style)),
    ...sessions.map((one) => sessionLines(one, style)),
    ...recordings.map((one) => recordingLines(one, sessions, style)),
  ]
  const nothing = sessions.length === 0 ? ['', style('dim', 'no session ran then')] : []
  return [
    style('bold', formatMoment(timeMs)),
    ...blocks.flatMap((lines) => ['', ...lines]),
    ...nothing,
  ]
}

function rootLines({ root, snapshot, next, gaps }: RootThen, style: Style): string[] {
  const nowMs = now()
  const held = snapshot
    ? `  ${snapshotOneLine(snapshot, nowMs, style)}`
    : '  nothing was recorded yet'
  const after = next ? [`  ${style('dim', `next     ${next.id}`)}`] : []
  return [showHomely(root), held, ...after, ...gaps.map((gap) => `  ${gapLine(gap, nowMs, style)}`)]
}

function sessionLines({ session, running, last }: SessionThen, style: Style): string[] {
  const root = session.root === undefined ? '' : `  ${showHomely(session.root)}`
  const state = running.length > 0 ? 'at work' : 'between steps'
  const head = `${style('modified', shortSessionId(session.id))}  ${showText(session.agent)}${root}  ${state}`
  const steps = running.map((step) => `  since ${stepLine(step, style)}`)
  return [head, ...steps, ...(last ? [`  last  ${stepLine(last, style)}`] : [])]
}

function stepLine({ event }: JoinedStep, style: Style): string {
  return `${formatClock(Date.parse(event.time))}  ${eventLine(event, style)}`
}

/** What stood on the screen is apart from all else by a bar before it. */
function recordingLines(
  { recording, frame, gaps }: RecordingThen,
  sessions: readonly SessionThen[],
  style: Style,
): string[] {
  const { id, title } = recording
  const name = title === undefined ? '' : `  ${showText(title)}`
  const of = speakersOf(recording, sessions).map(shortSessionId).join(', ')
  const head = `${style('modified', id)}  of ${of}  +${formatElapsed(frame.timeMs)}${name}`
  const last = frame.rows.findLastIndex(({ text }) => text !== '')
  const rows = frame.rows.slice(0, last + 1).map(({ text }) => `  ${style('dim', '│')} ${text}`)
  return [head, ...gaps.map((gap) => `  ${style('warning', `gap: ${showText(gap)}`)}`), ...rows]
}

/** Who spoke below its run, of those that stand above it here; else its own session. */
function speakersOf({ session: own }: Recording, sessions: readonly SessionThen[]): SessionId[] {
  const ids = sessions.map(({ session }) => session)
  const speakers = ids.filter(({ id, runs }) => id === own || runs?.includes(own))
  return speakers.length > 0 ? speakers.map(({ id }) => id) : [own]
}
