import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

export const framesCommand = command({
  name: 'frames',
  group: 'read',
  summary: 'Print what was on a terminal at a time, as text',
  description: `
    WHAT is a session (its newest recording), a step of one (\`sess_6a9#8\`: the screen as it began), a recording, or
    a cast file. Without a time it is the screen at the end, or as it is now. With \`--from\` or \`--to\` it is
    every picture between: what a program painted in one go, or what stood when it paused.

    A time is a time of day (\`14:32\`), a time since the beginning (\`+5m\`, \`+1:30\`), a share (\`90%\`), \`start\`,
    \`end\`, or a date with a time. A file may not tell when it was made; then \`1:30\` counts from its
    beginning.`,
  arguments: [{ name: 'WHAT', summary: 'A session, a step of one, a recording, or a file' }],
  options: {
    at: { type: 'string', value: 'TIME', summary: 'The screen at this time' },
    from: { type: 'string', value: 'TIME', summary: 'Every picture from this time on' },
    to: { type: 'string', value: 'TIME', summary: 'Every picture up to this time' },
    limit: { type: 'integer', short: 'n', value: 'COUNT', min: 1, summary: 'At most so many' },
    painted: { type: 'boolean', summary: 'With the colours that were on the screen' },
  },
  examples: [
    ['flightrec frames sess_6a9 --at 14:32', 'What one saw then'],
    ['flightrec frames sess_6a9 --from +5m --to +6m --json', 'A minute, for a program'],
    ['flightrec frames talk.cast', 'The last screen of a file'],
  ],
  errors: ['unknown-recording', 'ambiguous-recording', ...SESSION_ERRORS, 'corrupt-store'],
})
