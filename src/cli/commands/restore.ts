import { command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

const OPTIONS = {
  'dry-run': { type: 'boolean', summary: 'Print what would be done, and do nothing' },
  to: { type: 'string', value: 'DIR', summary: 'Restore into another folder, made if missing' },
  delete: {
    type: 'boolean',
    summary: 'Also remove what is recorded now and not in the snapshot',
  },
  force: {
    type: 'boolean',
    summary: 'Overwrite also what is not recorded and cannot be brought back',
  },
} as const

export const restoreCommand = command({
  name: 'restore',
  group: 'recover',
  summary: 'Give back files, folders or everything as a snapshot holds them',
  description: `
    Takes a safety snapshot first, writes only what differs, and ends with the command that undoes it. A path
    is taken from the current folder when that lies in the root, else from the root.

    What no snapshot holds, such as an ignored file in the way, is reported and left alone unless --force is
    given; nothing that was not recorded is ever removed by --delete. Nothing is written through a link or
    outside the folder.`,
  arguments: [
    { name: 'SNAPSHOT', summary: 'What to go back to' },
    { name: 'PATH', summary: 'Only these files and folders', optional: true, repeated: true },
  ],
  acceptsRest: { name: 'PATH…', summary: 'Only these files and folders' },
  options: OPTIONS,
  examples: [
    ['flightrec restore latest~1 src/lib.rs', 'Give back one file as it was one snapshot ago'],
    ["flightrec restore '10m ago' --delete --dry-run", 'What going back ten minutes would do'],
    ['flightrec restore latest --to /tmp/copy', 'Give back everything somewhere else'],
  ],
  errors: ['no-store', ...PLACE_ERRORS, 'bad-root', 'incomplete', 'locked', 'bad-config'],
})
