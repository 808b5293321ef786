import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

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
})
