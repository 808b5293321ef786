import { command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

export const undoCommand = command({
  name: 'undo',
  group: 'recover',
  summary: 'Take the change of a snapshot, a step or a session back, and keep what came later',
  description: `
    Where \`restore\` goes back to a state, \`undo\` takes one change out of the present one: of a snapshot, of
    those after one and up to another (\`A..B\`), of one step of a session, or of all a session did. What others
    changed before, between or later stays, also in the same files, as far as git can merge the lines.

    Where it cannot, the file is left as it is and reported; --conflicts also writes a file beside it, with
    conflict markers or as it was before the change. Renames are followed.

    Of a session or a step, only what a call named is taken back unasked. What is put down to it because it alone
    was at work then (\`show\` says \`window\`) may be somebody else's: it is listed apart, and taken back when you
    say so on a terminal, or with --include-window.

    Takes a safety snapshot first, writes nothing through a link or outside the folder, overwrites and removes
    nothing that is not recorded, and ends with the command that undoes it.`,
  arguments: [
    { name: 'WHAT', summary: 'A snapshot, `A..B`, a session or SESSION#STEP' },
    { name: 'PATH', summary: 'Only these files and folders', optional: true, repeated: true },
  ],
  acceptsRest: { name: 'PATH…', summary: 'Only these files and folders' },
  options: {
    'dry-run': {
      type: 'boolean',
      summary: 'Record the folder, print what would be done, and write nothing into it',
    },
    conflicts: {
      type: 'boolean',
      summary: 'Write a file beside each one that cannot be merged: NAME.undo-conflict',
    },
    'include-window': {
      type: 'boolean',
      summary: 'Also what is put down to the session only because it alone was at work',
    },
  },
  examples: [
    ['flightrec undo latest', 'Take the last change back'],
    ['flightrec undo sess_6a9#8', 'Take back what one step of a session did'],
    ['flightrec undo sess_6a9 --dry-run', 'What taking back a whole session would do'],
    ['flightrec undo sess_6a9 --include-window', 'Also what it may have done, as far as is known'],
    ["flightrec undo '10m ago..latest' src", 'Take back what happened in a folder since then'],
  ],
  errors: ['no-store', ...PLACE_ERRORS, 'bad-root', 'incomplete', 'locked', 'bad-config'],
})
