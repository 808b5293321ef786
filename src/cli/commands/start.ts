import { command } from '../framework/command.ts'

export const startCommand = command({
  name: 'start',
  group: 'record',
  summary: 'Begin a session of an agent that has no hooks',
  description: `
    From now until \`flightrec stop\`, what changes in the folder is recorded as a session of the agent NAME:
    in the recorded folder around the current one, or in the current one, or in the one given with
    \`--root\`. Each snapshot taken meanwhile, by a daemon, by \`flightrec watch\` or by
    \`flightrec snapshot\`, adds to it; \`stop\` takes one, too.

    A session that is never stopped ends with the process PID, or after a day without an event.`,
  options: {
    agent: { type: 'string', value: 'NAME', summary: 'Who is at work, e.g. `my-bot` (required)' },
    message: { type: 'string', short: 'm', value: 'TEXT', summary: 'What it is about' },
    pid: { type: 'integer', value: 'PID', min: 1, summary: 'End the session with this process' },
    yes: { type: 'boolean', short: 'y', summary: 'Record `/` or a home folder all the same' },
  },
  examples: [
    ['flightrec start --agent my-bot -m "nightly run"', 'Begin a session here'],
    ['flightrec start --agent my-bot --pid 4711', 'End it with process 4711 at the latest'],
  ],
  errors: ['bad-root', 'bad-config', 'locked', 'daemon-unreachable', 'interrupted'],
})
