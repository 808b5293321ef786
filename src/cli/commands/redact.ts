import { command } from '../framework/command.ts'

const OPTIONS = {
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

    What could still become a secret waits for what follows, for two seconds at most.`,
  options: OPTIONS,
  examples: [
    ['flightrec redact', 'Filter a log: `tail -f app.log | flightrec redact`'],
    ['flightrec redact --json-lines --report', 'Filter a transcript, and say what was found'],
    ['flightrec redact --dotenv .env --known-env', 'Redact the values of your own secrets too'],
  ],
})
