import { command } from '../framework/command.ts'

const OPTIONS = {
  recordings: {
    type: 'boolean',
    summary: 'Look once more at recordings of terminals, and take out what is found',
  },
  'json-lines': { type: 'boolean', summary: 'Take each line as JSON and redact its strings' },
  dotenv: { type: 'list', value: 'FILE', summary: 'Also redact the values of this env file' },
  'known-env': {
    type: 'boolean',
    summary: 'Also redact the values of environment variables whose names speak of secrets',
  },
  report: { type: 'boolean', summary: 'Say on stderr how many secrets of each kind were replaced' },
  'list-rules': { type: 'boolean', summary: 'List what is looked for' },
} as const

export const redactCommand = command({
  name: 'redact',
  group: 'read',
  summary: 'Replace the secrets in what is piped through',
  description: `
    Reads bytes from stdin and writes them to stdout, with every secret replaced by \`[redacted:<rule>]\`. All else
    stays as it is, byte for byte, and no line is added or lost. Secrets are found across colour codes, JSON
    escapes and line wraps. docs/redaction.md says what is found and what is not.

    What could still become a secret waits for what follows, for two seconds at most.

    With --recordings nothing is read from stdin: recordings that have ended, all or those named, are looked at as a
    whole and on rebuilt screens, and rewritten without what the first look had missed. What was there before is
    removed from the disk.`,
  arguments: [
    {
      name: 'RECORDING',
      summary: 'With --recordings: its id or the beginning of it; all unless given',
      optional: true,
      repeated: true,
    },
  ],
  options: OPTIONS,
  examples: [
    ['flightrec redact', 'Filter a log: `tail -f app.log | flightrec redact`'],
    ['flightrec redact --json-lines --report', 'Filter a transcript, and say what was found'],
    ['flightrec redact --recordings', 'Look at all recordings once more'],
    ['flightrec redact --dotenv .env --known-env', 'Redact the values of your own secrets too'],
  ],
  errors: ['locked', 'unknown-recording'],
})
