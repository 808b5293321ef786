import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

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
})
