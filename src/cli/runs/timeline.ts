import { ERRORS } from '../../model/errors.ts'
import { withSessions } from '../../review/answers/session-reading.ts'
import { answerTimeline, timelineOf } from '../../review/answers/sessions.ts'
import type { timelineCommand } from '../commands/timeline.ts'
import type { ContextOf } from '../framework/command.ts'
import { momentLine, timelineLine } from '../sessions/session-lines.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

export async function run(context: ContextOf<typeof timelineCommand>): Promise<number> {
  const { args, options, home, out, signal } = context
  let isWhole = true
  const onDamaged = ({ message }: Error) => {
    isWhole = false
    out.warn(`a recording is left out: ${message}`)
  }
  return withSessions(home, async (reading) => {
    const session = await reading.find(args[0]!)
    const request = { ...options, session, onDamaged }
    if (out.isJson) await writeAnswers(context, answerTimeline(home, reading, request))
    else {
      out.page()
      let count = 0
      for await (const one of timelineOf(home, reading, request)) {
        out.line('kind' in one ? momentLine(one, out.style) : timelineLine(one, out.style))
        count += 1
        if (count % DRAIN_EVERY === 0) await out.drain()
        signal.throwIfAborted()
      }
    }
    return isWhole ? 0 : ERRORS.incomplete.exitCode
  })
}

const DRAIN_EVERY = 500
