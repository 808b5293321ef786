import { readEventTypes } from '../../review/answers/event-types.ts'
import { withSessions } from '../../review/answers/session-reading.ts'
import { answerInspect, inspectedEvents } from '../../review/answers/sessions.ts'
import { recordingsBySession } from '../../review/recordings/recordings-of.ts'
import { now } from '../../system/clock.ts'
import type { inspectCommand } from '../commands/inspect.ts'
import type { ContextOf } from '../framework/command.ts'
import { eventLine, sessionBlock } from '../sessions/session-lines.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

export async function run(context: ContextOf<typeof inspectCommand>): Promise<number> {
  const { args, options, home, out, signal } = context
  const { anomaliesOnly } = options
  const types = readEventTypes(options.type)
  return withSessions(home, async (reading) => {
    const session = await reading.find(args[0]!)
    const request = { session, types, anomaliesOnly }
    if (out.isJson) return await writeAnswers(context, answerInspect(home, reading, request))
    out.page()
    const isWhole = types === undefined && !anomaliesOnly
    if (isWhole) {
      const recordings = (await recordingsBySession(home))(session)
      const block = sessionBlock(session, now(), out.style, recordings)
      for (const line of [...block, '']) out.line(line)
    }
    let count = 0
    for await (const event of inspectedEvents(reading, request)) {
      signal.throwIfAborted()
      out.line(eventLine(event, out.style))
      count += 1
      if (count % DRAIN_EVERY === 0) await out.drain()
    }
    return 0
  })
}

const DRAIN_EVERY = 500
