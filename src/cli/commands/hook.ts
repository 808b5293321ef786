import { command } from '../framework/command.ts'

export const hookCommand = command({
  name: 'hook',
  group: 'record',
  summary: 'Take what an agent says on standard input',
  description: `
    Puts the payload into the spool of the flightrec home, from where it is recorded. Prints nothing and
    always exits 0, so that it never disturbs the agent. Agents are better served by the script
    \`flightrec-hook\` that \`flightrec hooks install\` sets up: it does the same and starts faster.

    AGENT is the name of the agent the hook was set up for. A payload that says otherwise is believed. With
    \`generic\`, any program can send events of its own, one JSON object a line; docs/json.md has the fields.`,
  arguments: [{ name: 'AGENT', summary: 'Who is expected to call', optional: true }],
  examples: [
    ['flightrec hook generic', 'Record events of your own, from standard input'],
    ['flightrec hook --show', 'See what a payload means, as when writing an adapter'],
  ],
  options: {
    show: {
      type: 'boolean',
      summary: 'Print the events the payload means as JSON, and record nothing',
    },
  },
  isPlain: true,
  isSilent: true,
})
