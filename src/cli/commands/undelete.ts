import { command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

export const undeleteCommand = command({
  name: 'undelete',
  group: 'recover',
  summary: 'Bring back what was deleted lately, all of a burst in one go',
  description: `
    Without PATH, lists what was deleted and is not there now, newest first, with the command that brings it back.

    With PATH, brings back what was last deleted there: one file, or all that a burst of deletions took from a
    folder, also where it lies in several snapshots; \`.\` in the root is all of it. With --since, all that was
    deleted from then on. Modes and folders come back as they were. What was only renamed was not deleted.

    Takes a safety snapshot first, leaves alone what stands there again unless --force is given, and ends with
    the command that undoes it.`,
  arguments: [
    {
      name: 'PATH',
      summary: 'Files that were deleted, or folders they were in',
      optional: true,
      repeated: true,
    },
  ],
  acceptsRest: { name: 'PATH…', summary: 'Files that were deleted, or folders they were in' },
  options: {
    'dry-run': {
      type: 'boolean',
      summary: 'Record the folder, print what would come back, and write nothing into it',
    },
    force: { type: 'boolean', summary: 'Also replace what stands there now' },
    since: { type: 'string', value: 'TIME', summary: 'All that was deleted from then on' },
    at: { type: 'string', value: 'SNAPSHOT', summary: 'The burst that this snapshot belongs to' },
  },
  examples: [
    ['flightrec undelete', 'What was deleted and could come back'],
    ['flightrec undelete src', 'Bring back what was last deleted from src'],
    ["flightrec undelete . --since '1 hour ago' --dry-run", 'What an hour of deletions took'],
  ],
  errors: ['no-store', ...PLACE_ERRORS, 'bad-root', 'incomplete', 'locked'],
})
