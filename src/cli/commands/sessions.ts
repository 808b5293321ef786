import { command } from '../framework/command.ts'

export const sessionsCommand = command({
  name: 'sessions',
  group: 'read',
  summary: 'List the sessions of agents, the latest first',
  description: `
    One line a session: id, agent, folder, how many steps it took, how many files changed on disk, how many
    of its events a rule reported (✖ danger, ⚠ warning, ℹ info), whether
    its terminal was recorded (screen), and when it was last active. A run below which an agent has spoken is
    not listed beside that agent's session, unless it has something of its own to tell; with --json it is.`,
  options: {
    agent: { type: 'string', value: 'NAME', summary: 'Only sessions of this agent' },
    'anomalies-only': {
      type: 'boolean',
      summary: 'Only sessions in which a rule reported something',
    },
    limit: {
      type: 'integer',
      short: 'n',
      value: 'COUNT',
      min: 1,
      default: 20,
      summary: 'At most so many',
    },
  },
  examples: [
    ['flightrec sessions', 'What the agents did last'],
    ['flightrec sessions --anomalies-only --json', 'Those worth a look, as JSON'],
  ],
  errors: ['no-store', 'incomplete'],
})
