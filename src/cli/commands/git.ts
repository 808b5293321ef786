import { command } from '../framework/command.ts'

export const gitCommand = command({
  name: 'git',
  group: 'read',
  summary: 'Run plain git on a shadow repo',
  description: `
    The timeline is the branch \`main\`, one commit a snapshot, and the root is the work tree. git runs without
    any of your own configuration, hooks or pagers, and its exit code is passed on.`,
  acceptsRest: { name: 'ARGS…', summary: 'What to give to git' },
  isPlain: true,
  examples: [
    ['flightrec git -- log --oneline -5', 'The last five snapshots as git shows them'],
    [
      'flightrec git --root my-agent -- grep -n panic main',
      'Search the latest snapshot of another root',
    ],
  ],
  errors: ['no-store', 'git-missing'],
})
