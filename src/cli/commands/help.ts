import { command } from '../framework/command.ts'

export const helpCommand = command({
  name: 'help',
  group: 'maintain',
  summary: 'Print help, of all commands or of one',
  arguments: [
    {
      name: 'COMMAND',
      summary: 'Command to explain',
      optional: true,
      repeated: true,
    },
  ],
  isPlain: true,
  examples: [['flightrec help completion', 'The same as `flightrec completion --help`']],
})
