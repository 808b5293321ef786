import type { HooksStatus, SettingsChange } from '../../record/hooks/installation.ts'
import type { HookTarget } from '../../record/hooks/targets.ts'
import type { SpoolCounts } from '../../store/spool/spool.ts'

/** Returns what was done to the settings of an agent. */
export function hooksJson(
  action: 'install' | 'remove',
  { agent }: HookTarget,
  { path: settings, before, after }: SettingsChange,
) {
  return {
    type: 'hooks' as const,
    version: 1,
    action,
    agent,
    settings,
    changed: before !== after,
  }
}

/** How the hooks of an agent are, with what is to be known of them. */
type ToldHooks = Omit<HooksStatus, 'troubles'> & { warnings: readonly string[] }

export function hooksStatusJson(agents: readonly ToldHooks[], spool: SpoolCounts) {
  return { type: 'hooks-status' as const, version: 1, agents, spool }
}
