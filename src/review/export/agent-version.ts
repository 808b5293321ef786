import type { Event } from '../../model/event.ts'

/** Returns the version of the agent, where the beginning of its session tells it as `<agent> <version>`. */
export function agentVersion({ event_type: type, summary }: Event): string | undefined {
  return type === 'SESSION_START' ? /^\S+ v?(\d+\.\d+[\w.+-]*)(?!\S)/.exec(summary)?.[1] : undefined
}
