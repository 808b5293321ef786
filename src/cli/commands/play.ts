import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

export const playCommand = command({
  name: 'play',
  group: 'read',
  summary: 'Play what was on a terminal, with search, steps back and marks',
  description: `
    What is named is a recording, a session (its newest recording), a step of one (\`sess_6a9#8\`: it opens there), or
    a cast file. It needs a terminal; \`flightrec frames\` says the same as text. Press ? there for the keys. With --at,
    it is paused there: a time (\`14:32\`), \`+5m\`, \`90%\` or \`end\`.`,
  isPlain: true,
  arguments: [{ name: 'WHAT', summary: 'A session, a step of one, a recording, or a file' }],
  options: {
    at: { type: 'string', value: 'TIME', summary: 'Begin there, paused' },
    speed: { type: 'number', value: 'N', default: 1, min: 0, summary: 'So many times as fast' },
    'idle-limit': {
      type: 'number',
      value: 'SECONDS',
      min: 0,
      summary: 'Play pauses no longer than this; 0 plays them whole (default: as recorded, else 2)',
    },
    ascii: { type: 'boolean', summary: 'Draw only with ASCII around what was recorded' },
  },
  examples: [
    ['flightrec play sess_6a9', 'The newest recording of a session'],
    ['flightrec play sess_6a9#8', 'From its eighth step on'],
    ['flightrec play talk.cast --speed 2', 'A file, twice as fast'],
  ],
  errors: ['unknown-recording', 'ambiguous-recording', ...SESSION_ERRORS, 'no-store'],
})
