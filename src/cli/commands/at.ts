import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'

export const atCommand = command({
  name: 'at',
  group: 'read',
  summary: 'Show all there is of one moment: files, steps, screens, and what was not recorded',
  description: `
    For each root the snapshot that held then, and gaps; for each session that ran what was under way, or was done
    last; for each recorded terminal its screen.

    MOMENT is a time (\`14:32\`, \`10m ago\`), a step (\`sess_6a9#8\`), the start or the end of a session
    (\`sess_6a9:end\`), a snapshot, or a time of a recording (\`rec_7f3a@+5m\`). \`--root\` leaves out other roots.`,
  arguments: [{ name: 'MOMENT', summary: 'A time, or something that happened at one' }],
  examples: [
    ['flightrec at 14:32', 'What was going on then'],
    ['flightrec at sess_6a9#8 --json', 'What else there was as a step began'],
  ],
  errors: ['unknown-recording', 'ambiguous-recording', ...SESSION_ERRORS, 'incomplete'],
})
