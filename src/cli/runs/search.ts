import { agentNamed } from '../../model/agent-names.ts'
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { eventTest } from '../../review/sessions/event-search.ts'
import { eventJson } from '../../review/sessions/session-json.ts'
import type { searchCommand } from '../commands/search.ts'
import type { ContextOf } from '../framework/command.ts'
import { readEventTypes } from '../sessions/event-types.ts'
import { foundLine } from '../sessions/session-lines.ts'
import { withSessions } from '../sessions/session-reading.ts'

export async function run({
  args,
  options,
  home,
  out,
  signal,
}: ContextOf<typeof searchCommand>): Promise<number> {
  const { fixedStrings, limit = Infinity, session: name } = options
  const agent = options.agent && agentNamed(options.agent)
  const isFound = eventTest(args[0]!, {
    isLiteral: fixedStrings,
    types: readEventTypes(options.type),
  })
  let isWhole = true
  const exitCode = () => (isWhole ? 0 : ERRORS.incomplete.exitCode)
  const onDamaged = (error: FlightrecError) => {
    isWhole = false
    out.warn(`a session is left out: ${error.message}`)
  }
  return withSessions(home, async (reading) => {
    const sessions =
      name === undefined ? reading.list({ agent, onDamaged }) : [await reading.find(name)]
    if (!out.isJson) out.page()
    let [seen, found] = [0, 0]
    for await (const session of sessions) {
      try {
        for await (const event of reading.events(session)) {
          seen += 1
          if (seen % LOOK_UP_EVERY === 0) await out.drain()
          signal.throwIfAborted()
          if (!isFound(event)) continue
          if (out.isJson) out.json(eventJson(event))
          else out.line(foundLine(event, out.style))
          found += 1
          if (found >= limit) return exitCode()
        }
      } catch (error) {
        if (!(error instanceof FlightrecError) || error.code !== 'corrupt-store') throw error
        onDamaged(error)
      }
    }
    if (found === 0 && !out.isJson) out.talk('no event is like that')
    return exitCode()
  })
}

const LOOK_UP_EVERY = 5_000
