/** What rules look at. */
import type { Occurrence, Setting } from './occurrence.ts'
import { type PathAccess, pathsOfEvent, pathsTouched } from './path-access.ts'
import { analyseShell, type ShellScript } from './shell/analyse.ts'

/** All that rules see of one event. */
export interface Subject extends Occurrence {
  script: ShellScript
  /** Every path that is touched, in order. */
  accesses: readonly PathAccess[]
  setting: Setting
}

const ACCESSES_MAX = 5_000

const NO_SCRIPT: ShellScript = { commands: [], problems: [] }

/** Returns all that rules see of `occurrence`. */
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
