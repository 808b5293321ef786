import { command } from '../framework/command.ts'

const SHELL = {
  name: 'SHELL',
  summary: 'bash, zsh or fish; that of $SHELL unless given',
  choices: ['bash', 'zsh', 'fish'],
  optional: true,
} as const

const YES = { type: 'boolean', short: 'y', summary: 'Do it without asking' } as const

export const shellInstallCommand = command({
  name: 'install',
  group: 'record',
  summary: 'Record agents whenever they are started from a shell',
  description: `
    Shows what it adds to the start-up file of the shell, asks, and adds it: one marked block, with a function for each
    agent. From then on \`claude\` means \`flightrec run -- claude\` in every new shell, where standard input and output
    are terminals. When flightrec is gone or broken, agents start as if nothing were there.

    \`command claude\`, and FLIGHTREC_TERMINAL=0, start an agent without it. Functions and aliases of
    yours with an agent's name stay.`,
  arguments: [SHELL],
  options: {
    agent: {
      type: 'list',
      value: 'PROGRAM',
      summary: 'Record this program; without it, each known agent on the PATH',
    },
    yes: YES,
  },
  examples: [
    ['flightrec shell install', 'Record the agents that are on the PATH'],
    ['flightrec shell install zsh --agent claude --agent my-bot', 'Only these, in zsh'],
  ],
})

export const shellRemoveCommand = command({
  name: 'remove',
  group: 'record',
  summary: 'Take the block out of the start-up file of a shell',
  description: 'Gives the file back byte for byte; one that was made for the block goes away.',
  arguments: [SHELL],
  options: { yes: YES },
})

export const shellStatusCommand = command({
  name: 'status',
  group: 'record',
  summary: 'Show which shells start which agents through flightrec',
  arguments: [SHELL],
})

const shellCheckCommand = command({
  name: 'check',
  group: 'record',
  summary: 'Exit with 0 when `flightrec run` would work; the block asks this before each start',
})

export const shellCommand = command({
  name: 'shell',
  group: 'record',
  summary: 'Record agents whenever they are started from bash, zsh or fish',
  subcommands: [shellInstallCommand, shellRemoveCommand, shellStatusCommand, shellCheckCommand],
})
