/** What keeps installed hooks from running, as far as files show it. */
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readTextIfThere } from '../../system/files.ts'
import { ourTimeouts } from './settings-text.ts'
import type { HookTarget } from './targets.ts'

export interface HookTrouble {
  problem: string
  remedy: string
  /** Set when writing the script anew mends it. */
  isScript?: true
}

const SETTINGS_MAX_BYTES = 1 << 20
/** On a busy machine a hook may well take a tenth of a second. */
const SHORT_MS = 1_000
const SCRIPT = /['"]([^'"\n]*\/hooks\/flightrec-hook)['"]/g

/** @param text the settings file with the hooks. `script` is what they should call. */
export function hookTroubles(script: string, target: HookTarget, text: string): HookTrouble[] {
  const managed = target.managedPath ? readSettings(target.managedPath) : ''
  const settings = target.path()
  return [
    ...(isOn('disableAllHooks', text)
      ? [switchedOff('`disableAllHooks` is set: no hook runs', settings)]
      : []),
    ...(isOn('disableAllHooks', managed)
      ? [switchedOff('`disableAllHooks` is set for this machine', target.managedPath!)]
      : []),
    ...(isOn('allowManagedHooksOnly', managed)
      ? [switchedOff('only managed hooks run on this machine', target.managedPath!)]
      : []),
    ...otherScripts(script, target, text),
    ...shortTimeouts(target, text),
    ...(text.includes(script) ? scriptTroubles(script) : []),
  ]
}

/** What the settings of a project switch off for all who work in `folder`. */
export function inFolder({ projectPaths = [] }: HookTarget, folder: string): HookTrouble[] {
  const paths = projectPaths.map((path) => join(folder, path))
  return paths
    .filter((path) => isOn('disableAllHooks', readSettings(path)))
    .map((path) => switchedOff(`\`disableAllHooks\` is set in ${path}: no hook runs there`, path))
}

/** Whether the agent keeps approvals, and has none of any hook. */
export function isUnapproved({ approval }: HookTarget): boolean {
  return approval !== undefined && !readSettings(approval.path()).includes(approval.mark)
}

function switchedOff(problem: string, path: string): HookTrouble {
  return { problem, remedy: `Take it out of ${path} if agents shall be recorded.` }
}

function isOn(name: string, text: string): boolean {
  return new RegExp(`"${name}"\\s*:\\s*true`).test(text)
}

function readSettings(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat?.isFile() && stat.size <= SETTINGS_MAX_BYTES ? (readTextIfThere(path) ?? '') : ''
}

function otherScripts(script: string, { agent }: HookTarget, text: string): HookTrouble[] {
  const called = new Set([...text.matchAll(SCRIPT)].map(([, path]) => path!))
  called.delete(script)
  return [...called].map((path) => ({
    problem: existsSync(path)
      ? `they tell another flightrec home: ${path}`
      : `they call ${path}, which is not there: nothing is recorded`,
    remedy: `Run \`flightrec hooks install ${agent}\` to have this home told.`,
  }))
}

/** What are seconds for one agent are milliseconds for another. */
function shortTimeouts({ agent, timeoutUnitMs }: HookTarget, text: string): HookTrouble[] {
  if (timeoutUnitMs === undefined) return []
  const shortest = Math.min(...ourTimeouts(text)) * timeoutUnitMs
  if (shortest >= SHORT_MS) return []
  return [
    {
      problem: `${agent} kills them after ${shortest} ms: little of what it does is recorded`,
      remedy: `Run \`flightrec hooks install ${agent}\`.`,
    },
  ]
}

function scriptTroubles(script: string): HookTrouble[] {
  const remedy = 'write it anew'
  if (!existsSync(script))
    return [{ problem: `${script} is gone: nothing is recorded`, remedy, isScript: true }]
  try {
    accessSync(script, constants.X_OK)
    return []
  } catch {
    // Not executable (EACCES), and the hooks pass over it in silence.
    return [
      { problem: `${script} may not be executed: nothing is recorded`, remedy, isScript: true },
    ]
  }
}
