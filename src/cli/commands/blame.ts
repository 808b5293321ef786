import { command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

export const blameCommand = command({
  name: 'blame',
  group: 'read',
  summary: 'Show who wrote each line of a file, and in which snapshot',
  description: `
    An agent is named with its session and the step that wrote the line, as \`show\` takes them. A line that a
    restore or an undo has brought back is that of whoever wrote it. Of a file that is gone, shows the last state
    that was recorded.`,
  arguments: [
    { name: 'PATH', summary: 'A recorded file' },
    { name: 'SNAPSHOT', summary: 'The file as of then; the latest unless given', optional: true },
  ],
  examples: [
    ['flightrec blame src/lib.rs', 'Who wrote what'],
    ["flightrec blame src/lib.rs 'yesterday 14:00'", 'The same, as it was then'],
  ],
  errors: ['no-store', ...PLACE_ERRORS],
})
