import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

const DRAIN_EVERY = 500

export const inspectCommand = command({
  name: 'inspect',
  group: 'read',
  summary: 'Show a session: what it did, step by step, and what the rules reported',
  description: `
    One line an event: its risk (✖ danger, ⚠ warning, ℹ info), its number, what happened, and the rules that
    reported it. SESSION is an id or the beginning of one.`,
  arguments: [{ name: 'SESSION', summary: 'Its id, or the beginning of it' }],
  options: {
    'anomalies-only': { type: 'boolean', summary: 'Only events that a rule reported' },
    type: { type: 'list', value: 'TYPE', summary: 'Only events of this type, e.g. SHELL_EXEC' },
  },
  examples: [
    ['flightrec inspect sess_6a9', 'Everything one session did'],
    ['flightrec inspect sess_6a9 --anomalies-only', 'Only what may have been dangerous'],
  ],
  errors: ['no-store', ...SESSION_ERRORS],
  async run({ args, options, home, out, signal }) {
    const { withSessions } = await import('../sessions/session-reading.ts')
    const { eventJson, sessionJson } = await import('../../review/sessions/session-json.ts')
    const { eventLine, sessionBlock } = await import('../sessions/session-lines.ts')
    const { readEventTypes } = await import('../sessions/event-types.ts')
    const { now } = await import('../../system/clock.ts')
    const types = readEventTypes(options.type)
    return withSessions(home, async (reading) => {
      const session = await reading.find(args[0]!)
      const isWhole = types === undefined && !options.anomaliesOnly
      if (out.isJson) out.json(sessionJson(session))
      else {
        out.page()
        if (isWhole)
          for (const line of [...sessionBlock(session, now(), out.style), '']) out.line(line)
      }
      let count = 0
      for await (const event of reading.events(session)) {
        if (types && !types.has(event.event_type)) continue
        if (options.anomaliesOnly && event.risk_level === 'none') continue
        if (out.isJson) out.json(eventJson(event))
        else out.line(eventLine(event, out.style))
        count += 1
        if (count % DRAIN_EVERY === 0) await out.drain()
        signal.throwIfAborted()
      }
      return 0
    })
  },
})
