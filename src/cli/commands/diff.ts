import { command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

export const diffCommand = command({
  name: 'diff',
  group: 'read',
  summary: 'Show what differs between two snapshots, or since the latest one',
  description: `
    Without a snapshot: the latest one against the root as it is now. Empty folders, files over the size cap, owners,
    and modes beyond the executable bit show only once there is a snapshot of them.
    With one: that snapshot against the latest. With two, or as \`A..B\`: the first against the second. With
    \`diff-<id>\`: what changed in that snapshot.

    Renames and copies are found by git, one to one.`,
  arguments: [
    { name: 'A', summary: 'The older snapshot, by any name of it', optional: true },
    { name: 'B', summary: 'The newer one', optional: true },
  ],
  acceptsRest: { name: 'PATH…', summary: 'Only these files or folders' },
  options: {
    stat: { type: 'boolean', summary: 'Show which paths changed, and by how many lines' },
    'name-only': { type: 'boolean', summary: 'Show the paths alone' },
  },
  examples: [
    ['flightrec diff', 'What changed since the latest snapshot'],
    ["flightrec diff '10m ago' -- src", 'What changed in src in the last ten minutes'],
    ['flightrec diff latest~3 latest --stat', 'The last three changes in sum'],
  ],
  errors: ['no-store', 'incomplete', ...PLACE_ERRORS, 'bad-config'],
})
