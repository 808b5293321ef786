import type { Event, EventType } from '../model/event.ts'
import { type PathAccess, pathsOfEvent, pathsTouched } from './path-access.ts'
import { analyseShell, type ShellScript } from './shell/analyse.ts'

/** What is known about the place an event happened in. */
export interface Setting {
  /** The home folder of the user. */
  userHome?: string
  /** The flightrec home. */
  flightrecHome?: string
  /** Folders watched; when empty, nothing counts as outside. */
  roots?: readonly string[]
}

/** An event as rules judge it. */
export interface Occurrence {
  type: EventType
  /** Shell text, or an argument vector that no shell reads. */
  command?: string | readonly string[]
  cwd?: string
  paths?: readonly string[]
  mode?: string
  durationMs?: number
}

/** All that rules see of one event. */
export interface Subject extends Occurrence {
  script: ShellScript
  /** Every path that is touched, in order. */
  accesses: readonly PathAccess[]
  setting: Setting
}

const ACCESSES_MAX = 5_000

const NO_SCRIPT: ShellScript = { commands: [], problems: [] }

/** Returns what rules look at. */
export function subjectOf(occurrence: Occurrence, setting: Setting = {}): Subject {
  const { command, cwd } = occurrence
  const isRun = occurrence.type === 'SHELL_EXEC' && command !== undefined
  const script = isRun ? analyseShell(command, cwd) : NO_SCRIPT
  const accesses = pathsOfEvent(occurrence, setting)
  for (const ran of script.commands) {
    if (accesses.length > ACCESSES_MAX) break
    for (const access of pathsTouched(ran, setting, ACCESSES_MAX)) accesses.push(access)
  }
  if (accesses.length <= ACCESSES_MAX) return { ...occurrence, script, accesses, setting }
  const problem = `it touches more than ${ACCESSES_MAX} paths`
  return {
    ...occurrence,
    script: { ...script, problems: [...script.problems, problem] },
    accesses: accesses.slice(0, ACCESSES_MAX),
    setting,
  }
}

/** Returns the part of a recorded event that rules judge. */
export function occurrenceOf(event: Omit<Event, 'seq' | 'session' | 'risk_level'>): Occurrence {
  const { event_type, command, cwd, paths, mode, duration_ms } = event
  return {
    type: event_type,
    ...(command !== undefined && { command }),
    ...(cwd !== undefined && { cwd }),
    ...(paths !== undefined && { paths }),
    ...(mode !== undefined && { mode }),
    ...(duration_ms !== undefined && { durationMs: duration_ms }),
  }
}
