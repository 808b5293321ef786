import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

const DRAIN_EVERY = 500

export const timelineCommand = command({
  name: 'timeline',
  group: 'read',
  summary: 'Show the events of a session with their times',
  description: `
    One line an event: time of day, how long it took, its type, and what \`flightrec inspect\` shows. \`--from\`
    and \`--to\` are numbers of events, as they stand in brackets.`,
  arguments: [{ name: 'SESSION', summary: 'Its id, or the beginning of it' }],
  options: {
    from: { type: 'integer', value: 'N', min: 1, summary: 'Begin with this event' },
    to: { type: 'integer', value: 'N', min: 1, summary: 'End with this event' },
  },
  examples: [['flightrec timeline sess_6a9 --from 5 --to 8', 'Events 5 to 8 of a session']],
  errors: ['no-store', ...SESSION_ERRORS],
  async run({ args, options, home, out, signal }) {
    const { withSessions } = await import('../sessions/session-reading.ts')
    const { eventJson } = await import('../../review/sessions/session-json.ts')
    const { timelineLine } = await import('../sessions/session-lines.ts')
    return withSessions(home, async (reading) => {
      const session = await reading.find(args[0]!)
      if (!out.isJson) out.page()
      let count = 0
      for await (const event of reading.events(session, options)) {
        if (out.isJson) out.json(eventJson(event))
        else out.line(timelineLine(event, out.style))
        count += 1
        if (count % DRAIN_EVERY === 0) await out.drain()
        signal.throwIfAborted()
      }
      return 0
    })
  },
})
