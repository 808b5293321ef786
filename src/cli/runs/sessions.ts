import type { Session } from '../../model/session.ts'
import { withSessions } from '../../review/answers/session-reading.ts'
import { answerSessions, findSessions } from '../../review/answers/sessions.ts'
import { recordingsBySession } from '../../review/recordings/recordings-of.ts'
import { unrecordedFolders } from '../../review/status/unrecorded.ts'
import { now } from '../../system/clock.ts'
import { unrecordedText } from '../changes/status-lines.ts'
import type { sessionsCommand } from '../commands/sessions.ts'
import type { ContextOf } from '../framework/command.ts'
import { LeftOutSessions } from '../sessions/left-out-sessions.ts'
import { sessionLines } from '../sessions/session-lines.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

export async function run(context: ContextOf<typeof sessionsCommand>): Promise<number> {
  const { options, home, out, signal } = context
  const leftOut = new LeftOutSessions(out)
  const request = { ...options, onDamaged: leftOut.onDamaged }
  return withSessions(home, async (reading) => {
    if (out.isJson) await writeAnswers(context, answerSessions(home, reading, request))
    else {
      const found = []
      const recordingsOf = await recordingsBySession(home)
      for await (const session of findSessions(reading, request, { withSpokenFor: false })) {
        signal.throwIfAborted()
        found.push(session)
      }
      const hasScreen = (session: Session) => recordingsOf(session).length > 0
      out.page()
      if (found.length === 0) out.talk('no session is like that')
      for (const line of sessionLines(found, now(), out.style, hasScreen)) out.line(line)
      for (const where of unrecordedFolders(home)) out.warn(unrecordedText(where))
    }
    return leftOut.exitCode
  })
}
