import { command } from '../framework/command.ts'

export const snapshotCommand = command({
  name: 'snapshot',
  group: 'record',
  summary: 'Take a snapshot now',
  description: `
    Records the state of the folders ROOT, or, when none is given, of the recorded folder around the current
    one; the first of all is the current folder. Where others are recorded and this one is not, say which is
    meant. Nothing is written where nothing has changed.`,
  arguments: [{ name: 'ROOT', summary: 'Folder to record', optional: true, repeated: true }],
  options: {
    message: { type: 'string', short: 'm', value: 'TEXT', summary: 'What to say about it' },
    yes: { type: 'boolean', short: 'y', summary: 'Record `/` or a home folder all the same' },
  },
  examples: [
    ['flightrec snapshot -m "before the refactoring"', 'Mark a moment'],
    ['flightrec snapshot .', 'Record a folder for the first time, beside others'],
  ],
  errors: ['incomplete', 'bad-root', 'bad-config', 'locked', 'daemon-unreachable', 'interrupted'],
})
