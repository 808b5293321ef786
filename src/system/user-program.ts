/**
 * Starts a program of the user's own choice, such as their pager, on this terminal. Nothing else runs a
 * shell, and nothing from a watched folder or from git's configuration is ever run.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** Starts `commandLine` as the user's shell would read it, with its standard input open to us. */
export function startUserProgram(
  commandLine: string,
  variables: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn('/bin/sh', ['-c', commandLine], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, ...variables },
  })
}

/** Whether a program of this name is on PATH; relative entries of PATH do not count. */
export function hasProgram(name: string): boolean {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .some((folder) => isExecutable(join(folder, name)))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Absent or not for us: either way not a program we can start.
    return false
  }
}
