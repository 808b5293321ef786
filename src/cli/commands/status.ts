import { command } from '../framework/command.ts'

export const statusCommand = command({
  name: 'status',
  group: 'read',
  summary: 'Show what is recorded, up to when, and what is missing',
  description: `
    Shows all roots, or those given with \`--root\`; then how many sessions of agents run, and what their hooks
    said that waits to be taken in or was refused (\`spool/bad\` in the flightrec home has it, with reasons).`,
  examples: [['flightrec status', 'Snapshots, gaps and sizes of all roots']],
  errors: ['no-store', 'corrupt-store'],
})
