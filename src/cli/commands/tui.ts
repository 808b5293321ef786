import { command } from '../framework/command.ts'

export const tuiCommand = command({
  name: 'tui',
  group: 'read',
  summary: 'Open the screens: timeline, diffs, sessions, restore and undo',
  description:
    'What `flightrec` alone does. Outside any recorded folder, the roots are listed first. Press ? there for the keys.',
  isPlain: true,
  examples: [
    ['flightrec', 'The screens of the root around the current folder'],
    ['flightrec tui --root my-app', 'Those of another root'],
  ],
  errors: ['no-store'],
})
