import { command } from '../framework/command.ts'

const rootOptions = {
  yes: { type: 'boolean', short: 'y', summary: 'Record `/` or a home folder all the same' },
} as const

export const startCommand = command({
  name: 'start',
  group: 'record',
  summary: 'Start recording in the background',
  description: `
    Records the folders ROOT from now on, and whenever the daemon runs, until \`flightrec repos forget\`; with
    them, the folders of config.toml. With no ROOT, it records what it was given before, and the current folder
    when that is nothing. Where a process records already, that one records the folders too. The daemon outlives
    the terminal and writes to logs/daemon.log in the flightrec home.`,
  arguments: [{ name: 'ROOT', summary: 'Folder to record', optional: true, repeated: true }],
  options: rootOptions,
  examples: [
    ['flightrec daemon start ~/my-agent', 'Record a folder, also after the next start'],
    ['flightrec daemon start', 'Record again all that was recorded, as after a reboot'],
  ],
  errors: ['bad-root', 'bad-config', 'locked', 'daemon-unreachable', 'interrupted'],
})

export const restartCommand = command({
  name: 'restart',
  group: 'record',
  summary: 'Record the same folders in a new process',
  description: `
    Stops the process that records and starts the daemon with the same folders, so that a new config.toml or a
    new flightrec is in force. Starts it when none runs.`,
  options: rootOptions,
  errors: ['bad-root', 'bad-config', 'locked', 'daemon-unreachable', 'interrupted'],
})

export const stopCommand = command({
  name: 'stop',
  group: 'record',
  summary: 'Record what is pending, and stop recording',
  description:
    'Stops the process that records, in the background or not. It is fine when none runs.',
  errors: ['daemon-unreachable', 'interrupted'],
})

export const statusCommand = command({
  name: 'status',
  group: 'record',
  summary: 'Show which process records, and what',
  description: 'Exits 0 when a process records, and 12 when none does, or when it does not answer.',
  errors: ['daemon-unreachable'],
})

export const runCommand = command({
  name: 'run',
  group: 'record',
  summary: 'Record in this process, for a service manager',
  description: `
    What \`daemon start\` runs in the background, and what to put in a unit of systemd or launchd. Records the
    folders ROOT and those of config.toml, with all that \`daemon start\` was given for good. A folder that is
    not there is waited for. Ends on SIGTERM, after having recorded what is pending.`,
  arguments: [{ name: 'ROOT', summary: 'Folder to record', optional: true, repeated: true }],
  options: {
    ...rootOptions,
    'while-needed': {
      type: 'boolean',
      summary: 'With no folder to record, end when no session has run for ten minutes',
    },
  },
  errors: ['bad-root', 'bad-config', 'locked'],
})

export const daemonCommand = command({
  name: 'daemon',
  group: 'record',
  summary: 'Record in the background',
  subcommands: [startCommand, stopCommand, restartCommand, statusCommand, runCommand],
})
