import { command } from '../framework/command.ts'

export const initCommand = command({
  name: 'init',
  group: 'record',
  summary: 'Write a starter config.toml',
  description: `
    Writes config.toml in the flightrec home, with the folders to record (\`--root\`; the current folder
    unless given) and every other key commented out at its default. Recording also works without it.`,
  options: {
    force: { type: 'boolean', summary: 'Replace a config.toml that is there; it is kept as .bak' },
  },
  examples: [['flightrec init --root ~/my-agent', 'Record one folder by default']],
  errors: ['bad-root', 'unsafe-home'],
})
