import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

export const stopCommand = command({
  name: 'stop',
  group: 'record',
  summary: 'End a session begun with `flightrec start`',
  description: `
    Records what has changed up to now, and ends the session SESSION, or the one that runs in the recorded folder
    around the current one. One of another folder is ended by its name only.`,
  arguments: [{ name: 'SESSION', summary: 'Its id, or the beginning of it', optional: true }],
  examples: [['flightrec stop', 'End the session of this folder']],
  errors: [...SESSION_ERRORS, 'locked', 'daemon-unreachable', 'interrupted'],
})
