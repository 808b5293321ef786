import { command } from '../framework/command.ts'

export const configCommand = command({
  name: 'config',
  group: 'maintain',
  summary: 'Show the configuration in force, and where each value comes from',
  description: `
    Checks config.toml and prints every key with its value. With \`path\`, prints only where config.toml is,
    or would be. The keys are described in docs/configuration.md.`,
  arguments: [{ name: 'path', summary: 'The word `path`', optional: true, choices: ['path'] }],
  examples: [
    ['flightrec config', 'Show what is in force'],
    ['flightrec config path', 'Print where config.toml is, as for an editor'],
  ],
  errors: ['bad-config'],
})
