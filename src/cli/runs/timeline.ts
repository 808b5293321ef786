import { withSessions } from '../../review/answers/session-reading.ts'
import { answerTimeline } from '../../review/answers/sessions.ts'
import type { timelineCommand } from '../commands/timeline.ts'
import type { ContextOf } from '../framework/command.ts'
import { timelineLine } from '../sessions/session-lines.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

export async function run(context: ContextOf<typeof timelineCommand>): Promise<number> {
  const { args, options, home, out, signal } = context
  return withSessions(home, async (reading) => {
    const session = await reading.find(args[0]!)
    if (out.isJson) return await writeAnswers(context, answerTimeline(reading, session, options))
    out.page()
    let count = 0
    for await (const event of reading.events(session, options)) {
      out.line(timelineLine(event, out.style))
      count += 1
      if (count % DRAIN_EVERY === 0) await out.drain()
      signal.throwIfAborted()
    }
    return 0
  })
}

const DRAIN_EVERY = 500
