import { command } from '../framework/command.ts'

export const reposCommand = command({
  name: 'repos',
  group: 'read',
  summary: 'List what is recorded: name, root and git folder of each; forget one',
  description: `
    A root marked \`always\` is recorded whenever the daemon runs, since \`flightrec daemon start\` was given it.
    \`repos forget NAME\` ends that, and the recording of the root if it goes on now. Its record stays, and can be
    read as before; with --delete-record it is deleted for good.`,
  arguments: [
    { name: 'forget', summary: 'The word `forget`', optional: true, choices: ['forget'] },
    { name: 'NAME', summary: 'Which root to forget: its name or its whole path', optional: true },
  ],
  options: {
    'delete-record': { type: 'boolean', summary: 'With forget: delete all snapshots of the root' },
    yes: { type: 'boolean', short: 'y', summary: 'With --delete-record: do not ask' },
  },
  examples: [
    ['flightrec repos', 'See what is recorded, and where its history lies'],
    ['flightrec repos forget my-agent', 'Record a folder no more, and keep what there is'],
  ],
  errors: ['no-store', 'locked', 'daemon-unreachable'],
})
