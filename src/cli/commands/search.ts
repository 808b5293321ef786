import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

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
})
