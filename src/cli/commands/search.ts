import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

const LOOK_UP_EVERY = 5_000

export const searchCommand = command({
  name: 'search',
  group: 'read',
  summary: 'Find events of all sessions by what they say',
  description: `
    Looks at the summary, the command, the tool, the paths and the raw text of each event for PATTERN, a regular
    expression as in JavaScript without lookaround and backreferences. Sessions come latest first, the events
    of each in order.`,
  arguments: [{ name: 'PATTERN', summary: 'What to look for' }],
  options: {
    session: { type: 'string', value: 'SESSION', summary: 'Only in this session' },
    agent: { type: 'string', value: 'NAME', summary: 'Only in sessions of this agent' },
    type: { type: 'list', value: 'TYPE', summary: 'Only events of this type, e.g. SHELL_EXEC' },
    'fixed-strings': { type: 'boolean', short: 'F', summary: 'PATTERN is text as it stands' },
    limit: { type: 'integer', short: 'n', value: 'COUNT', min: 1, summary: 'At most so many' },
  },
  examples: [
    ["flightrec search 'secrets\\.yml'", 'Who touched that file, and how'],
    ["flightrec search --type SHELL_EXEC 'git (push|reset)'", 'Commands of one kind'],
  ],
  errors: ['no-store', 'incomplete', ...SESSION_ERRORS],
  async run({ args, options, home, out, signal }) {
    const { withSessions } = await import('../sessions/session-reading.ts')
    const { eventJson } = await import('../../review/sessions/session-json.ts')
    const { eventTest } = await import('../../review/sessions/event-search.ts')
    const { foundLine } = await import('../sessions/session-lines.ts')
    const { readEventTypes } = await import('../sessions/event-types.ts')
    const { agentNamed } = await import('../../model/agent-names.ts')
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
  },
})
