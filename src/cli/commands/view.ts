import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

export const viewCommand = command({
  name: 'view',
  group: 'read',
  summary: 'Open the page: sessions, timelines, diffs, terminals, search and undo in a browser',
  description: `
    Serves the page on this machine alone and prints its address, which lets in whoever has it. Ends with Ctrl-C. See
    docs/page.md.`,
  options: {
    port: {
      type: 'integer',
      value: 'PORT',
      default: 9876,
      min: 0,
      summary: 'Where to listen; 0 takes one that is free',
    },
    session: { type: 'string', value: 'SESSION', summary: 'Go to this session' },
    open: { type: 'boolean', summary: 'Open the address in the browser' },
    'read-only': { type: 'boolean', summary: 'Leave out restore and undo' },
  },
  examples: [
    ['flightrec view --open', 'Look at everything that is recorded'],
    ['flightrec view --session sess_6a9 --read-only', 'Show a session to somebody'],
  ],
  errors: ['no-store', ...SESSION_ERRORS],
})
