import { readEventTypes } from '../../review/answers/event-types.ts'
import { withSessions } from '../../review/answers/session-reading.ts'
import { answerSearch, searchEvents } from '../../review/answers/sessions.ts'
import type { searchCommand } from '../commands/search.ts'
import type { ContextOf } from '../framework/command.ts'
import { LeftOutSessions } from '../sessions/left-out-sessions.ts'
import { foundLine } from '../sessions/session-lines.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

export async function run(context: ContextOf<typeof searchCommand>): Promise<number> {
  const { args, options, home, out, signal } = context
  const leftOut = new LeftOutSessions(out)
  const request = {
    ...options,
    pattern: args[0]!,
    isLiteral: options.fixedStrings,
    types: readEventTypes(options.type),
    onDamaged: leftOut.onDamaged,
    onSearched: async () => {
      await out.drain()
      signal.throwIfAborted()
    },
  }
  return withSessions(home, async (reading) => {
    if (out.isJson) await writeAnswers(context, answerSearch(reading, request))
    else {
      out.page()
      let isAny = false
      for await (const event of searchEvents(reading, request)) {
        signal.throwIfAborted()
        out.line(foundLine(event, out.style))
        isAny = true
      }
      if (!isAny) out.talk('no event is like that')
    }
    return leftOut.exitCode
  })
}
