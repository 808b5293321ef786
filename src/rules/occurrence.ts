/** What happened, as rules judge it, and where. */
import type { Event, EventType } from '../model/event.ts'

/** What is known about the place an event happened in. */
export interface Setting {
  /** The home folder of the user. */
  userHome?: string
  flightrecHome?: string
  /** Folders watched; when empty, nothing counts as outside. */
  roots?: readonly string[]
}

/** An event as rules judge it. */
export interface Occurrence {
  type: EventType
  /** Shell text, or an argument vector that no shell reads. */
  command?: string | readonly string[] | undefined
  cwd?: string | undefined
  paths?: readonly string[] | undefined
  mode?: string | undefined
  durationMs?: number | undefined
}

/** Returns the part of a recorded event that rules judge. */
export function occurrenceOf(event: Omit<Event, 'seq' | 'session' | 'risk_level'>): Occurrence {
  const { event_type, command, cwd, paths, mode, duration_ms } = event
  return {
    type: event_type,
    command,
    cwd,
    paths,
    mode,
    durationMs: duration_ms,
  }
}
