import { HOOKED_AGENTS } from '../../model/agent-names.ts'
import { command } from '../framework/command.ts'

const AGENT = {
  name: 'AGENT',
  summary: `${HOOKED_AGENTS.slice(0, -1).join(', ')} or ${HOOKED_AGENTS.at(-1)}`,
  choices: HOOKED_AGENTS,
}

const OPTIONS = {
  yes: { type: 'boolean', short: 'y', summary: 'Do it without asking' },
  settings: {
    type: 'string',
    value: 'FILE',
    summary: "Another settings file than the user's own, such as a project's",
  },
} as const

export const installCommand = command({
  name: 'install',
  group: 'record',
  summary: 'Let an agent tell flightrec what it does',
  description: `
    Shows what changes in the settings file of the agent, asks, and adds our hooks to it. Hooks of others
    and comments stay, and formatting wherever nothing is added; a link is followed to the real
    file. Does nothing when all is installed. What was there before is kept in hooks/ of the flightrec home.`,
  arguments: [AGENT],
  options: OPTIONS,
  examples: [
    ['flightrec hooks install claude-code', 'Record what Claude Code does'],
    [
      'flightrec hooks install claude-code --settings .claude/settings.json',
      'Only in this project, for all who work on it',
    ],
  ],
  errors: ['unsafe-home'],
})

export const removeCommand = command({
  name: 'remove',
  group: 'record',
  summary: 'Take our hooks out of the settings of an agent',
  description: `
    Gives back the very file that was there before, when nobody has changed it since; else takes out our hooks
    and nothing else.`,
  arguments: [AGENT],
  options: OPTIONS,
})

export const statusCommand = command({
  name: 'status',
  group: 'record',
  summary: 'Show which agents have our hooks, and what may keep them from running',
  arguments: [{ ...AGENT, optional: true }],
  options: { settings: OPTIONS.settings },
})

export const hooksCommand = command({
  name: 'hooks',
  group: 'record',
  summary: 'Install, remove and check the hooks of coding agents',
  subcommands: [installCommand, removeCommand, statusCommand],
})
