import { command } from '../framework/command.ts'

export const verifyCommand = command({
  name: 'verify',
  group: 'maintain',
  summary: 'Check every byte of what is recorded',
  description: `
    Re-hashes every object, follows the timeline from its newest snapshot to its oldest, and checks the
    files git and flightrec rely on. Names each damage and what it costs: which paths of which snapshots
    cannot be given back, and whether the watched folder still has them; which events of which sessions
    are lost. Changes nothing, and may run while flightrec records. Without --root it checks every repo of
    the home, and the sessions.`,
  examples: [
    ['flightrec verify', 'Check all that is recorded'],
    ['flightrec verify --json', 'The same for a program, one object a repo'],
  ],
  errors: ['no-store', 'corrupt-store'],
})
