import { command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'

export const showCommand = command({
  name: 'show',
  group: 'read',
  summary: 'Show one snapshot: what it is and what changed in it',
  description: `
    With \`SNAPSHOT:PATH\`, writes the bytes of that file as they were recorded, and nothing else.

    A snapshot is named by its id or a unique prefix of it, a prefix of its commit, \`latest\`, a time (the last
    snapshot at or before it), \`SESSION:start\` and \`SESSION:end\`, any of these with \`~N\` for the N-th before
    it, or \`diff-<id>\`. \`SESSION#N\` is a step of a session: the event, and every snapshot put down to it, or,
    where there is none, those that were taken meanwhile and are put down to nobody.`,
  arguments: [
    { name: 'SNAPSHOT', summary: 'What to show; the latest one unless given', optional: true },
  ],
  acceptsRest: { name: 'PATH…', summary: 'Only changes of these files or folders' },
  options: {
    manifest: { type: 'boolean', summary: 'Write the list of all it holds, as JSON' },
    sha256: { type: 'boolean', summary: 'With --manifest: add the SHA-256 of each content' },
    stat: { type: 'boolean', summary: 'Show which paths changed, without the patch' },
  },
  examples: [
    ['flightrec show', 'The last change'],
    ["flightrec show '10m ago:src/lib.rs'", 'A file as it was ten minutes ago'],
    ['flightrec show sess_6a9#8', 'What a step did'],
    ['flightrec show latest --manifest', 'Every file of the latest snapshot, as JSON'],
  ],
  errors: ['no-store', 'incomplete', ...PLACE_ERRORS],
})
