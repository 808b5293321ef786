import { formatDate, formatElapsed } from '../../model/units.ts'
import { readEventTypes } from '../../review/answers/event-types.ts'
import {
  answerTerminals,
  type FoundRow,
  searchTerminals,
  type TerminalSearch,
} from '../../review/answers/search-terminals.ts'
import { type SessionReading, withSessions } from '../../review/answers/session-reading.ts'
import { answerSearch, searchEvents } from '../../review/answers/sessions.ts'
import type { searchCommand } from '../commands/search.ts'
import type { ContextOf } from '../framework/command.ts'
import { LeftOutSessions } from '../sessions/left-out-sessions.ts'
import { foundLine, shortSessionId } from '../sessions/session-lines.ts'
import type { Style } from '../terminal/style.ts'
import { writeAnswers } from '../terminal/write-answers.ts'

type SearchContext = ContextOf<typeof searchCommand>

export async function run(context: SearchContext): Promise<number> {
  const { args, options, home, out, signal } = context
  const leftOut = new LeftOutSessions(out)
  const { in: place, type, limit } = options
  const request = {
    ...options,
    pattern: args[0]!,
    isLiteral: options.fixedStrings,
    types: readEventTypes(type),
    onDamaged: leftOut.onDamaged,
    onSearched: async () => {
      await out.drain()
      signal.throwIfAborted()
    },
  }
  // Types are those of events.
  const isInTerminals = place === 'terminals' || (place === 'all' && request.types === undefined)
  return withSessions(home, async (reading) => {
    if (!out.isJson) out.page()
    const events = place === 'terminals' ? 0 : await writeEvents(context, reading, request)
    const left = limit === undefined ? undefined : limit - events
    const session = options.session === undefined ? undefined : await reading.find(options.session)
    const inTerminals: TerminalSearch = {
      ...request,
      limit: left,
      sessionId: session?.id,
      onDamaged: leftOut.onIncomplete,
      onProgress: ({ id }, share) => out.progress(`reading ${id}: ${Math.floor(share * 100)} %`),
    }
    const isMore = isInTerminals && (left === undefined || left > 0)
    const rows = isMore ? await writeTerminals(context, inTerminals) : 0
    if (!out.isJson && events + rows === 0) out.talk('nothing recorded is like that')
    return leftOut.exitCode
  })
}

async function writeEvents(
  context: SearchContext,
  reading: SessionReading,
  request: Parameters<typeof searchEvents>[1],
): Promise<number> {
  const { out, signal } = context
  let count = 0
  if (out.isJson) {
    await writeAnswers(
      context,
      counted(answerSearch(reading, request), () => (count += 1)),
    )
    return count
  }
  for await (const event of searchEvents(reading, request)) {
    signal.throwIfAborted()
    out.line(foundLine(event, out.style))
    count += 1
  }
  return count
}

async function writeTerminals(context: SearchContext, request: TerminalSearch): Promise<number> {
  const { out, home, signal } = context
  let count = 0
  if (out.isJson) {
    await writeAnswers(
      context,
      counted(answerTerminals(home, request), () => (count += 1)),
    )
    return count
  }
  for await (const found of searchTerminals(home, request)) {
    signal.throwIfAborted()
    out.progress(undefined)
    out.line(rowLine(found, out.style))
    count += 1
  }
  out.progress(undefined)
  return count
}

async function* counted<Value>(values: AsyncIterable<Value>, count: () => void) {
  for await (const value of values) {
    count()
    yield value
  }
}

/** What stood on a screen has a bar before it: no event said it. */
function rowLine({ recording, timeMs, text }: FoundRow, style: Style): string {
  const clock = formatDate(Date.parse(recording.started) + timeMs)
  const id = style('modified', shortSessionId(recording.session))
  return `${id} ${style('dim', `│ ${clock} +${formatElapsed(timeMs)}`)}  ${text}`
}
