import { command } from '../framework/command.ts'

export const watchCommand = command({
  name: 'watch',
  group: 'record',
  summary: 'Record folders, and print each snapshot as it is taken',
  description: `
    Records every change in the folders ROOT, or, when none is given, those of config.toml (by default the
    current folder), until Ctrl-C. When another process records already, it records these folders too, and
    this one follows it.

    With \`--once\`, records what has changed since the last snapshot and ends.`,
  arguments: [{ name: 'ROOT', summary: 'Folder to record', optional: true, repeated: true }],
  options: {
    once: { type: 'boolean', summary: 'Take one snapshot of each folder and end' },
    interval: {
      type: 'integer',
      value: 'SECONDS',
      min: 1,
      summary: 'Seconds between two looks at all files (default: `daemon.interval_seconds`)',
    },
    backend: {
      type: 'string',
      value: 'NAME',
      choices: ['auto', 'native', 'chokidar', 'poll'],
      summary: 'How changes are noticed (default: `watch.backend`)',
    },
    'no-llm': { type: 'boolean', summary: 'Ask no language model, whatever config.toml says' },
    yes: { type: 'boolean', short: 'y', summary: 'Record `/` or a home folder all the same' },
  },
  examples: [
    ['flightrec watch .', 'Record the current folder until Ctrl-C'],
    ['flightrec watch --once', 'Take one snapshot of the configured folders'],
    ['flightrec watch --json ~/my-agent | jq .changes', 'Follow changes as JSON'],
  ],
  errors: ['incomplete', 'bad-root', 'bad-config', 'locked', 'daemon-unreachable', 'interrupted'],
})
