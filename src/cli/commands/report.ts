import { command } from '../framework/command.ts'
import { PLACE_ERRORS } from '../framework/naming-errors.ts'
import { FORMAT_OPTION } from '../framework/shared-options.ts'

export const reportCommand = command({
  name: 'report',
  group: 'read',
  summary: 'Write down what a change or a session did, for people',
  description: `
    Of a snapshot, of a diff (\`diff-<id>\`, \`A..B\`), or of a session (\`sess_…\`). Facts come first: what
    changed and how, or step by step what was done, what the rules reported and which files changed. Then,
    where there is one, the narrative that a language model wrote; without any, the report is of facts alone.

    Narratives are off unless config.toml turns them on; docs/narratives.md says what is sent then. With
    \`--regenerate\`, the model is asked now, and what it says takes the place of what there was.`,
  arguments: [
    {
      name: 'ID',
      summary: 'A snapshot, a range A..B, or a session; the latest snapshot unless given',
      optional: true,
    },
  ],
  options: {
    format: FORMAT_OPTION,
    regenerate: { type: 'boolean', summary: 'Ask the language model for a narrative now' },
  },
  examples: [
    ['flightrec report', 'The last change'],
    ["flightrec report '1h ago..latest'", 'All that changed in the last hour, in one'],
    ['flightrec report sess_6a9 --regenerate', 'What a session did, with a fresh narrative'],
  ],
  errors: ['no-store', ...PLACE_ERRORS, 'bad-config'],
})
