/** Shells, their start-up files, and the programs that agents are started by. */
import { basename, join } from 'node:path'
import { environment, userHome } from '../../system/environment.ts'
import { findOnPath } from '../../system/programs.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const

export type ShellName = (typeof SHELLS)[number]

export function isShellName(text: string): text is ShellName {
  return SHELLS.some((name) => name === text)
}

/** Returns the shell that the user logs in with, when it is one we know. */
export function loginShell(): ShellName | undefined {
  const name = basename(environment('SHELL') ?? '')
  return isShellName(name) ? name : undefined
}

/** Returns the file that a shell reads whenever a person begins to type into it. */
export function startupFile(shell: ShellName): string {
  if (shell === 'bash') return join(userHome(), '.bashrc')
  if (shell === 'zsh') return join(environment('ZDOTDIR') || userHome(), '.zshrc')
  const folder = environment('XDG_CONFIG_HOME') || join(userHome(), '.config')
  return join(folder, 'fish/config.fish')
}

/** Programs of agents that people type into a terminal. */
const AGENT_PROGRAMS = [
  ...['claude', 'codex', 'gemini', 'opencode', 'cursor-agent', 'copilot', 'qwen', 'crush', 'goose'],
  ...['droid', 'kimi', 'grok', 'cline', 'devin', 'agy', 'aider', 'amp'],
]

/** Returns the agents that are there. */
export function agentsOnPath(): string[] {
  return AGENT_PROGRAMS.filter((name) => findOnPath(name) !== undefined)
}
