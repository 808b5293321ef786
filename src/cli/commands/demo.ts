import { command } from '../framework/command.ts'

export const demoCommand = command({
  name: 'demo',
  group: 'record',
  summary: 'Watch an agent do damage in a scratch folder, and take it back',
  description: `
    A quarter of a minute, and nothing is canned: a small project, a daemon that records it, a script that acts as an
    agent through the real hook, and a person who edits beside it. Then it runs \`sessions\`, \`inspect\`, \`log\`,
    \`audit\`, \`undo\` and \`verify\`, and shows what they say.

    It works in a temporary folder with a flightrec home of its own, needs no network, and removes everything
    at the end, also after Ctrl-C.`,
  options: {
    keep: { type: 'boolean', summary: 'Keep the folder, and say where it is' },
  },
  isPlain: true,
  examples: [
    ['flightrec demo', 'See what flightrec does'],
    ['flightrec demo --keep', 'The same, and look around in it afterwards'],
  ],
})
