import { command } from '../framework/command.ts'

export const replayCommand = command({
  name: 'replay',
  group: 'read',
  summary: 'List all changes, oldest first',
  arguments: [],
  options: {
    since: { type: 'string', value: 'TIME', summary: 'Only changes at or after this time' },
    until: { type: 'string', value: 'TIME', summary: 'Only changes at or before this time' },
    path: {
      type: 'string',
      value: 'PATH',
      summary: 'Only changes of this file or folder, or of paths with this text in them',
    },
  },
  examples: [
    ["flightrec replay --since '2 hours ago' --path src", 'What happened to src, in order'],
    ['flightrec replay --json', 'The whole history with its text, one JSON value a change'],
  ],
  errors: ['no-store', 'incomplete'],
})
