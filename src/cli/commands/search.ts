import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

export const searchCommand = command({
  name: 'search',
  group: 'read',
  summary: 'Find events by what they say, and what was on terminals',
  description: `
    Looks at the summary, the command, the tool, the paths and the raw text of each event for PATTERN, a regular
    expression as in JavaScript without lookaround and backreferences. Sessions come latest first, the events
    of each in order. Then come rows of recorded terminals, each time that one appeared, also when it only scrolled
    by; \`flightrec frames SESSION --at TIME\` shows the screen.`,
  arguments: [{ name: 'PATTERN', summary: 'What to look for' }],
  options: {
    session: { type: 'string', value: 'SESSION', summary: 'Only in this session' },
    agent: { type: 'string', value: 'NAME', summary: 'Only in sessions of this agent' },
    type: { type: 'list', value: 'TYPE', summary: 'Only events of this type, e.g. SHELL_EXEC' },
    'fixed-strings': { type: 'boolean', short: 'F', summary: 'PATTERN is text as it stands' },
    in: {
      type: 'string',
      value: 'PLACE',
      choices: ['all', 'events', 'terminals'],
      default: 'all',
      summary: 'Where to look; with `--type` only events are looked at',
    },
    limit: { type: 'integer', short: 'n', value: 'COUNT', min: 1, summary: 'At most so many' },
  },
  examples: [
    ["flightrec search 'secrets\\.yml'", 'Who touched that file, and how'],
    ["flightrec search --type SHELL_EXEC 'git (push|reset)'", 'Commands of one kind'],
    ['flightrec search ECONNREFUSED --in terminals', 'When that stood on a screen'],
  ],
  errors: ['no-store', 'incomplete', ...SESSION_ERRORS],
})
