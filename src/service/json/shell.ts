import type { ShellStatus, StartupChange } from '../../record/shell/startup-files.ts'

/** Returns what was done to the start-up file of a shell. */
export function shellJson(
  action: 'install' | 'remove',
  { shell, path: file, before, after, agents }: StartupChange,
) {
  return {
    type: 'shell' as const,
    version: 1,
    action,
    shell,
    file,
    agents,
    changed: before !== after,
  }
}

export function shellStatusJson(shells: readonly ShellStatus[]) {
  return { type: 'shell-status' as const, version: 1, shells }
}
